#!/usr/bin/env node
// Serves dist/ on this machine alone, with the headers that a host should send.
//   tools/serve.mjs [--port N] [--dir FOLDER]
// The first line printed is the address. Without --port it takes 8460 or the next free port.
import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, extname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const usual_port = 8460

const types = {
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.otf': 'font/otf',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

// Nothing but the page's own scripts runs, and no string becomes a script. Connections stay open to
// the server that a company names for exchange.
export const content_security_policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "manifest-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types huikuan',
].join('; ')

const headers_of_all = {
  'Content-Security-Policy': content_security_policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

// dist.mjs gives a new name to what has new content, except to these.
const keeps_its_name = path => /\/([^/]*\.html|sw\.js|[^/]*\.webmanifest)?$/.test(path)

async function find(folder, path) {
  const root = await realpath(folder)
  const file = await realpath(join(root, path.endsWith('/') ? `${path}index.html` : path))
  if (file !== root && !file.startsWith(root + sep)) throw new Error('outside of the folder')
  if (!(await stat(file)).isFile()) throw new Error('not a file')
  return file
}

// The smallest form that the browser takes: [bytes, encoding].
async function best_form(file, accepted) {
  for (const [encoding, ending] of [['br', '.br'], ['gzip', '.gz']]) {
    if (!new RegExp(`\\b${encoding}\\b(?!;q=0(\\.0*)?(,|$))`).test(accepted)) continue
    const bytes = await readFile(file + ending).catch(() => null)
    if (bytes) return [bytes, encoding]
  }
  return [await readFile(file), null]
}

async function answer(folder, request, response) {
  const refuse = (status, text) => response
    .writeHead(status, { ...headers_of_all, 'Content-Type': 'text/plain; charset=utf-8' })
    .end(`${text}\n`)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'only GET and HEAD')
  let path, file
  try {
    path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
    file = await find(folder, path)
  } catch {
    return refuse(404, 'not found')
  }
  const [bytes, encoding] = await best_form(file, request.headers['accept-encoding'] ?? '')
  const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  const headers = {
    ...headers_of_all,
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Cache-Control': keeps_its_name(path) ? 'no-cache' : 'public, max-age=31536000, immutable',
    ETag: tag,
    Vary: 'Accept-Encoding',
  }
  if (encoding) headers['Content-Encoding'] = encoding
  if ((request.headers['if-none-match'] ?? '').includes(tag)) {
    return response.writeHead(304, headers).end()
  }
  headers['Content-Length'] = bytes.length
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : bytes)
}

// Answers the listening server; `port` 0 lets the system choose.
export async function serve({ folder, port }) {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(error => {
      console.error(error)
      response.destroy()
    })
  })
  const listen = number => new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(number, '127.0.0.1', () => {
      server.off('error', reject)
      resolve(server)
    })
  })
  if (port !== undefined) return listen(port)
  for (let number = usual_port; ; ++number) {
    try {
      return await listen(number)
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || number > usual_port + 50) throw error
    }
  }
}

function argument(name) {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

if (import.meta.url === pathToFileURL(await realpath(process.argv[1] ?? '')).href) {
  const folder = argument('--dir') ?? join(dirname(fileURLToPath(import.meta.url)), '../dist')
  const port = argument('--port')
  try {
    await find(folder, '/')
    const server = await serve({ folder, port: port === undefined ? undefined : Number(port) })
    console.log(`http://127.0.0.1:${server.address().port}/`)
  } catch (error) {
    console.error(error.code === 'EADDRINUSE' ? `serve: port ${port} is taken`
      : `serve: cannot serve ${folder}: ${error.message} (tools/build makes dist/)`)
    process.exitCode = 1
  }
}

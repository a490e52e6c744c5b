// Serves the page of the kill tests with the headers of the real one, and notes what it says is
// saved: GET /saved?n=17 (a page that is killed can tell nobody else).
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

import { content_security_policy } from '../../tools/serve.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const types = {
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
}

export async function start_server({ folders = {}, headers = {}, port = 0 } = {}) {
  const notes = []
  const places = {
    '/build/': join(root, 'build/web/'),
    '/web/': join(root, 'web/'),
    '/tests/': join(root, 'tests/'),
    ...folders,
  }
  const server = createServer(async (request, response) => {
    const address = new URL(request.url, 'http://localhost')
    if (address.pathname === '/saved') {
      notes.push(Object.fromEntries(address.searchParams))
      response.writeHead(204).end()
      return
    }
    const path = address.pathname === '/' ? '/tests/kill/page.html' : normalize(address.pathname)
    const place = Object.keys(places).find(start => path.startsWith(start))
    try {
      const bytes = await readFile(join(places[place], path.slice(place.length)))
      response
        .writeHead(200, {
          'Content-Type': types[extname(path)] ?? 'application/octet-stream',
          'Cache-Control': 'no-cache',
          'Content-Security-Policy': content_security_policy,
          'Cross-Origin-Opener-Policy': 'same-origin',
          ...headers,
        })
        .end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    notes,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(resolve)
      }),
  }
}

// tools/serve.mjs: what a browser is told with each file.
import assert from 'node:assert/strict'
import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'

import { serve } from '../../tools/serve.mjs'

let folder, server

// Raw requests: fetch would tidy paths and unpack bodies.
function get(path, headers = {}, method = 'GET') {
  return new Promise((resolve, reject) => {
    const { port } = server.address()
    request({ host: '127.0.0.1', port, path, headers, method }, response => {
      const chunks = []
      response.on('data', chunk => chunks.push(chunk))
      response.on('end', () => resolve({
        status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks),
      }))
    }).on('error', reject).end()
  })
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serve-'))
  const dist = join(folder, 'dist')
  await mkdir(join(dist, '0123'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'not served')
  await symlink(join(folder, 'secret.txt'), join(dist, 'link.txt'))
  await writeFile(join(dist, 'index.html'), '<!doctype html>')
  await writeFile(join(dist, 'sw.js'), '//')
  await writeFile(join(dist, '0123/app.wasm'), 'wasm '.repeat(100))
  await writeFile(join(dist, '0123/app.wasm.br'), brotliCompressSync('wasm '.repeat(100)))
  await writeFile(join(dist, '0123/app.wasm.gz'), gzipSync('wasm '.repeat(100)))
  server = await serve({ folder: dist, port: 0 })
})

after(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

test('the page is always revalidated, by a strict policy', async () => {
  const page = await get('/')
  assert.equal(page.status, 200)
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
  assert.equal(page.headers['cache-control'], 'no-cache')
  assert.equal(page.headers['x-content-type-options'], 'nosniff')
  assert.equal(page.headers['cross-origin-opener-policy'], 'same-origin')
  const policy = page.headers['content-security-policy']
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /require-trusted-types-for 'script'/)
  assert.doesNotMatch(policy, /'unsafe-(inline|eval)'/)
  assert.equal((await get('/sw.js')).headers['cache-control'], 'no-cache')
})

test('what has a name of its own is kept for ever', async () => {
  const { headers } = await get('/0123/app.wasm')
  assert.equal(headers['content-type'], 'application/wasm')
  assert.match(headers['cache-control'], /immutable/)
})

test('the smallest form that the browser takes', async () => {
  const brotli = await get('/0123/app.wasm', { 'Accept-Encoding': 'gzip, br' })
  assert.equal(brotli.headers['content-encoding'], 'br')
  assert.equal(brotli.headers['content-type'], 'application/wasm')
  assert.equal(brotliDecompressSync(brotli.body).toString(), 'wasm '.repeat(100))
  const gzip = await get('/0123/app.wasm', { 'Accept-Encoding': 'gzip, br;q=0' })
  assert.equal(gzip.headers['content-encoding'], 'gzip')
  const plain = await get('/0123/app.wasm')
  assert.equal(plain.headers['content-encoding'], undefined)
  assert.equal(plain.headers.vary, 'Accept-Encoding')
  assert.notEqual(plain.headers.etag, brotli.headers.etag)
})

test('an unchanged file is not sent again', async () => {
  const first = await get('/')
  const second = await get('/', { 'If-None-Match': first.headers.etag })
  assert.equal(second.status, 304)
  assert.equal(second.body.length, 0)
  assert.equal((await get('/', { 'If-None-Match': '"other"' })).status, 200)
})

test('nothing outside of the folder is served', async () => {
  const paths = ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/link.txt', '/0123/',
    '/%00', '/%', '/nothing.js']
  for (const path of paths) {
    const answer = await get(path)
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`)
    assert.doesNotMatch(answer.body.toString(), /not served/)
  }
})

test('only reading, and HEAD without a body', async () => {
  assert.equal((await get('/', {}, 'PUT')).status, 405)
  const head = await get('/', {}, 'HEAD')
  assert.equal(head.status, 200)
  assert.equal(head.body.length, 0)
  assert.equal(head.headers['content-length'], '15')
})

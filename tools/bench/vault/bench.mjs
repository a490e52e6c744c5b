#!/usr/bin/env node
// Keeping SQLite in the browser, side by side in the same browser and run, with ratios.
//   tools/bench/run vault        10,000 and 100,000 invoices
//   node tools/bench/vault/bench.mjs --invoices 1000000 --peers none
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { open_browser } from '../../../tests/kill/browsers.mjs'
import { start_server } from '../../../tests/kill/server.mjs'

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const here = fileURLToPath(new URL('.', import.meta.url))
const modules = argument(
  'modules',
  fileURLToPath(new URL('../../../.deps/bench-vault/node_modules/', import.meta.url)),
)
const sizes = argument('invoices', '10000,100000').split(',').map(Number)
const commits = Number(argument('commits', 200))
const with_peers = argument('peers', 'all') !== 'none' && existsSync(modules)
const engine = argument('engine', 'chromium')

const in_page = {
  async fill(invoices) {
    const { fill, schema } = await import('/bench/workload.mjs')
    await book.open('bench', true)
    await book.commit(schema)
    for (let from = 1; from <= invoices; from += 10000)
      await book.commit(fill(from, Math.min(invoices + 1, from + 10000)))
    await book.snapshot('all in chunks')
    return true
  },
  async commits(invoices, count) {
    const { measure_commits, quantiles, small_commit } = await import('/bench/workload.mjs')
    const floor = await (await import('/bench/peers.mjs')).open_floor()
    let bytes = 0
    let put = 0
    const real = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function count(value, key) {
      if (value instanceof Uint8Array) put += value.length
      return real.call(this, value, key)
    }
    const floors = []
    book.compile(small_commit.join(';'))
    const result = await measure_commits(
      async (n, invoice) => {
        const began = performance.now()
        if (book.run(n, invoice) !== 0) throw new Error('a commit failed')
        const held = performance.now() - began
        await book.saved()
        return held
      },
      invoices,
      count,
      1,
      // In turn, so that both meet the same moments of the machine: as many bytes as just went.
      async () => {
        const as_many = put
        bytes += put
        floors.push(await floor.put(as_many))
        put = 0
      },
    )
    IDBObjectStore.prototype.put = real
    const file = Number(
      book.sql('SELECT page_count * page_size FROM pragma_page_count, pragma_page_size')[0][0],
    )
    const whole = await floor.whole(file)
    return { ...result, bytes: Math.round(bytes / count), file, floor: quantiles(floors), whole }
  },
  async open() {
    const { first_answer } = await import('/bench/workload.mjs')
    const began = performance.now()
    const report = await book.open('bench')
    const loaded = performance.now() - began
    book.sql(first_answer)
    return {
      open: performance.now() - began,
      loaded,
      replayed: report.replayed,
      memory: book.module.HEAPU8.length,
    }
  },
  async read() {
    const { measure_read } = await import('/bench/peers.mjs')
    const names = (await indexedDB.databases()).map(each => each.name)
    return measure_read(names.find(name => name.endsWith('bench')))
  },
  async peer(...values) {
    try {
      return await (await import('/bench/peers.mjs')).measure_peer(...values)
    } catch (error) {
      return { error: String(error) }
    }
  },
}
const run = (page, what, ...values) =>
  page.call(
    `async (...values) => ({ ${in_page[what].toString()} }).${what}(...values)`,
    ...values,
  )

const ms = value => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`
for (const invoices of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'huikuan-bench-'))
  const server = await start_server({
    folders: { '/peers/': modules, '/bench/': here },
    headers: {
      'Content-Security-Policy':
        "default-src 'self' 'unsafe-eval' 'unsafe-inline' 'wasm-unsafe-eval' blob: data:",
      'Cross-Origin-Embedder-Policy': 'require-corp', // for a clock of 5 us instead of 100
    },
  })
  const page = await open_browser(engine, folder)
  try {
    await page.goto(server.address)
    await run(page, 'fill', invoices)
    const ours = await run(page, 'commits', invoices, commits)
    // The two in turn, each in a page of its own.
    const opens = []
    const reads = []
    for (let n = 0; n < 9; ++n) {
      await page.goto(server.address)
      opens.push(await run(page, 'open'))
      await page.goto(server.address)
      reads.push(await run(page, 'read'))
    }
    const opened = opens.sort((a, b) => a.open - b.open)[4]
    const read = reads.sort((a, b) => a.ms - b.ms)[4]
    const { floor } = ours
    console.log(
      `-- ${engine}, ${invoices.toLocaleString('en')} invoices, ` +
        `${(ours.file / 1e6).toFixed(1)} MB, ${commits} commits`,
    )
    console.log(
      `huikuan            commit p50 ${ms(ours.commit.p50)}  p95 ${ms(ours.commit.p95)}  ` +
        `main thread p50 ${ms(ours.held.p50)}  ${ours.bytes} bytes  ` +
        `open ${ms(opened.open)} (${opened.replayed} commits replayed, ` +
        `heap ${Math.round(opened.memory / 1048576)} MiB)`,
    )
    console.log(
      `raw IndexedDB      commit p50 ${ms(floor.p50)}  p95 ${ms(floor.p95)}  ` +
        `read of the same ${(read.bytes / 1e6).toFixed(1)} MB ${ms(read.ms)}`,
    )
    console.log(
      `  ratio to the floor: commit ${(ours.commit.p50 / floor.p50).toFixed(2)}, ` +
        `open ${(opened.open / read.ms).toFixed(2)}`,
    )
    console.log(
      `whole-file save    commit p50 ${ms(ours.whole)} (without SQLite's export)  ` +
        `ratio ${(ours.whole / ours.commit.p50).toFixed(0)}`,
    )
    if (with_peers) {
      for (const name of [
        'wa-sqlite IDBBatchAtomicVFS, strict',
        'wa-sqlite IDBMirrorVFS, strict',
        'sqlite-wasm opfs-sahpool (worker)',
      ]) {
        await page.goto(server.address)
        const peer = await run(page, 'peer', name, invoices, commits)
        if (peer.error) console.log(`${name}: ${peer.error}`)
        else
          console.log(
            `${name}  commit p50 ${ms(peer.commit.p50)}  p95 ${ms(peer.commit.p95)}  ` +
              `open ${ms(peer.open)}  ratio ${(peer.commit.p50 / ours.commit.p50).toFixed(2)}`,
          )
      }
    }
  } finally {
    page.kill()
    await page.gone()
    await server.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
process.exit(0)

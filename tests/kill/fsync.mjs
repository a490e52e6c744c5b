#!/usr/bin/env node
// Counts what a commit costs the disk: fsync and fdatasync of the browser's processes during 100
// commits, each awaited, by strace. node tests/kill/fsync.mjs [--engine chromium]
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { open_browser, processes_of } from './browsers.mjs'
import { start_server } from './server.mjs'

const at = process.argv.indexOf('--engine')
const engine = at < 0 ? 'chromium' : process.argv[at + 1]
const folder = mkdtempSync(join(tmpdir(), `huikuan-fsync-${engine}-`))
const server = await start_server()
const page = await open_browser(engine, folder)
await page.goto(server.address)
await page.call(() => book.open('one', true))
await page.call(() => book.commit('CREATE TABLE t(n INTEGER PRIMARY KEY, v TEXT)'))
const log = join(folder, 'strace.log')
const trace = spawn(
  'strace',
  [
    '-f',
    '-qq',
    '-e',
    'trace=fsync,fdatasync,msync',
    '-o',
    log,
    ...processes_of(folder).flatMap(pid => ['-p', String(pid)]),
  ],
  { stdio: 'ignore' },
)
await new Promise(wait => {
  setTimeout(wait, 2000)
})
await page.call(async () => {
  for (let n = 0; n < 100; ++n) await book.commit(`INSERT INTO t VALUES(${n},'x')`)
})
trace.kill('SIGINT')
await new Promise(wait => {
  trace.once('exit', wait)
})
const calls = readFileSync(log, 'utf8').split('\n')
const count = name => calls.filter(line => line.includes(`${name}(`)).length
console.log(
  `${engine}: 100 commits, fsync ${count('fsync')}, ` +
    `fdatasync ${count('fdatasync')}, msync ${count('msync')}`,
)
page.kill()
await page.gone()
await server.close()
rmSync(folder, { recursive: true, force: true })
process.exit(0)

// Chromium's LevelDB and a log that a kill tore (see web/vault_log.mjs): the state that a kill in
// the middle of a write leaves is made by cutting the log there, the book is opened, written to and
// killed, and opened once more. Without a new log the third opening finds nothing at all.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { has_engine, open_browser } from './browsers.mjs'
import { start_server } from './server.mjs'

const block = 32_768 // of LevelDB's log: a longer entry is kept in parts

function log_of(profile) {
  const base = join(profile, 'Default/IndexedDB')
  const folder = join(
    base,
    readdirSync(base).find(name => name.endsWith('.leveldb')),
  )
  const logs = readdirSync(folder).filter(name => name.endsWith('.log'))
  assert.equal(logs.length, 1, logs.join())
  return join(folder, logs[0])
}

for (const [where, before] of [
  ['between two parts of an entry', 0],
  ['within a part of an entry', 100],
]) {
  test(
    `a log torn ${where} is not written on`,
    { skip: has_engine('chromium') ? false : 'Chromium is not installed' },
    async () => {
      const server = await start_server()
      const profile = mkdtempSync(join(tmpdir(), 'huikuan-torn-'))
      let page
      const opened = async create => {
        page = await open_browser('chromium', profile)
        await page.goto(server.address)
        const report = await page.call(create => book.open('torn', create, ''), create)
        assert.equal(report.error, undefined, JSON.stringify(report))
      }
      const killed = async () => {
        page.kill()
        await page.gone()
      }
      const rows = () => page.call(() => book.sql('SELECT n FROM t ORDER BY n').flat().map(Number))
      try {
        await opened(true)
        await page.call(() => book.commit('CREATE TABLE t(n INTEGER PRIMARY KEY, v BLOB)'))
        await page.call(() => book.commit("INSERT INTO t VALUES(1,'kept')"))
        const log = log_of(profile)
        const whole = statSync(log).size
        await page.call(() => book.commit('INSERT INTO t VALUES(2,randomblob(45000))'))
        await killed()
        const tear = Math.ceil((whole + 200) / block) * block - before
        assert.ok(statSync(log).size > tear, 'the last entry has several parts')
        truncateSync(log, tear)

        await opened(false)
        assert.deepEqual(await rows(), [1])
        await page.call(() => book.commit("INSERT INTO t VALUES(3,'said to be saved')"))
        await killed()

        await opened(false)
        assert.deepEqual(await rows(), [1, 3])
      } finally {
        await killed()
        await server.close()
        rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
      }
    },
  )
}

// The vault in real browsers: several tabs, full disks, deleted databases, the seal, damage.
//   node --test tests/kill/vault.test.mjs     Chromium
//   HUIKUAN_ENGINES=chromium,firefox,webkit node --test tests/kill/vault.test.mjs
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

import { has_engine, open_browser } from './browsers.mjs'
import { start_server } from './server.mjs'

const engines = (process.env.HUIKUAN_ENGINES ?? 'chromium').split(',')
const turns = Number(process.env.HUIKUAN_TURNS ?? 1000)
const sleep = ms =>
  new Promise(wait => {
    setTimeout(wait, ms)
  })
const make = 'CREATE TABLE t(n INTEGER PRIMARY KEY, v BLOB)'

async function until(what, act, patience_ms = 15000) {
  for (const end = Date.now() + patience_ms; ;) {
    const found = await act()
    if (found) return found
    if (Date.now() > end) assert.fail(`waited in vain: ${what}`)
    await sleep(20)
  }
}

for (const engine of engines) {
  describe(engine, { skip: has_engine(engine) ? false : `${engine} is not installed` }, () => {
    let server
    let folder
    let first
    let number = 0
    const name = () => `book-${++number}`
    const count = page => page.call(() => Number(book.sql('SELECT count(*) FROM t')[0][0]))
    const opened = async (page, book_name, create, passphrase = '') => {
      const report = await page.call(
        (...values) => book.open(...values),
        book_name,
        create,
        passphrase,
      )
      assert.equal(report.error, undefined, JSON.stringify(report))
      return report
    }
    const fresh_page = async page => {
      await page.goto(server.address)
      return page
    }

    before(async () => {
      server = await start_server()
      folder = mkdtempSync(join(tmpdir(), `huikuan-vault-${engine}-`))
      first = await open_browser(engine, folder)
    })
    after(async () => {
      await first.close().catch(() => {})
      first.kill()
      await server.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    })

    test('a second tab reads, follows, and takes the book over on request', async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true)
      await first.call(sql => book.commit(sql), make)
      const second = await fresh_page(await first.another())
      await opened(second, book_name, false)
      assert.equal((await second.call(() => book.status())).read_only, true)
      assert.match((await second.call(() => book.sql('DELETE FROM t'))).error, /readonly/)
      await first.call(() => book.commit("INSERT INTO t VALUES(1,'x')"))
      await until('the news', async () => (await count(second)) === 1)
      assert.deepEqual(await second.call(() => book.take_over()), {})
      assert.equal((await second.call(() => book.status())).read_only, false)
      await until('the first reads only', () => first.call(() => book.status().read_only))
      await second.call(() => book.commit("INSERT INTO t VALUES(2,'y')"))
      await until('the way back', async () => (await count(first)) === 2)
      await second.close_tab()
      // The other tab is gone: the book comes back by itself.
      await until('ownership', async () => !(await first.call(() => book.status().read_only)))
      await first.call(() => book.commit("INSERT INTO t VALUES(3,'z')"))
    })

    test(`two tabs write in turn, ${turns} commits`, async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true)
      await first.call(sql => book.commit(sql), make)
      await first.call(() => book.thresholds(60000, 100)) // checkpoints between
      const second = await fresh_page(await first.another())
      await opened(second, book_name, false)
      let written = 0
      for (let turn = 0; written < turns; ++turn) {
        const page = turn % 2 === 0 ? second : first
        const part = Math.min(turns - written, 1 + (turn % 9))
        const answer = await page.call(
          async (from, commits) => {
            const taken = await book.take_over()
            if (taken.error) return `take_over: ${JSON.stringify(taken)}`
            const before = Number(book.sql('SELECT count(*) FROM t')[0][0])
            if (before !== from) return `found ${before} of ${from} commits`
            for (let n = from; n < from + commits; ++n)
              await book.commit(`INSERT INTO t VALUES(${n}, randomblob(500))`)
            return 'ok'
          },
          written,
          part,
        )
        assert.equal(answer, 'ok', `turn ${turn}`)
        written += part
      }
      await until(
        'the other tab has it all',
        async () => (await count(first)) === turns && (await count(second)) === turns,
      )
      await second.close_tab()
      await fresh_page(first)
      const report = await opened(first, book_name, false)
      assert.equal(report.damaged.length, 0)
      assert.equal(await count(first), turns)
      assert.deepEqual(await first.call(() => book.sql('PRAGMA integrity_check')), [['ok']])
    })

    test('what was read ahead serves only as long as it is true', async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true)
      await first.call(sql => book.commit(sql), make)
      await first.call(() => book.thresholds(60000, 100))
      for (let n = 1; n <= 300; ++n)
        await first.call(sql => book.commit(sql), `INSERT INTO t VALUES(${n}, randomblob(900))`)
      const read_ahead = (page, wanted) => page.call(async ahead_name => {
        const { begin_ahead } = await import('/web/vault.mjs')
        window.asked = []
        for (const way of ['get', 'getAll']) {
          const call = IDBObjectStore.prototype[way]
          IDBObjectStore.prototype[way] = function (...what) {
            window.asked.push(`${this.name} ${way}`)
            return call.apply(this, what)
          }
        }
        await begin_ahead(ahead_name)
        window.asked.length = 0
      }, wanted)
      // As it was: nothing of the book is read again.
      await fresh_page(first)
      await read_ahead(first, book_name)
      await opened(first, book_name, false)
      assert.equal(await count(first), 300)
      const asked = await first.call(() => window.asked)
      assert.ok(!asked.includes('base getAll') && !asked.includes('log getAll'), asked.join())
      assert.deepEqual(await first.call(() => book.sql('PRAGMA integrity_check')), [['ok']])
      // Another tab wrote and went between the reading and the opening.
      const second = await fresh_page(await first.another())
      await read_ahead(second, book_name)
      await first.call(() => book.commit("INSERT INTO t VALUES(301, 'later')"))
      await first.call(() => book.close())
      await opened(second, book_name, false)
      assert.equal(await count(second), 301)
      await second.call(() => book.close())
      // Another book, one that is gone, and one with a seal: as if nothing had been read.
      const sealed = name()
      await opened(second, sealed, true, 'a long passphrase')
      await second.call(sql => book.commit(sql), make)
      await second.call(() => book.close())
      for (const wanted of [sealed, 'book-nowhere', book_name]) {
        await read_ahead(second, wanted)
        await opened(second, sealed, false, 'a long passphrase')
        assert.equal(await count(second), 0)
        await second.call(() => book.close())
      }
      await second.close_tab()
    })

    // Two at once, and a kill between them, cost Chromium every book of the origin (web/vault.mjs).
    test('one writing waits for the other, whatever each writes', async () => {
      const book_name = name()
      await fresh_page(first)
      await first.call(() => {
        window.writings = new Set()
        const { transaction } = IDBDatabase.prototype
        IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
          if (mode === 'readwrite' && this.objectStoreNames.contains('base'))
            window.writings.add([stores].flat().sort().join())
          return transaction.call(this, stores, mode, ...more)
        }
      })
      await opened(first, book_name, true)
      await first.call(sql => book.commit(sql), make)
      await first.call(() => book.thresholds(3000, 3))
      for (let n = 0; n < 12; ++n) {
        await first.call(n => book.commit(`INSERT INTO t VALUES(${n},randomblob(2000))`), n)
        if (n % 4 === 3) await sleep(450) // idle: the checkpoint runs
      }
      await first.call(() => book.snapshot('kept'))
      await first.call(() => book.close())
      assert.deepEqual(await first.call(() => [...window.writings]), ['base,log'])
    })

    test('a tab that hangs loses the book, and cannot write when it wakes', async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true)
      await first.call(sql => book.commit(sql), make)
      const second = await fresh_page(await first.another())
      await opened(second, book_name, false)
      // It commits, and then stands still with the book in its hands.
      await first.call(() => {
        setTimeout(() => {
          book.sql("INSERT INTO t VALUES(1,'before the hang')")
          setTimeout(() => {
            const end = performance.now() + 6000
            while (performance.now() < end) {}
            book.sql("INSERT INTO t VALUES(99,'too late')")
          }, 50)
        }, 0)
        return true
      })
      await sleep(400)
      // In one process per site a hanging tab may hang its neighbour too: then this waits for it.
      assert.deepEqual(await second.call(() => book.take_over()), {})
      await until('what was saved', async () => (await count(second)) >= 1)
      await second.call(() => book.commit("INSERT INTO t VALUES(2,'after')"))
      await sleep(engine === 'chromium' ? 6500 : 1500)
      const rows = await second.call(() => book.sql('SELECT n FROM t ORDER BY n').flat().join())
      await second.close_tab()
      await fresh_page(first)
      await opened(first, book_name, false)
      const kept = await first.call(() => book.sql('SELECT n FROM t ORDER BY n').flat().join())
      assert.equal(kept, rows)
      assert.ok(kept.startsWith('1,2'), kept)
      assert.deepEqual(await first.call(() => book.sql('PRAGMA integrity_check')), [['ok']])
    })

    test('a database deleted while the book is open is written again, whole', async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true)
      await first.call(
        sql => book.commit(sql),
        `${make}; INSERT INTO t VALUES(1, randomblob(2500000))`,
      )
      const gone = await first.call(
        book_name =>
          new Promise(resolve => {
            const request = indexedDB.deleteDatabase(`huikuan-book-${book_name}`)
            request.onsuccess = () => resolve('gone')
            request.onerror = () => resolve('error')
          }),
        book_name,
      )
      assert.equal(gone, 'gone')
      await first.call(() => {
        book.sql("INSERT INTO t VALUES(2,'y')")
        return true
      })
      await until('the book is kept again', () =>
        first.call(() => book.status().save === 'saved'),
      )
      await fresh_page(first)
      await opened(first, book_name, false)
      assert.equal(
        await first.call(() => book.sql('SELECT count(*), sum(length(v)) FROM t').flat().join()),
        '2,2500001',
      )
    })

    test('books are listed, named and deleted', async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true)
      assert.equal((await first.call(n => book.open(n, true), book_name)).detail, 'exists')
      assert.equal((await first.call(() => book.open('nobody'))).detail, 'missing')
      await first.call(n => book.label(n, '华东 2026 😀'), book_name)
      const entry = async () =>
        (await first.call(() => book.list())).entries.find(([found]) => found === book_name)
      assert.deepEqual(await entry(), [book_name, '华东 2026 😀', false])
      assert.ok(
        !(await first.call(() => book.list())).entries.some(([found]) => found === 'nobody'),
      )
      await first.call(() => book.close())
      assert.equal((await first.call(n => book.remove(n), book_name)).status, 'ok')
      assert.equal(await entry(), undefined)
    })

    test('looking for books creates nothing; a list read ahead serves once', async () => {
      const own = await open_browser(engine, mkdtempSync(join(folder, 'ahead-')))
      const names = async () => (await own.call(() => book.list())).entries.map(([one]) => one)
      const databases = () => own.call(() => indexedDB.databases())
      const ahead = () => own.call(async () => (await import('/web/vault.mjs')).begin_ahead(''))
      await fresh_page(own)
      await ahead()
      assert.deepEqual(await names(), [])
      assert.ok(!(await databases()).some(found => found.name === 'huikuan-catalogue'))
      await opened(own, 'later', true)
      assert.deepEqual(await names(), ['later'])
      await fresh_page(own)
      await ahead()
      assert.deepEqual(await names(), ['later'])
      await own.call(() => book.remove('later'))
      assert.deepEqual(await names(), [])
      await own.close()
    })

    test('the seal: no plain byte, no wrong passphrase, no exchanged value', async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true, '口令 one')
      await first.call(
        sql => book.commit(sql),
        `${make}; INSERT INTO t VALUES(1, 'MARKER-OF-A-CUSTOMER')`,
      )
      await first.call(() => book.snapshot('chunks too'))
      await first.call(() => book.commit("INSERT INTO t VALUES(2, 'MARKER-OF-A-CUSTOMER')"))
      const values = await first.call(async book_name => {
        const database = await new Promise(done => {
          const request = indexedDB.open(`huikuan-book-${book_name}`)
          request.onsuccess = () => done(request.result)
        })
        const read = request =>
          new Promise(done => {
            request.onsuccess = () => done(request.result)
          })
        const found = []
        for (const store of ['base', 'log']) {
          const keys = await read(database.transaction(store).objectStore(store).getAllKeys())
          const all = await read(database.transaction(store).objectStore(store).getAll())
          keys.forEach((key, i) => {
            if (all[i] instanceof Uint8Array)
              found.push([key, new TextDecoder('latin1').decode(all[i])])
          })
        }
        database.close()
        return found.map(([key, text]) => [
          key,
          text[0],
          text.includes('MARKER'),
          text.includes('SQLite format'),
        ])
      }, book_name)
      assert.ok(values.length >= 5)
      for (const [key, mark, marker, header] of values) {
        assert.equal(marker || header, false, key)
        if (key !== 'k') assert.equal(mark, 'E', key)
      }
      await first.call(() => book.close())
      assert.equal(
        (await first.call(n => book.open(n, false, ''), book_name)).detail,
        'passphrase',
      )
      const began = Date.now()
      assert.equal(
        (await first.call(n => book.open(n, false, 'wrong'), book_name)).detail,
        'passphrase',
      )
      assert.ok(Date.now() - began > 50, 'a wrong passphrase costs time')

      // The passphrase changes; the values do not.
      const report = await opened(first, book_name, false, '口令 one')
      assert.equal(report.sealed, true)
      assert.equal((await first.call(() => book.passphrase('no', 'x'))).field, 'passphrase')
      assert.deepEqual(await first.call(() => book.passphrase('口令 one', 'two')), {})
      await first.call(() => book.commit("INSERT INTO t VALUES(3,'z')"))
      await first.call(() => book.close())
      assert.equal(
        (await first.call(n => book.open(n, false, '口令 one'), book_name)).field,
        'passphrase',
      )
      await opened(first, book_name, false, 'two')
      assert.equal(await count(first), 3)
      await first.call(() => book.close())

      const change = (act, ...values) =>
        first.call(
          async (book_name, act, values) => {
            const database = await new Promise(done => {
              const request = indexedDB.open(`huikuan-book-${book_name}`)
              request.onsuccess = () => done(request.result)
            })
            const transaction = database.transaction(['base', 'log'], 'readwrite')
            const log = transaction.objectStore('log')
            if (act === 'exchange') {
              const keys = await new Promise(done => {
                log.getAllKeys(IDBKeyRange.bound('l', 'l~')).onsuccess = event =>
                  done(event.target.result)
              })
              const [a, b] = keys.slice(-2)
              log.get(a).onsuccess = one => {
                log.get(b).onsuccess = two => {
                  log.put(two.target.result, a)
                  log.put(one.target.result, b)
                }
              }
            }
            if (act === 'lose the key') log.delete('k')
            await new Promise(done => {
              transaction.oncomplete = done
            })
            database.close()
            return values.length
          },
          book_name,
          act,
          values,
        )
      await change('exchange')
      const cut = await opened(first, book_name, false, 'two')
      assert.equal(cut.cut, true)
      assert.ok(cut.damaged.length >= 1)
      await first.call(() => book.close())
      await change('lose the key')
      assert.equal(
        (await first.call(n => book.open(n, false, 'two'), book_name)).detail,
        'unreadable',
      )
      assert.equal(
        (await first.call(n => book.open(n, false, ''), book_name)).detail,
        'unreadable',
      )
    })

    test('damage in the database is named, and the last good commit opens', async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true)
      await first.call(sql => book.commit(sql), make)
      for (let n = 1; n <= 4; ++n)
        await first.call(n => book.commit(`INSERT INTO t VALUES(${n},'x')`), n)
      await first.call(() => book.close())
      await first.call(async book_name => {
        const database = await new Promise(done => {
          const request = indexedDB.open(`huikuan-book-${book_name}`)
          request.onsuccess = () => done(request.result)
        })
        const transaction = database.transaction('log', 'readwrite')
        const log = transaction.objectStore('log')
        const key = 'l0000000000000004'
        log.get(key).onsuccess = event => {
          const bytes = event.target.result
          bytes[bytes.length >> 1] ^= 16
          log.put(bytes, key)
        }
        await new Promise(done => {
          transaction.oncomplete = done
        })
        database.close()
        return true
      }, book_name)
      const report = await opened(first, book_name, false)
      assert.equal(report.cut, true)
      assert.deepEqual(report.damaged, ['l0000000000000004', 'l0000000000000005'])
      assert.equal(await count(first), 2)
      await first.call(() => book.commit("INSERT INTO t VALUES(50,'on')"))
      await first.call(() => book.close())
      assert.equal((await opened(first, book_name, false)).cut, false)
      assert.equal(await count(first), 3)
    })

    test('a browser without storage, and one that never answers a question, are said', async () => {
      await fresh_page(first)
      const status = await first.call(async () => {
        const { open_vault, ask_persistence } = await import('/web/vault.mjs')
        Object.defineProperty(navigator.storage ?? {}, 'persist', {
          value: () => new Promise(() => {}),
          configurable: true,
        })
        const began = performance.now()
        const granted = await ask_persistence(300)
        const waited = performance.now() - began
        const real = IDBFactory.prototype.open
        IDBFactory.prototype.open = () => {
          throw new DOMException('no', 'SecurityError')
        }
        const refused = await open_vault('x', { create: true }).catch(error => error.status)
        IDBFactory.prototype.open = real
        return { granted, waited, refused }
      })
      assert.equal(status.granted, false)
      assert.ok(status.waited < 2000)
      assert.equal(status.refused, 'unavailable')
    })

    test('a transaction that aborts without a reason is not called saved', async () => {
      const book_name = name()
      await fresh_page(first)
      await opened(first, book_name, true)
      await first.call(sql => book.commit(sql), make)
      const found = await first.call(async () => {
        const real = IDBObjectStore.prototype.put
        IDBObjectStore.prototype.put = function put(...values) {
          const request = real.apply(this, values)
          this.transaction.abort() // its error is null
          return request
        }
        book.sql("INSERT INTO t VALUES(1,'x')")
        const done = await book.saved()
        const failed = book.status()
        IDBObjectStore.prototype.put = real
        return { done, failed }
      })
      assert.match(found.done.detail, /^full/)
      assert.equal(found.failed.save, 'failed')
      assert.equal(found.failed.unsaved, 1)
      await until('it is tried again', () => first.call(() => book.status().save === 'saved'))
    })

    test('a full disk is said, the work stays, and is saved when there is room', async t => {
      // On a small file system. (Chromium's overrideQuotaForOrigin did not limit IndexedDB here.)
      const small = join(folder, '../', `huikuan-small-${engine}-${process.pid}`)
      const megabytes = { chromium: 90, firefox: 120, webkit: 30 }[engine]
      mkdirSync(small, { recursive: true })
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', small], {
          stdio: 'ignore',
        })
      } catch {
        rmSync(small, { recursive: true })
        t.diagnostic('no small file system: mounting one is not allowed here')
        return
      }
      const page = await open_browser(engine, small)
      try {
        await page.goto(server.address)
        await opened(page, 'small', true)
        await page.call(sql => book.commit(sql), make)
        const full = await page.call(async () => {
          for (let n = 1; n < 400; ++n) {
            book.sql(`INSERT INTO t VALUES(${n}, randomblob(1500000))`)
            const done = await Promise.race([
              book.saved(),
              new Promise(late => {
                setTimeout(() => late({ error: 'hang' }), 20000)
              }),
            ])
            if (done.error)
              return { n, ...done, rows: Number(book.sql('SELECT count(*) FROM t')[0][0]) }
          }
          return {}
        })
        assert.equal(full.error, 'io', JSON.stringify(full))
        assert.equal(full.rows, full.n, 'the work is in memory')
        page.kill()
        await page.gone()
        execFileSync('mount', ['-o', 'remount,size=600m', small])
        const again = await open_browser(engine, small)
        try {
          await again.goto(server.address)
          await opened(again, 'small', false)
          const rows = await count(again)
          assert.ok(rows >= full.n - 1, `${rows} of ${full.n - 1} saved rows`)
          assert.deepEqual(await again.call(() => book.sql('PRAGMA integrity_check')), [['ok']])
          await again.call(() => book.commit("INSERT INTO t VALUES(100000,'room')"))
        } finally {
          again.kill()
          await again.gone()
        }
      } finally {
        page.kill()
        await page.gone()
        execFileSync('umount', ['-l', small])
        rmSync(small, { recursive: true, force: true })
      }
    })

    test(
      'leaving with unsaved work asks first',
      { skip: engine === 'webkit' && 'WebDriver answers it itself' },
      async () => {
        await fresh_page(first)
        await opened(first, name(), true)
        await first.page.mouse.click(50, 50) // browsers ask only after a gesture
        const asked = []
        first.page.on('dialog', async dialog => {
          asked.push(dialog.type())
          await dialog.accept()
        })
        await first.call(sql => book.commit(sql), make)
        await first.page.goto(server.address)
        assert.deepEqual(asked, [], 'saved work does not ask')
        await first.page.waitForFunction(() => window.ready === true)
        await first.page.mouse.click(50, 50)
        await opened(first, name(), true)
        await first.call(() => {
          IDBObjectStore.prototype.put = () => {
            throw new DOMException('no', 'QuotaExceededError')
          }
          book.sql('CREATE TABLE t(n)')
          return true
        })
        await first.page.goto(server.address).catch(() => {})
        assert.deepEqual(asked, ['beforeunload'])
      },
    )
  })
}

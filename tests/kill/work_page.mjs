// The page's side of work.mjs: works that never end, and the look at what is left of them.

// Every commit n writes three rows and a running sum: half a commit cannot pass.
const schema = `CREATE TABLE IF NOT EXISTS entry(n INTEGER, part INTEGER, note BLOB,
    PRIMARY KEY(n, part));
  CREATE TABLE IF NOT EXISTS total(k INTEGER PRIMARY KEY, n INTEGER, minor INTEGER);
  INSERT OR IGNORE INTO total VALUES(1, 0, 0);`

window.work = {
  async start(kind, round) {
    const wait = ms =>
      new Promise(done => {
        setTimeout(done, ms)
      })
    const tell = note =>
      fetch(`/saved?${new URLSearchParams({ kind, round, ...note })}`, { keepalive: true })
    const last = () => Number(book.sql('SELECT n FROM total')[0][0])
    const entry = (n, size) =>
      [0, 1, 2]
        .map(part => `INSERT INTO entry VALUES(${n},${part},randomblob(${size}));`)
        .join('')
    const commit = (n, size, more = '') => `BEGIN; ${entry(n, size)} ${more}
      UPDATE total SET n = ${n}, minor = minor + ${n}; COMMIT`
    const works = {
      async commits() {
        for (let n = last() + 1; ; ++n) {
          await book.commit(commit(n, 40 + (n % 200)))
          tell({ n })
        }
      },
      async burst() {
        // many on their way at once
        for (let n = last() + 1; ;) {
          const calls = []
          for (const end = n + 40; n < end; ++n) {
            book.sql(commit(n, 60))
            const m = n
            calls.push(
              book.saved().then(done => {
                if (!done.error) tell({ n: m })
              }),
            )
          }
          await Promise.all(calls)
        }
      },
      async checkpoints() {
        book.thresholds(30000, 12)
        for (let n = last() + 1; ; ++n) {
          await book.commit(
            commit(
              n,
              900,
              `UPDATE entry SET note = randomblob(700) WHERE n = ${1 + ((n * 7) % n)};`,
            ),
          )
          tell({ n })
          if (n % 12 === 0) await wait(450) // idle: the checkpoint runs
        }
      },
      async import() {
        for (let n = last() + 1; ; ++n) {
          await book.commit(
            commit(
              n,
              10,
              `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 12000)
            INSERT INTO entry SELECT ${n}, 10 + i, randomblob(120) FROM c;
            DELETE FROM entry WHERE n < ${n - 3} AND part > 9;`,
            ),
          )
          tell({ n })
        }
      },
      async migration() {
        // a snapshot first, then the schema and every row in one transaction
        for (let n = last() + 1; ; ++n) {
          const kept = await book.snapshot(`before ${n}`)
          if (kept.error) throw new Error(kept.detail)
          await book.commit(`BEGIN; ALTER TABLE entry ADD COLUMN c${n} TEXT DEFAULT 'x${n}';
            UPDATE entry SET note = randomblob(300);
            ${entry(n, 300).replaceAll(/VALUES\(([^;]*)\);/g, `SELECT $1${',NULL'.repeat(n)};`)}
            UPDATE total SET n = ${n}, minor = minor + ${n}; COMMIT`)
          tell({ n })
        }
      },
      async passphrase() {
        let last_word = window.passphrase
        for (let n = last() + 1; ; ++n) {
          await book.commit(commit(n, 60))
          tell({ n })
          const next = `word-${round}-${n}`
          await tell({ trying: next }) // or nobody would know the word that opens the book
          const done = await book.passphrase(last_word, next)
          if (done.error) throw new Error(done.detail)
          last_word = next
          tell({ passphrase: next })
        }
      },
    }
    works[kind]().catch(error => tell({ failed: String(error) }))
  },

  async check(kind, passphrases) {
    const list = await book.list()
    const fresh = !list.entries.some(([name]) => name === kind)
    let report
    for (const passphrase of passphrases) {
      window.passphrase = passphrase
      report = await book.open(kind, fresh, passphrase)
      if (report.field !== 'passphrase') break
    }
    if (report.error) return { report }
    if (
      fresh ||
      book.sql("SELECT count(*) FROM sqlite_master WHERE name = 'total'")[0][0] === '0'
    )
      await book.commit(schema)
    const one = sql => book.sql(sql)[0]?.[0] ?? null
    return {
      report,
      word: window.passphrase,
      integrity: one('PRAGMA integrity_check'),
      n: Number(one('SELECT n FROM total')),
      minor: Number(one('SELECT minor FROM total')),
      whole: Number(
        one(
          `SELECT count(*) FROM
           (SELECT n FROM entry WHERE part < 3 GROUP BY n HAVING count(*) = 3)`,
        ),
      ),
      rows: Number(one('SELECT count(*) FROM entry WHERE part < 3')),
      imports: book.sql('SELECT n, count(*) FROM entry WHERE part > 9 GROUP BY n'),
      // three, and those that migrations added, each with its default
      columns: 3 + Number(one(`SELECT (length(sql) - length(replace(sql, 'DEFAULT', ''))) / 7
        FROM sqlite_schema WHERE name = 'entry'`)),
      snapshots: book.snapshots().length,
    }
  },
}

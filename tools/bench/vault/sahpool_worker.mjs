import init from '/peers/@sqlite.org/sqlite-wasm/dist/index.mjs'

try {
  const sqlite3 = await init({ print: () => {}, printErr: () => {} })
  const pool = await sqlite3.installOpfsSAHPoolVfs({ name: 'bench-pool' })
  const database = new pool.OpfsSAHPoolDb('/bench.db')
  database.exec('PRAGMA cache_size = -64000; PRAGMA synchronous = FULL')
  onmessage = ({ data }) => {
    try {
      postMessage({ rows: database.exec(data, { returnValue: 'resultRows' }).at(-1) })
    } catch (error) {
      postMessage({ error: String(error) })
    }
  }
  postMessage({})
} catch (error) {
  postMessage({ error: String(error) })
}

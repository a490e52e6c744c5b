import init from '/peers/@sqlite.org/sqlite-wasm/dist/index.mjs'

try {
  const sqlite3 = await init({ print: () => {}, printErr: () => {} })
  const pool = await sqlite3.installOpfsSAHPoolVfs({ name: 'bench-pool' })
  const database = new pool.OpfsSAHPoolDb('/bench.db')
  database.exec('PRAGMA cache_size = -64000; PRAGMA synchronous = FULL')
  let compiled = []
  const run = values => {
    for (const statement of compiled) {
      for (let i = 1; i <= statement.parameterCount; ++i) statement.bind(i, values[i - 1])
      statement.stepReset()
    }
  }
  const answer_to = data => {
    if (data.compile) compiled = data.compile.map(sql => database.prepare(sql))
    else if (data.values) run(data.values)
    else return database.exec(data, { returnValue: 'resultRows' }).at(-1)
  }
  onmessage = ({ data }) => {
    try {
      postMessage({ rows: answer_to(data) })
    } catch (error) {
      postMessage({ error: String(error) })
    }
  }
  postMessage({})
} catch (error) {
  postMessage({ error: String(error) })
}

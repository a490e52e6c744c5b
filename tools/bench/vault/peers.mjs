// The others, each with: run(sql), compile(), commit(n, invoice) -> ms of
// main thread, close().
import { first_answer, fill, measure_commits, schema, small_commit } from './workload.mjs'

const wait_for = request =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

// wa-sqlite with one of its own file systems over IndexedDB; synchronous = FULL is strict in both.
async function wa_sqlite(vfs_name) {
  const from = '/peers/@journeyapps/wa-sqlite'
  const { default: factory } = await import(`${from}/dist/wa-sqlite-async.mjs`)
  const api = await import(`${from}/src/sqlite-api.js`)
  const kind = await import(`${from}/src/examples/${vfs_name}.js`)
  const module = await factory()
  const sqlite = api.Factory(module)
  const vfs = await kind[vfs_name].create(`bench-${vfs_name}`, module)
  sqlite.vfs_register(vfs, true)
  const database = await sqlite.open_v2('bench')
  await sqlite.exec(database, 'PRAGMA cache_size = -64000; PRAGMA synchronous = FULL')
  const compiled = []
  return {
    run: async sql => {
      let last
      await sqlite.exec(database, sql, row => {
        last = row
      })
      return last
    },
    compile: async () => {
      const script = small_commit.join(';')
      for await (const statement of sqlite.statements(database, script, { unscoped: true }))
        compiled.push(statement)
    },
    commit: async (...values) => {
      const run = async () => {
        for (const statement of compiled) {
          const count = sqlite.bind_parameter_count(statement)
          for (let i = 1; i <= count; ++i) sqlite.bind_int(statement, i, values[i - 1])
          await sqlite.step(statement)
          await sqlite.reset(statement)
        }
      }
      const began = performance.now()
      const done = run()
      const held = performance.now() - began // what it holds later is not counted: to its favour
      await done
      return held
    },
    close: async () => {
      for (const statement of compiled.splice(0)) await sqlite.finalize(statement)
      await sqlite.close(database)
      await vfs.close()
    },
  }
}

export const peers = {
  'wa-sqlite IDBBatchAtomicVFS, strict': () => wa_sqlite('IDBBatchAtomicVFS'),
  'wa-sqlite IDBMirrorVFS, strict': () => wa_sqlite('IDBMirrorVFS'),
  async 'sqlite-wasm opfs-sahpool (worker)'() {
    const worker = new Worker('/bench/sahpool_worker.mjs', { type: 'module' })
    let answer
    worker.onmessage = event => answer(event.data)
    const ask = sql =>
      new Promise((resolve, reject) => {
        answer = data => (data.error ? reject(new Error(data.error)) : resolve(data.rows))
        worker.postMessage(sql)
      })
    await new Promise((resolve, reject) => {
      answer = data => (data.error ? reject(new Error(data.error)) : resolve())
      worker.onerror = event => reject(new Error(event.message))
    })
    return {
      run: ask,
      compile: () => ask({ compile: small_commit }),
      commit: async (...values) => {
        const began = performance.now()
        const done = ask({ values })
        const held = performance.now() - began
        await done
        return held
      },
      close: async () => {
        worker.terminate()
      },
    }
  },
}

export async function measure_peer(name, invoices, commits) {
  let peer = await peers[name]()
  await peer.run(schema)
  for (let from = 1; from <= invoices; from += 10000)
    await peer.run(fill(from, Math.min(invoices + 1, from + 10000)))
  await peer.compile()
  const result = await measure_commits(peer.commit, invoices, commits, 1)
  await peer.close()
  const began = performance.now()
  peer = await peers[name]()
  await peer.run(first_answer)
  result.open = Math.round(performance.now() - began)
  await peer.close()
  return result
}

// What no database can go below: one strict transaction of as many bytes.
export async function open_floor() {
  await wait_for(indexedDB.deleteDatabase('bench-floor'))
  const request = indexedDB.open('bench-floor', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('s')
  const database = await wait_for(request)
  let count = 0
  const put = async value => {
    const began = performance.now()
    await new Promise((resolve, reject) => {
      const transaction = database.transaction('s', 'readwrite', { durability: 'strict' })
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error)
      transaction.objectStore('s').put(value, ++count)
    })
    return performance.now() - began
  }
  return {
    put: bytes => put(crypto.getRandomValues(new Uint8Array(bytes))),
    async whole(bytes) {
      const times = []
      for (let n = 0; n < 3; ++n) times.push(await put(new Uint8Array(bytes)))
      database.close()
      return times.sort((a, b) => a - b)[1]
    },
  }
}

// Every byte that a book lies in, read plainly: all records of its database, 16 at a time.
export async function measure_read(name) {
  const began = performance.now()
  const database = await wait_for(indexedDB.open(name))
  let bytes = 0
  for (const store of database.objectStoreNames) {
    const read = () => database.transaction(store).objectStore(store)
    const keys = await wait_for(read().getAllKeys())
    for (let i = 0; i < keys.length; i += 16) {
      const last = keys[Math.min(i + 15, keys.length - 1)]
      const values = await wait_for(read().getAll(IDBKeyRange.bound(keys[i], last)))
      for (const value of values) bytes += value.byteLength ?? 0
    }
  }
  database.close()
  return { ms: performance.now() - began, bytes }
}

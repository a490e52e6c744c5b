// The others, each with: open(), run(sql), commit(sql) -> ms of main thread, close().
import { first_answer, fill, measure_commits, schema } from './workload.mjs'

const wait_for = request =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

export const peers = {
  async 'wa-sqlite IDBBatchAtomicVFS, strict'() {
    const { default: factory } = await import('/peers/wa-sqlite/dist/wa-sqlite-async.mjs')
    const api = await import('/peers/wa-sqlite/src/sqlite-api.js')
    const { IDBBatchAtomicVFS } =
      await import('/peers/wa-sqlite/src/examples/IDBBatchAtomicVFS.js')
    const sqlite = api.Factory(await factory())
    const vfs = new IDBBatchAtomicVFS('bench-wa', { durability: 'strict' })
    sqlite.vfs_register(vfs, true)
    const database = await sqlite.open_v2('bench')
    await sqlite.exec(database, 'PRAGMA cache_size = -64000; PRAGMA synchronous = FULL')
    return {
      run: async sql => {
        let last
        await sqlite.exec(database, sql, row => {
          last = row
        })
        return last
      },
      commit: async sql => {
        const began = performance.now()
        const done = sqlite.exec(database, sql)
        const held = performance.now() - began // what it holds later is not counted: to its favour
        await done
        return held
      },
      close: async () => {
        await sqlite.close(database)
        await vfs.close()
      },
    }
  },
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
      commit: async sql => {
        const began = performance.now()
        const done = ask(sql)
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
  const result = await measure_commits(peer.commit, invoices, commits, 1)
  await peer.close()
  const began = performance.now()
  peer = await peers[name]()
  await peer.run(first_answer)
  result.open = Math.round(performance.now() - began)
  await peer.close()
  return result
}

// What no database can go below: one strict transaction of as many bytes; reading so many back.
export async function measure_floor(bytes, count, file_bytes) {
  await wait_for(indexedDB.deleteDatabase('bench-floor'))
  const request = indexedDB.open('bench-floor', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('s')
  const database = await wait_for(request)
  const put = (key, value) =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction('s', 'readwrite', { durability: 'strict' })
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error)
      transaction.objectStore('s').put(value, key)
    })
  const times = []
  for (let n = 0; n < count; ++n) {
    const value = crypto.getRandomValues(new Uint8Array(bytes))
    const began = performance.now()
    await put(n, value)
    times.push(performance.now() - began)
    await new Promise(wait => {
      setTimeout(wait, 2)
    })
  }
  times.sort((a, b) => a - b)
  const whole = new Uint8Array(file_bytes)
  const whole_times = []
  for (let n = 0; n < 3; ++n) {
    const began = performance.now()
    await put('whole', whole.slice())
    whole_times.push(performance.now() - began)
  }
  const chunk = 1 << 20
  for (let n = 0; n * chunk < file_bytes; ++n)
    await put(`c${String(n).padStart(6, '0')}`, new Uint8Array(chunk).fill(n))
  const began = performance.now()
  const keys = await wait_for(
    database.transaction('s').objectStore('s').getAllKeys(IDBKeyRange.bound('c', 'd')),
  )
  for (let i = 0; i < keys.length; i += 16)
    await wait_for(
      database
        .transaction('s')
        .objectStore('s')
        .getAll(IDBKeyRange.bound(keys[i], keys[Math.min(i + 15, keys.length - 1)])),
    )
  const read = performance.now() - began
  database.close()
  return {
    p50: times[count >> 1],
    p95: times[Math.floor(count * 0.95)],
    whole: whole_times.sort((a, b) => a - b)[1],
    read,
  }
}

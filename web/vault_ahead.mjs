// Reads the book that was open last while the program is still fetched and compiled: the two take
// about as long, and need each other only at the end.
//
// What was read is one state of the database (one transaction). It counts only if the database is
// still in that state once the book is this tab's own; else all is read as if nothing had been.
const most_chunks = 256 // of 1 MiB; beyond it memory would hold a large book twice
const window_count = 32

const wait_for = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})
const same_bytes = (a, b) =>
  a?.length === b?.length && (a ?? []).every((byte, i) => byte === b[i])
const in_range = (key, first, last) => key >= first && key <= last

// What every commit, checkpoint and change of owner changes at least one of.
async function state_of(stores, names) {
  const [root, copy, owner, last, logs, chunks] = await Promise.all([
    wait_for(stores.log.get(names.root)), wait_for(stores.log.get(names.copy)),
    wait_for(stores.log.get(names.owner)),
    wait_for(stores.log.openKeyCursor(IDBKeyRange.bound('l', 'l~'), 'prev')),
    wait_for(stores.log.count()), wait_for(stores.base.count())])
  return { root, copy, owner, last: last?.key, logs, chunks }
}
const same_state = (a, b) => same_bytes(a.root, b.root) && same_bytes(a.copy, b.copy) &&
  ['owner', 'last', 'logs', 'chunks'].every(part => a[part] === b[part])

const open_stores = database => {
  const transaction = database.transaction(['base', 'log'])
  return { base: transaction.objectStore('base'), log: transaction.objectStore('log') }
}

// Of each piece of the book the newest: older ones belong to snapshots (app/store/page_format.h).
// Keys are in order, and a piece's number is as wide in each.
const newest_chunks = keys =>
  [...new Map(keys.filter(key => key[0] === 'b').map(key => [key.split('-')[0], key])).values()]

async function read_items(store, keys, items) {
  for (let i = 0; i < keys.length; i += window_count) {
    const wanted = keys.slice(i, i + window_count)
    const values = await Promise.all(wanted.map(key => wait_for(store.get(key))))
    wanted.forEach((key, n) => items.set(key, values[n]))
  }
}

// `database`: open, and nobody else's. Answers { keys(first, last), take(keys),
// still_true(token) }, or null.
export async function read_ahead(database, names) {
  try {
    const stores = open_stores(database)
    const state = await state_of(stores, names)
    const chunks = newest_chunks(await wait_for(stores.base.getAllKeys()))
    if (chunks.length > most_chunks) return null
    const items = new Map()
    for (const key of [names.root, names.copy]) {
      const value = await wait_for(stores.log.get(key))
      if (value) items.set(key, value)
    }
    for (const kind of ['s', 'l']) { // snapshots' roots, the log
      const range = IDBKeyRange.bound(kind, `${kind}~`)
      const [keys, values] = await Promise.all([wait_for(stores.log.getAllKeys(range)),
        wait_for(stores.log.getAll(range))])
      keys.forEach((key, i) => items.set(key, values[i]))
    }
    await read_items(stores.base, chunks, items)
    return {
      // Each once, so that memory is given back; what is not here is still to be read.
      take(keys) {
        const found = []
        for (const key of keys) {
          if (!items.has(key)) continue
          found.push({ key, bytes: items.get(key) })
          items.delete(key)
        }
        return found
      },
      keys: (first, last) => [...items.keys()].filter(key => in_range(key, first, last)).sort(),
      // Our own claim to the book is the one difference that may be.
      async still_true(token) {
        const now = await state_of(open_stores(database), names)
        return same_state(state, now.owner === token ? { ...now, owner: state.owner } : now)
      },
    }
  } catch (error) {
    console.info('nothing was read ahead:', error?.message ?? error)
    return null
  }
}

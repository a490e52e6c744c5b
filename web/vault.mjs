// The vault in the browser: one IndexedDB database per book, named byte values in two stores
// ("base" for the large chunks, "log" for everything else, so that a commit does not wait behind a
// chunk). Its version is 1 for ever; the format is inside the values.
//
//   const vault = await open_vault(name, { create, passphrase, stretch })
//   await vault.put(items, gone)      one strict transaction; resolves after its complete event
//
// Everything rejects with a VaultError whose status is a word of platform/vault.h.
import { read_ahead } from './vault_ahead.mjs'
import { begin_new_log, log_is_lost } from './vault_log.mjs'
import { make_seal, open_seal, rewrap_seal } from './vault_seal.mjs'
import { create_tabs } from './vault_tabs.mjs'

const prefix = 'huikuan-book-'
const catalogue_name = 'huikuan-catalogue'
const open_patience_ms = 8000
const window_items = 16 // of large values, read together
const range_bytes = 16 << 20 // about so much of a range at a time; its values are of any size
const owner_key = '!owner'
const seal_key = 'k'
const ahead_keys = { root: 'a', copy: 'a2', owner: owner_key }

export class VaultError extends Error {
  constructor(status, detail = '') {
    super(`${status}${detail ? `: ${detail}` : ''}`)
    this.status = status
    this.detail = String(detail)
  }
}

// WebKit says a full disk by an abort without any error.
function as_vault_error(error) {
  if (error instanceof VaultError) return error
  if (!error) return new VaultError('full', 'the transaction was aborted without a reason')
  const full = error.name === 'QuotaExceededError'
  const refused = error.name === 'SecurityError' || error.name === 'NotAllowedError'
  return new VaultError(
    full ? 'full' : refused ? 'unavailable' : 'failed',
    `${error.name} ${error.message ?? ''}`.trim(),
  )
}

const store_of = key => (key[0] === 'b' ? 'base' : 'log')

function wait_for(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(as_vault_error(request.error))
  })
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.why ?? as_vault_error(transaction.error))
  })
}

function has_storage() {
  if (typeof indexedDB !== 'undefined' && indexedDB) return
  throw new VaultError('unavailable', 'this browser gives no IndexedDB')
}

// `looks`: nothing is written through it, unless begin_new_log() came before.
async function open_database(name, how) {
  has_storage()
  if (!how.looks) await begin_new_log()
  return request_database(name, how)
}

function request_database(name, { create, stores }) {
  return new Promise((resolve, reject) => {
    let fresh = false
    let over = false
    const end = (act, value) => {
      if (over) return
      over = true
      clearTimeout(timer)
      act(value)
    }
    const timer = setTimeout(
      () => end(reject, new VaultError('blocked', 'no answer')),
      open_patience_ms,
    )
    let request
    try {
      request = indexedDB.open(name, 1)
    } catch (error) {
      return end(reject, new VaultError('unavailable', error.message))
    }
    request.onupgradeneeded = () => {
      fresh = true
      if (!create) return request.transaction.abort() // nothing is left behind
      for (const store of stores) request.result.createObjectStore(store)
    }
    request.onblocked = () => end(reject, new VaultError('blocked', 'another tab holds it'))
    request.onsuccess = () => {
      if (over) request.result.close()
      else end(resolve, { database: request.result, fresh })
    }
    request.onerror = event => {
      event.preventDefault()
      if (fresh && !create) return end(reject, new VaultError('missing'))
      const gone = request.error?.name === 'InvalidStateError'
      end(
        reject,
        gone
          ? new VaultError('unavailable', request.error.message)
          : as_vault_error(request.error ?? new Error('open failed')),
      )
    }
  })
}

const book_stores = { stores: ['base', 'log'] }

// Always over both stores, so that one writing waits for the other. Chromium keeps of each writing
// what it takes to undo it, and the locks it held; after a kill it takes those locks again, all of
// them for itself alone, and two writings in one database share the lock of its name. It then calls
// what it has corrupt ("Invalid locks on disk") and deletes all that the origin keeps.
const write_transaction = database =>
  database.transaction(book_stores.stores, 'readwrite', { durability: 'strict' })

class Vault {
  constructor(name, database, seal, header) {
    this.name = name
    this.seal = seal
    this.header = header // of the seal: written again should the database be deleted under us
    this.token = crypto.randomUUID?.() ?? String(Math.random())
    this.staged = Promise.resolve()
    this.ahead = null // what was read before the program was there
    this.in_flight = 0
    this.on_news = () => {}
    this.attach(database)
  }

  attach(database) {
    this.database = database
    const gone = () => {
      if (this.database !== database) return
      database.close()
      this.database = null
      this.on_news('gone')
    }
    database.onversionchange = gone // another tab deletes the book; it must not wait for us
    database.onclose = () => {
      log_is_lost()
      gone()
    }
  }

  get owner() {
    return this.tabs.owner
  }
  get sealed() {
    return this.seal !== null
  }

  // The right to write is a token inside the database: a tab that was frozen while another took
  // the book over finds another token and cannot write one byte, whenever it wakes.
  async take_fence() {
    const transaction = write_transaction(this.database)
    for (const store of book_stores.stores) {
      transaction.objectStore(store).put(this.token, owner_key)
    }
    await finished(transaction)
  }

  // First what is gone, then what is put, all or nothing.
  put(items, gone = []) {
    if (!this.owner) return Promise.reject(new VaultError('locked', 'another tab owns the book'))
    this.ahead = null
    ++this.in_flight
    const done = this.write(items, gone)
    const settle = () => {
      --this.in_flight
    }
    done.then(settle, settle)
    return done
  }

  async write(items, gone) {
    if (this.closed) throw new VaultError('failed', 'the book is closed')
    if (!this.database) await this.reopen()
    if (this.seal) {
      // in the order of the calls, however long the encryption of each takes
      const before = this.staged
      const sealed = Promise.all(
        items.map(async item => ({
          key: item.key,
          bytes: await this.seal.encrypt(item.key, item.bytes),
        })),
      )
      this.staged = Promise.all([sealed, before]).then(
        () => {},
        () => {},
      )
      const ready = await sealed
      await before
      items = ready
    }
    await this.transact(items, gone)
    this.tabs.announce()
  }

  async transact(items, gone) {
    const names = new Set([
      ...items.map(item => store_of(item.key)),
      ...gone.map(range => store_of(range[0])),
    ])
    let transaction
    try {
      transaction = write_transaction(this.database)
    } catch (error) {
      // the connection closed without a word
      this.database = null
      throw new VaultError('failed', error.message)
    }
    const end = finished(transaction)
    for (const name of names) {
      const fence = transaction.objectStore(name).get(owner_key)
      fence.onsuccess = () => {
        if (fence.result === this.token) return
        transaction.why = new VaultError('locked', 'another tab took the book over')
        this.tabs.lost()
        transaction.abort()
      }
    }
    try {
      for (const [first, last] of gone)
        transaction.objectStore(store_of(first)).delete(IDBKeyRange.bound(first, last))
      for (const { key, bytes } of items) transaction.objectStore(store_of(key)).put(bytes, key)
    } catch (error) {
      transaction.why = as_vault_error(error)
      transaction.abort()
    }
    await end
  }

  // After the database was closed under us. Deleted: an empty one takes its place and `vanished`
  // says so; the caller then writes the whole book.
  async reopen() {
    const { database } = await open_database(prefix + this.name, { create: true, ...book_stores })
    const token = await wait_for(database.transaction('log').objectStore('log').get(owner_key))
    this.attach(database)
    if (token === this.token) return
    if (token !== undefined) {
      this.tabs.lost()
      throw new VaultError('locked', 'another tab took the book over')
    }
    await this.take_fence()
    if (this.header) {
      const transaction = write_transaction(database)
      transaction.objectStore('log').put(this.header, seal_key)
      await finished(transaction)
    }
    throw new VaultError('vanished', 'the database was deleted')
  }

  // The book may be closed between two steps of a reading.
  read_transaction(stores) {
    if (!this.database) throw new VaultError('failed', 'the book is closed')
    return this.database.transaction(stores)
  }

  async readable() {
    if (this.closed) throw new VaultError('failed', 'the book is closed')
    if (this.database) return
    const { database } = await open_database(prefix + this.name, { create: false })
    this.attach(database)
  }

  async deliver(found, on_batch) {
    if (found.length === 0) return
    if (this.seal) {
      found = await Promise.all(
        found.map(async ({ key, bytes }) => ({
          key,
          bytes: await this.seal.decrypt(key, bytes).catch(() => new Uint8Array(0)),
        })),
      )
    }
    on_batch(found)
  }

  // In the order asked, after what was read ahead; two windows are on their way at a time.
  async get(keys, on_batch) {
    await this.readable()
    if (this.ahead) {
      const found = this.ahead.take(keys)
      const here = new Set(found.map(item => item.key))
      keys = keys.filter(key => !here.has(key))
      await this.deliver(found, on_batch)
    }
    const windows = []
    for (let i = 0; i < keys.length; i += window_items)
      windows.push(keys.slice(i, i + window_items))
    const read = async wanted => {
      if (wanted === undefined) return []
      const transaction = this.read_transaction(['base', 'log'])
      const values = await Promise.all(
        wanted.map(key => wait_for(transaction.objectStore(store_of(key)).get(key))),
      )
      return wanted
        .map((key, i) => ({ key, bytes: values[i] }))
        .filter(item => item.bytes !== undefined)
    }
    let next = read(windows[0])
    for (let i = 0; i < windows.length; ++i) {
      const now = next
      const found = ((next = read(windows[i + 1])), await now)
      await this.deliver(found, on_batch)
    }
    await next
  }

  async keys(first, last) {
    await this.readable()
    const transaction = this.read_transaction(['base', 'log'])
    const range = IDBKeyRange.bound(first, last)
    const found = await Promise.all(
      ['base', 'log'].map(store => wait_for(transaction.objectStore(store).getAllKeys(range))),
    )
    return found.flat().sort()
  }

  async get_range(first, last, on_batch) {
    await this.readable()
    if (this.ahead) {
      const found = this.ahead.take(this.ahead.keys(first, last))
      if (store_of(first) === 'log' && first[0] === 'l') this.ahead = null // the end of a reading
      return this.deliver(found, on_batch)
    }
    const store = store_of(first)
    for (let from = first, open = false, count = 64; ;) {
      const range = IDBKeyRange.bound(from, last, open, false)
      const objects = this.read_transaction(store).objectStore(store)
      const [keys, values] = await Promise.all([
        wait_for(objects.getAllKeys(range, count)),
        wait_for(objects.getAll(range, count)),
      ])
      await this.deliver(
        keys.map((key, i) => ({ key, bytes: values[i] })),
        on_batch,
      )
      if (keys.length < count) return
      const bytes = values.reduce((sum, value) => sum + value.length, 0)
      count = Math.max(16, Math.min(4096, Math.round(count * Math.min(16, range_bytes / bytes))))
      from = keys.at(-1)
      open = true
    }
  }

  async change_passphrase(old_one, new_one, stretch) {
    // An empty one would wrap the key under nothing, and a book without a seal has no key to wrap.
    if (!this.header || !new_one) throw new VaultError('passphrase', 'empty')
    if (!this.owner) throw new VaultError('locked', 'another tab owns the book')
    const header = await rewrap_seal(this.header, old_one, new_one, stretch)
    if (!header) throw new VaultError('passphrase', 'wrong')
    await this.transact([{ key: seal_key, bytes: header }], [])
    this.header = header
  }

  close() {
    this.closed = true // whoever still waits for an answer must not open it again
    this.seal = null
    this.tabs.close()
    this.database?.close()
    this.database = null
  }
}

// A value that was encrypted says so in its first byte; one of an unsealed book begins with 'H'.
async function looks_sealed(database) {
  const root = await wait_for(database.transaction('log').objectStore('log').get('a'))
  return root instanceof Uint8Array && root[0] === 0x45
}

// The books of this browser, and the one that was open last, read while the program is fetched:
// for one listing and one opening.
let early = null
let early_list = null

// `name`: none where no book was open.
export function begin_ahead(name) {
  const read = name ? read_early(name) : Promise.resolve()
  early_list = look_for_vaults()
  early_list.catch(() => {}) // whoever asks for the list hears of it
  if (typeof indexedDB !== 'undefined' && indexedDB) begin_new_log()
  return read
}

function read_early(name) {
  const entry = { name, gone: false }
  const opened = open_database(prefix + name, { create: false, looks: true })
  entry.ready = opened.then(async ({ database }) => {
    entry.database = database
    database.onversionchange = database.onclose = () => {
      entry.gone = true
      database.close()
    }
    const sealed = await wait_for(database.transaction('log').objectStore('log').get(seal_key))
    if (sealed === undefined) entry.read = await read_ahead(database, ahead_keys)
  }).catch(() => {
    entry.gone = true
  })
  early = entry
  return entry.ready
}

async function take_early(name) {
  const entry = early
  early = null
  await entry?.ready
  if (entry?.name === name && !entry.gone) return entry
  entry?.database?.close()
  return null
}

export async function open_vault(name, { create = false, passphrase = '', stretch } = {}) {
  const before = await take_early(name)
  const { database, fresh = false } =
    before ?? (await open_database(prefix + name, { create, ...book_stores }))
  try {
    await begin_new_log()
    if (create && !fresh) throw new VaultError('exists')
    let seal = null
    let header = null
    if (create && passphrase) {
      ;({ seal, header } = await make_seal(passphrase, stretch))
      const transaction = write_transaction(database)
      transaction.objectStore('log').put(header, seal_key)
      await finished(transaction)
    } else if (!create) {
      header =
        (await wait_for(database.transaction('log').objectStore('log').get(seal_key))) ?? null
      if (header) {
        if (!passphrase) throw new VaultError('passphrase', 'needed')
        seal = await open_seal(header, passphrase, stretch)
        if (!seal) throw new VaultError('passphrase', 'wrong')
      } else if (await looks_sealed(database)) {
        throw new VaultError('unreadable', 'the key of this book is lost')
      }
    }
    const vault = new Vault(name, database, seal, header)
    vault.tabs = create_tabs(`${prefix}${name}`, vault)
    await vault.tabs.start()
    if (before?.read && vault.owner && (await before.read.still_true(vault.token))) {
      vault.ahead = before.read
    }
    const noted = note_in_catalogue(name, { sealed: vault.sealed, opened_ms: Date.now() }).catch(
      () => {},
    )
    if (create) await noted // opening does not wait for it
    return vault
  } catch (error) {
    database.close()
    throw as_vault_error(error)
  }
}

// --- the catalogue: what a person called their books. The databases themselves are the truth.

async function with_catalogue(mode, act, how = { create: true, stores: ['books'] }) {
  const { database } = await open_database(catalogue_name, how)
  try {
    const transaction = database.transaction('books', mode)
    const end = finished(transaction)
    const answer = act(transaction.objectStore('books'))
    const value = answer instanceof IDBRequest ? await wait_for(answer) : undefined
    await end
    return value
  } finally {
    database.close()
  }
}

export function note_in_catalogue(name, change) {
  return with_catalogue('readwrite', books => {
    const request = books.get(name)
    request.onsuccess = () => books.put({ ...request.result, ...change, name }, name)
  })
}

// Half a copy, and the original of a whole one (see vault_reseal.mjs), are no books: they go as
// soon as nobody holds them.
function clear_away(name) {
  if (!navigator.locks) return
  navigator.locks
    .request(prefix + name, { ifAvailable: true }, lock => lock && delete_vault(name))
    .catch(() => {})
}

export async function list_vaults() {
  const early_one = early_list
  early_list = null
  return early_one ?? look_for_vaults()
}

async function look_for_vaults() {
  has_storage()
  const refused = error => { throw as_vault_error(error) }
  const known = indexedDB.databases &&
    (await indexedDB.databases().catch(refused))
      .filter(found => found.version > 0) // WebKit lists one whose creation was aborted
      .map(found => found.name)
  const all_noted = books => books.getAll()
  const entries = !known ? await with_catalogue('readonly', all_noted)
    : known.includes(catalogue_name)
      ? await with_catalogue('readonly', all_noted, { create: false, looks: true })
      : []
  const noted = new Map(entries.map(entry => [entry.name, entry]))
  const names = !known ? [...noted.keys()]
    : known.filter(found => found.startsWith(prefix)).map(found => found.slice(prefix.length))
  const books = []
  for (const name of names.sort()) {
    const { copy_of, replaced, ...entry } = noted.get(name) ?? {}
    if (copy_of || replaced) clear_away(name)
    else books.push({ label: '', sealed: false, opened_ms: 0, ...entry, name })
  }
  return books
}

// From one moment to the next the copy is the book and the original is not.
export function replace_in_catalogue(name, new_name) {
  return with_catalogue('readwrite', books => {
    const request = books.get(name)
    request.onsuccess = () => {
      const old = request.result ?? {}
      const copy = books.get(new_name)
      copy.onsuccess = () => {
        const { copy_of, ...fresh } = copy.result
        books.put({ ...fresh, label: old.label ?? '' }, new_name)
        books.put({ ...old, name, replaced: new_name }, name)
      }
    }
  })
}

export const label_vault = (name, label) => note_in_catalogue(name, { label })

export async function delete_vault(name) {
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(prefix + name)
    const timer = setTimeout(
      () => reject(new VaultError('blocked', 'another tab holds it')),
      3000,
    )
    request.onsuccess = () => {
      clearTimeout(timer)
      resolve()
    }
    request.onerror = () => {
      clearTimeout(timer)
      reject(as_vault_error(request.error))
    }
  })
  await with_catalogue('readwrite', books => books.delete(name))
}

// --- storage

export async function storage_state() {
  const estimate = await navigator.storage?.estimate?.().catch(() => null)
  const persistent = await navigator.storage?.persisted?.().catch(() => false)
  return {
    used: estimate?.usage ?? -1,
    quota: estimate?.quota ?? -1,
    persistent: persistent === true,
  }
}

// Firefox may never answer while its question stands; the wait ends, the question may still be
// answered later.
export function ask_persistence(patience_ms = 4000) {
  const asked = navigator.storage?.persist?.() ?? Promise.resolve(false)
  const patience = new Promise(resolve => {
    setTimeout(() => resolve(false), patience_ms)
  })
  return Promise.race([asked.catch(() => false), patience])
}

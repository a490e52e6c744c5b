// Putting a seal on a book that has none, or taking it off: the book is copied, value by value,
// into a new vault with the new passphrase (or none), read back and compared, and only then takes
// the place of the old one, which is deleted. Broken off anywhere, the old book is as it was, or
// the new one is whole: the catalogue says which of them counts, in one transaction.
import {
  delete_vault,
  note_in_catalogue,
  open_vault,
  replace_in_catalogue,
  VaultError,
} from './vault.mjs'

const window_bytes = 8 << 20
const window_items = 256

// What SQLite's pages and the keeper's roots are kept under; not the fence, not the seal's header.
const is_content = key => /^[abglqs]/.test(key)

async function read(vault, keys) {
  const found = new Map()
  await vault.get(keys, items => {
    for (const { key, bytes } of items) found.set(key, bytes)
  })
  for (const key of keys) {
    if (!found.get(key)?.length) throw new VaultError('unreadable', key)
  }
  return found
}

const equal = (left, right) =>
  left.length === right.length && left.every((byte, at) => byte === right[at])

// Windows of keys of about so many bytes, by what the values before them weighed.
async function copy(from, to, keys, tell) {
  for (let at = 0, count = 16; at < keys.length;) {
    const window = keys.slice(at, at + count)
    const values = await read(from, window)
    await to.put([...values].map(([key, bytes]) => ({ key, bytes })))
    const written = await read(to, window)
    let bytes = 1
    for (const [key, value] of values) {
      if (!equal(value, written.get(key))) throw new VaultError('failed', `${key} differs`)
      bytes += value.length
    }
    at += window.length
    tell(at, keys.length)
    count = Math.round((window.length * window_bytes) / bytes)
    count = Math.max(1, Math.min(window_items, count))
  }
}

// Rejects with status "passphrase" where `old_one` is wrong: nothing is unsealed without it.
export async function reseal_vault(name, new_name, old_one, new_one, stretch, tell = () => {}) {
  const from = await open_vault(name, { passphrase: old_one, stretch })
  let to = null
  try {
    if (!from.owner) throw new VaultError('locked', 'another tab owns the book')
    await note_in_catalogue(new_name, { copy_of: name })
    to = await open_vault(new_name, { create: true, passphrase: new_one, stretch })
    if (to.sealed !== (new_one !== '')) throw new VaultError('failed', 'the seal is not on')
    const keys = (await from.keys('a', 'z')).filter(is_content)
    await copy(from, to, keys, tell)
    const there = (await to.keys('a', 'z')).filter(is_content)
    if (there.join() !== keys.join()) throw new VaultError('failed', 'the copy is not whole')
    await replace_in_catalogue(name, new_name)
  } catch (error) {
    to?.close()
    await delete_vault(new_name).catch(() => {})
    throw error
  } finally {
    from.close()
  }
  to.close()
  await delete_vault(name).catch(() => {}) // else list_vaults clears it away
}

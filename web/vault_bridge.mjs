// Joins the vaults of vault.mjs with the program (app/platform/vault_web.cpp): requests have
// numbers, answers call back, and a frame is asked for after each.
import { create_idle_watch } from './idle.mjs'
import { reseal_vault } from './vault_reseal.mjs'
import * as vaults from './vault.mjs'

const statuses = [
  'ok',
  'full',
  'blocked',
  'vanished',
  'locked',
  'unavailable',
  'failed',
  'passphrase',
  'missing',
  'exists',
  'unreadable',
]
const news_kinds = ['written', 'owner', 'reader', 'gone', 'hidden']

export function create_vaults(module, wake) {
  const open = new Map()
  let last = 0
  let staged = []
  let staged_gone = []

  const status_of = error => {
    const found = statuses.indexOf(error?.status)
    if (found < 0) console.error(error)
    return found < 0 ? statuses.indexOf('failed') : found
  }
  const with_text = (text, call) => {
    const at = module.stringToNewUTF8(text)
    try {
      return call(at)
    } finally {
      module._free(at)
    }
  }
  const done = (request, promise) =>
    promise
      .then(
        () => with_text('', detail => module._hk_vault_done(request, 0, detail)),
        error =>
          with_text(error.detail ?? String(error), detail =>
            module._hk_vault_done(request, status_of(error), detail),
          ),
      )
      .finally(wake)

  const give = (request, items) => {
    for (const { key, bytes } of items) {
      const at = module._malloc(bytes.length)
      if (at === 0 && bytes.length > 0) throw new Error('no memory for what was read')
      module.HEAPU8.set(bytes, at)
      with_text(key, name => module._hk_vault_item(request, name, at, bytes.length))
      module._free(at)
    }
    module._hk_vault_batch(request, 0)
  }
  const stream = (request, promise) =>
    promise
      .then(
        () => module._hk_vault_batch(request, 0),
        error => module._hk_vault_batch(request, status_of(error)),
      )
      .finally(wake)

  function stretch(secret, salt, ops, memory) {
    const at = module._malloc(secret.length + salt.length + 32)
    if (at === 0) return null
    module.HEAPU8.set(secret, at)
    module.HEAPU8.set(salt, at + secret.length)
    const out = at + secret.length + salt.length
    const good = module._hk_stretch(at, secret.length, at + secret.length, ops, memory, out) === 1
    const key = good ? module.HEAPU8.slice(out, out + 32) : null
    module.HEAPU8.fill(0, at, out + 32)
    module._free(at)
    return key
  }

  let unsaved = false
  window.addEventListener('beforeunload', event => {
    if (!unsaved) return
    event.preventDefault()
    event.returnValue = ''
  })

  return {
    open(request, name, create, passphrase) {
      vaults
        .open_vault(name, { create, passphrase, stretch })
        .then(
          vault => {
            const handle = ++last
            open.set(handle, vault)
            vault.on_news = kind => {
              module._hk_vault_news(handle, news_kinds.indexOf(kind), vault.owner ? 1 : 0)
              wake()
            }
            module._hk_vault_opened(request, 0, handle, vault.owner ? 1 : 0, vault.sealed ? 1 : 0)
          },
          error => module._hk_vault_opened(request, status_of(error), 0, 0, 0),
        )
        .finally(wake)
    },
    close(handle) {
      open.get(handle)?.close()
      open.delete(handle)
    },
    stage(key, bytes) {
      staged.push({ key, bytes })
    },
    stage_gone(first, end) {
      staged_gone.push([first, end])
    },
    put(handle, request) {
      const items = staged
      const gone = staged_gone
      staged = []
      staged_gone = []
      done(request, open.get(handle).put(items, gone))
    },
    get(handle, request, keys) {
      stream(
        request,
        open.get(handle).get(keys, items => give(request, items)),
      )
    },
    get_range(handle, request, first, end) {
      stream(
        request,
        open.get(handle).get_range(first, end, items => give(request, items)),
      )
    },
    keys(handle, request, first, end) {
      open
        .get(handle)
        .keys(first, end)
        .then(
          found => {
            for (const key of found) with_text(key, name => module._hk_vault_key(request, name))
            module._hk_vault_keys(request, 0)
          },
          error => module._hk_vault_keys(request, status_of(error)),
        )
        .finally(wake)
    },
    take_over(handle, request) {
      done(request, open.get(handle).tabs.take_over())
    },
    change_passphrase(handle, request, old_one, new_one) {
      done(request, open.get(handle).change_passphrase(old_one, new_one, stretch))
    },
    list(request) {
      vaults
        .list_vaults()
        .then(
          entries => {
            for (const entry of entries) {
              with_text(entry.name, name =>
                with_text(entry.label, label =>
                  module._hk_vault_entry(
                    request,
                    name,
                    label,
                    entry.sealed ? 1 : 0,
                    entry.opened_ms,
                  ),
                ),
              )
            }
            module._hk_vault_list(request, 0)
          },
          error => module._hk_vault_list(request, status_of(error)),
        )
        .finally(wake)
    },
    reseal(request, name, new_name, old_one, new_one) {
      const tell = (done, of) => {
        module._hk_vault_progress(request, Math.floor((done * 1000) / of))
        wake()
      }
      done(request, reseal_vault(name, new_name, old_one, new_one, stretch, tell))
    },
    label(request, name, label) {
      done(request, vaults.label_vault(name, label))
    },
    remove(request, name) {
      done(request, vaults.delete_vault(name))
    },
    storage(request) {
      vaults
        .storage_state()
        .then(state =>
          module._hk_storage(request, state.used, state.quota, state.persistent ? 1 : 0),
        )
        .finally(wake)
    },
    persist(request) {
      vaults
        .ask_persistence()
        .then(granted => module._hk_persistence(request, granted ? 1 : 0))
        .finally(wake)
    },
    warn(yes) {
      unsaved = yes
    },
    watch_idle: create_idle_watch(() => {
      module._hk_idle()
      wake()
    }),
  }
}

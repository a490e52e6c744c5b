// Files that come (picker, drop) and go (download), foreign text, and settings of this device.
import { smaller_picture, where_it_is } from './senses.mjs'
import { make_workbook, sheet_type } from './sheets.mjs'

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'big5', 'windows-1252']
const piece_bytes = 4 << 20 // a Blob of this size may leave memory for the disk
const tail_bytes = 64 << 10

export function create_files(module, root, frames) {
  const files = new Map()
  const outgoing = new Map()
  const decoders = new Map()
  let last = 0
  let listening = false

  function with_text(text, call) {
    const at = module.stringToNewUTF8(text)
    try {
      return call(at)
    } finally {
      module._free(at)
    }
  }

  function keep(file) {
    files.set(++last, file)
    return last
  }

  function take(list) {
    const taken = [...list]
    taken.forEach((file, index) => with_text(file.name, name =>
      module._hk_file_dropped(keep(file), name, file.size, index + 1 === taken.length ? 1 : 0)))
    if (taken.length > 0) frames.settle()
  }

  // A file dropped anywhere never replaces the page.
  const has_files = event => [...(event.dataTransfer?.types ?? [])].includes('Files')
  for (const kind of ['dragenter', 'dragover']) {
    window.addEventListener(kind, event => {
      if (!has_files(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = listening ? 'copy' : 'none'
      root.classList.toggle('dropping', listening)
    })
  }
  window.addEventListener('dragleave', event => {
    if (!event.relatedTarget) root.classList.remove('dropping')
  })
  window.addEventListener('drop', event => {
    root.classList.remove('dropping')
    if (!has_files(event)) return
    event.preventDefault()
    if (listening) take(event.dataTransfer.files)
  })

  return {
    pick(token, accept) {
      const input = document.createElement('input')
      input.type = 'file'
      input.accept = accept
      const answer = file => {
        if (file) {
          with_text(file.name, name => module._hk_file_picked(token, keep(file), name, file.size))
        } else {
          with_text('', name => module._hk_file_picked(token, 0, name, 0))
        }
        frames.settle()
      }
      input.addEventListener('change', () => answer(input.files[0]), { once: true })
      input.addEventListener('cancel', () => answer(null), { once: true })
      input.click()
    },

    // Several files, or (longest > 0) a picture from the camera that is made smaller.
    choose(token, accept, many, longest) {
      const input = document.createElement('input')
      input.type = 'file'
      input.accept = accept
      input.multiple = many
      if (longest > 0) input.capture = 'environment'
      const answer = async list => {
        const chosen = longest > 0
          ? await Promise.all(list.map(file => smaller_picture(file, longest))) : list
        if (chosen.length === 0) module._hk_files_chosen(token, 0, 0, 0, 1)
        chosen.forEach((file, at) => with_text(file.name, name => module._hk_files_chosen(
          token, keep(file), name, file.size, at + 1 === chosen.length ? 1 : 0)))
        frames.settle()
      }
      input.addEventListener('change', () => answer([...input.files]), { once: true })
      input.addEventListener('cancel', () => answer([]), { once: true })
      input.click()
    },

    async position(token) {
      const place = await where_it_is()
      with_text(place, at => module._hk_position(token, at))
      frames.settle()
    },

    async ask_to_remind(token) {
      module._hk_may_remind(token, await module.host.reminders.ask())
      frames.settle()
    },

    listen() { listening = true },

    async read(file, offset, length, token) {
      let bytes = null
      try {
        const blob = files.get(file).slice(offset, offset + length)
        bytes = new Uint8Array(await blob.arrayBuffer())
      } catch { /* moved, changed or deleted since it was chosen */ }
      if (bytes) {
        const at = module._malloc(Math.max(1, bytes.length))
        module.HEAPU8.set(bytes, at)
        module._hk_file_read(token, at, bytes.length)
        module._free(at)
      } else {
        module._hk_file_read(token, 0, 0)
      }
      frames.request()
    },

    release(file) { files.delete(file) },

    // --- files that leave
    open(name, type) {
      outgoing.set(++last, { name, type, pieces: [], fresh: [], fresh_bytes: 0 })
      return last
    },
    write(handle, bytes) {
      const file = outgoing.get(handle)
      if (!file) return false
      file.fresh.push(bytes)
      file.fresh_bytes += bytes.length
      if (file.fresh_bytes >= piece_bytes) {
        file.pieces.push(new Blob(file.fresh))
        file.fresh = []
        file.fresh_bytes = 0
      }
      return true
    },
    finish(handle) {
      const file = outgoing.get(handle)
      if (!file) return false
      outgoing.delete(handle)
      const blob = new Blob([...file.pieces, ...file.fresh], { type: file.type })
      if (file.type === sheet_type) {
        make_workbook(blob, file.name.replace(/(-\d{4}-\d\d-\d\d)?\.xlsx$/, ''))
          .then(workbook => hand_over(workbook, file.name))
          .catch(error => console.error('the workbook could not be made:', error))
      } else {
        hand_over(blob, file.name)
      }
      return true
    },
    abandon(handle) { outgoing.delete(handle) },

    // --- foreign text
    open_text(encoding) {
      if (!encodings.includes(encoding)) return 0
      const decoder = new TextDecoder(encoding, { fatal: true })
      decoders.set(++last, { encoding, decoder, tail: new Uint8Array(0), tail_at: 0 })
      return last
    },
    decode_text(handle, bytes, is_last) {
      const state = decoders.get(handle)
      try {
        const text = state.decoder.decode(bytes, { stream: !is_last })
        remember_tail(state, bytes)
        return { text: new TextEncoder().encode(text), bad_offset: 0 }
      } catch {
        return { text: null, bad_offset: find_bad(state, bytes, is_last) }
      }
    },
    close_text(handle) { decoders.delete(handle) },
  }
}

function hand_over(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

function joined(a, b) {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

// The decoder does not say where it failed, nor what it holds of a character that was cut. So the
// bytes since a line break are remembered: a line break is never part of another character.
function remember_tail(state, bytes) {
  const wide = state.encoding.startsWith('utf-16')
  const all = joined(state.tail, bytes)
  let from = Math.max(0, all.length - tail_bytes)
  if (wide) {
    from += (state.tail_at + from) % 2
  } else {
    const line = all.lastIndexOf(10)
    if (line >= 0) from = Math.max(from, line + 1)
  }
  state.tail_at += from
  state.tail = all.slice(from)
}

function find_bad(state, bytes, is_last) {
  const all = joined(state.tail, bytes)
  const fails = length => {
    try {
      new TextDecoder(state.encoding, { fatal: true })
        .decode(all.subarray(0, length), { stream: !(is_last && length === all.length) })
      return false
    } catch {
      return true
    }
  }
  let good = 0
  let bad = all.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (fails(middle)) bad = middle
    else good = middle
  }
  return state.tail_at + good
}

// Small values by name; where the browser keeps nothing, for as long as the page lives.
export function create_settings() {
  const memory = new Map()
  const prefix = 'huikuan.'
  return {
    get(key) {
      try {
        return localStorage.getItem(prefix + key) ?? memory.get(key) ?? null
      } catch {
        return memory.get(key) ?? null
      }
    },
    set(key, value) {
      memory.set(key, value)
      try {
        localStorage.setItem(prefix + key, value)
      } catch { /* private mode, or full */ }
    },
  }
}

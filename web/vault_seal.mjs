// The seal of a book: AES-256-GCM on every value, each with its own nonce and with its key (which
// says index and commit) as associated data, so that values can neither be read, changed nor
// exchanged for each other. The key is random and never leaves WebCrypto; the passphrase only wraps
// it: Argon2id (libsodium, in the program) where it is at hand, else PBKDF2 at OWASP's count.
//
// A kept value: 'E', 12 bytes of nonce, ciphertext with its tag.
// The header (key "k"): JSON of how the passphrase is stretched and of the wrapped key.
const mark = 0x45
const nonce_bytes = 12
const pbkdf2_rounds = 600_000 // OWASP, PBKDF2-HMAC-SHA256
const argon = { name: 'argon2id13', ops: 3, memory: 64 << 20 }
const utf8 = new TextEncoder()

const to_hex = bytes => Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
const from_hex = text => Uint8Array.from(text.match(/../g) ?? [], pair => parseInt(pair, 16))
const random = count => crypto.getRandomValues(new Uint8Array(count))

// stretch(passphrase bytes, salt, ops, memory) answers 32 bytes, or null: not enough memory.
async function wrapping_key(passphrase, how, stretch) {
  const secret = utf8.encode(passphrase.normalize('NFC'))
  const salt = from_hex(how.salt)
  if (how.kdf === argon.name) {
    const bytes = stretch?.(secret, salt, how.ops, how.memory)
    if (!bytes) return null
    const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [
      'wrapKey',
      'unwrapKey',
    ])
    bytes.fill(0)
    return key
  }
  const base = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: how.rounds },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['wrapKey', 'unwrapKey'],
  )
}

async function wrap(data_key, passphrase, stretch) {
  let how = {
    format: 1,
    kdf: argon.name,
    ops: argon.ops,
    memory: argon.memory,
    salt: to_hex(random(16)),
  }
  let by = await wrapping_key(passphrase, how, stretch)
  if (!by) {
    how = { format: 1, kdf: 'pbkdf2-sha256', rounds: pbkdf2_rounds, salt: to_hex(random(16)) }
    by = await wrapping_key(passphrase, how, stretch)
  }
  const iv = random(nonce_bytes)
  const wrapped = await crypto.subtle.wrapKey('raw', data_key, by, { name: 'AES-GCM', iv })
  return utf8.encode(
    JSON.stringify({ ...how, iv: to_hex(iv), key: to_hex(new Uint8Array(wrapped)) }),
  )
}

// null: the passphrase is wrong. Throws where this browser cannot stretch as the header asks.
async function unwrap(header, passphrase, stretch, extractable) {
  const how = JSON.parse(new TextDecoder().decode(header))
  if (how.format !== 1) throw new Error('the seal is of a later version')
  const by = await wrapping_key(passphrase, how, stretch)
  if (!by) throw new Error('not enough memory to stretch the passphrase')
  return crypto.subtle
    .unwrapKey(
      'raw',
      from_hex(how.key),
      by,
      { name: 'AES-GCM', iv: from_hex(how.iv) },
      'AES-GCM',
      extractable,
      ['encrypt', 'decrypt'],
    )
    .catch(() => null)
}

function seal_of(key) {
  return {
    async encrypt(name, bytes) {
      const iv = random(nonce_bytes)
      const hidden = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: utf8.encode(name) },
        key,
        bytes,
      )
      const value = new Uint8Array(1 + nonce_bytes + hidden.byteLength)
      value[0] = mark
      value.set(iv, 1)
      value.set(new Uint8Array(hidden), 1 + nonce_bytes)
      return value
    },
    async decrypt(name, value) {
      if (value[0] !== mark) throw new Error('not sealed')
      const clear = await crypto.subtle.decrypt(
        {
          name: 'AES-GCM',
          iv: value.subarray(1, 1 + nonce_bytes),
          additionalData: utf8.encode(name),
        },
        key,
        value.subarray(1 + nonce_bytes),
      )
      return new Uint8Array(clear)
    },
  }
}

export async function make_seal(passphrase, stretch) {
  const data_key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [
    'encrypt',
    'decrypt',
  ])
  const header = await wrap(data_key, passphrase, stretch)
  return { seal: await open_seal(header, passphrase, stretch), header }
}

export async function open_seal(header, passphrase, stretch) {
  const key = await unwrap(header, passphrase, stretch, false)
  return key && seal_of(key)
}

// The same key under another passphrase: not a byte of the book is encrypted anew.
export async function rewrap_seal(header, old_one, new_one, stretch) {
  const key = await unwrap(header, old_one, stretch, true)
  return key && wrap(key, new_one, stretch)
}

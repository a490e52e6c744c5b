// Firefox through its own remote protocol, which alone reaches the part that input methods talk to
// (real composition events, as a person with Pinyin makes them) and has fingers.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'

const program = '/usr/bin/firefox-esr'
export const has_firefox = existsSync(program)
const rest = ms => new Promise(resolve => { setTimeout(resolve, ms) })

const free_port = () => new Promise(resolve => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})

async function reach(port) {
  for (let tries = 0; tries < 200; ++tries) {
    const socket = await new Promise(resolve => {
      const trying = connect(port, '127.0.0.1', () => resolve(trying))
      trying.on('error', () => resolve(null))
    })
    if (socket) return socket
    await rest(150)
  }
  throw new Error('Firefox does not answer')
}

// Messages are "length:[type,id,...]"; answers come by their id.
function talk(socket) {
  const waiting = new Map()
  let buffer = Buffer.alloc(0)
  let last = 0
  socket.on('data', data => {
    buffer = Buffer.concat([buffer, data])
    for (;;) {
      const colon = buffer.indexOf(58)
      const length = Number(buffer.subarray(0, colon))
      if (colon < 0 || buffer.length < colon + 1 + length) return
      const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length))
      buffer = buffer.subarray(colon + 1 + length)
      if (!Array.isArray(message)) continue // its greeting
      const [, id, error, result] = message
      const { resolve, reject } = waiting.get(id)
      if (error) reject(new Error(`${error.error}: ${error.message}`))
      else resolve(result)
    }
  })
  return (name, values = {}) => new Promise((resolve, reject) => {
    waiting.set(++last, { resolve, reject })
    const text = JSON.stringify([0, last, name, values])
    socket.write(`${Buffer.byteLength(text)}:${text}`)
  })
}

// In Firefox's own half: composes letter by letter, then commits.
const compose = `
  const [parts, committed, done] = arguments
  const window = Services.wm.getMostRecentWindow('navigator:browser')
  window.focus()
  window.gBrowser.selectedBrowser.focus()
  const method = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor)
  method.beginInputTransactionForTests(window)
  for (const part of parts) {
    method.setPendingCompositionString(part)
    method.appendClauseToPendingComposition(part.length, method.ATTR_RAW_CLAUSE)
    method.setCaretInPendingComposition(part.length)
    method.flushPendingComposition()
  }
  method.commitCompositionWith(committed)
  window.setTimeout(done, 300)`

export async function open_firefox(profile, { language = 'zh-CN', touch = false } = {}) {
  mkdirSync(profile, { recursive: true })
  const port = await free_port()
  const preferences = { 'marionette.port': port, 'intl.accept_languages': language,
    'browser.shell.checkDefaultBrowser': false, 'app.update.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    ...(touch && { 'dom.w3c_touch_events.enabled': 1 }) }
  writeFileSync(join(profile, 'user.js'), Object.entries(preferences)
    .map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`).join(''))
  const browser = spawn(program, ['--marionette', '-remote-allow-system-access', '--headless',
    '--profile', profile, '--no-remote'], { stdio: 'ignore' })
  const socket = await reach(port)
  const send = talk(socket)
  await send('WebDriver:NewSession')
  const call = async (act, ...values) => (await send('WebDriver:ExecuteScript',
    { script: `return (${act})(...arguments)`, args: values })).value
  return {
    call,
    goto: address => send('WebDriver:Navigate', { url: address }),
    async wait(act, ...values) {
      for (let tries = 0; tries < 150; ++tries) {
        if (await call(act, ...values)) return
        await rest(200)
      }
      throw new Error(`never: ${act}`)
    },
    async compose(parts, committed) {
      await send('Marionette:SetContext', { value: 'chrome' })
      await send('WebDriver:ExecuteAsyncScript', { script: compose, args: [parts, committed] })
      await send('Marionette:SetContext', { value: 'content' })
    },
    set_size: (width, height) => send('WebDriver:SetWindowRect', { width, height }),
    reload: () => send('WebDriver:Refresh'),
    // One finger: [where, ...] are a script's elements (their middles) or points; it rests at the
    // end, so that nothing glides on.
    async finger(way, rest_ms = 60) {
      const moves = way.map((where, at) => {
        const [x, y] = Array.isArray(where) ? where : [0, 0]
        const origin = Array.isArray(where) ? 'viewport' : where
        return { type: 'pointerMove', origin, x: Math.round(x), y: Math.round(y),
          duration: at === 0 ? 0 : 40 }
      })
      await send('WebDriver:PerformActions', { actions: [{ type: 'pointer', id: 'finger',
        parameters: { pointerType: 'touch' }, actions: [moves[0],
          { type: 'pointerDown', button: 0 }, ...moves.slice(1),
          { type: 'pause', duration: rest_ms }, { type: 'pointerUp', button: 0 }] }] })
      await rest(150)
    },
    async types(text) {
      await send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keys',
        actions: [...text].flatMap(value => [{ type: 'keyDown', value }, { type: 'keyUp', value }]),
      }] })
      await rest(150)
    },
    async close() {
      await send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {})
      socket.destroy()
      browser.kill()
    },
  }
}

// The start: looks whether this browser can run the program, fetches it with a progress bar, joins
// the module with the page's half of the platform, and lets the first frame run.
import load_module from './app.mjs'
import { create_canvas } from './canvas.mjs'
import { create_desk } from './desk.mjs'
import { create_files, create_settings } from './files.mjs'
import { create_frames } from './frames.mjs'
import { create_glyphs, font_stack, test_glyphs } from './glyphs.mjs'
import { create_input } from './input.mjs'
import { create_mirror } from './mirror.mjs'
import { create_page } from './page.mjs'
import { create_reminders } from './senses.mjs'
import { create_updates, reset_program } from './updates.mjs'
import { begin_ahead } from './vault.mjs'
import { create_vaults } from './vault_bridge.mjs'
import { create_words, first_words } from './words.mjs'
import { create_workbooks } from './workbooks.mjs'

const subset_font = new URL('@FONT@', document.baseURI)
const wasm_bytes = Number('@WASM_BYTES@') || 2_000_000
const options = new URLSearchParams(location.search)
const chinese = (navigator.language || 'zh').startsWith('zh')

const words = {
  fetching: ['正在取得程序', 'Fetching the program'],
  starting: ['正在启动', 'Starting'],
  no_wasm: [
    '这个浏览器不支持 WebAssembly(或已被关闭),回款无法运行。请换用新版 Chrome、Edge、Firefox 或 Safari。',
    'This browser has no WebAssembly, or it is switched off, and Huikuan cannot run. Please use a current Chrome, Edge, Firefox or Safari.'],
  no_fetch: [
    '程序没有取到:网络中断,或服务器正在更新。请稍后重新载入本页;已保存的数据不受影响。',
    'The program could not be fetched: no network, or the server is being updated. Please reload this page in a while; saved data is not affected.'],
  failed: [
    '程序启动失败。请重新载入本页;若仍失败,请打开 ?reset 重新取得程序,已保存的数据会保留。',
    'The program failed to start. Please reload this page; if that does not help, open ?reset to fetch the program anew. Saved data is kept.'],
  resetting: ['正在重新取得程序,数据保留', 'Fetching the program anew, data is kept'],
}
const word = key => words[key][chinese ? 0 : 1]

const boot = {
  line: document.querySelector('#boot-line'),
  bar: document.querySelector('#boot-bar'),
  say(key, share) {
    this.line.textContent = word(key)
    if (share === undefined) return
    this.bar.value = share
  },
  fail(key, error) {
    document.querySelector('#boot').classList.add('failed')
    this.line.textContent = word(key)
    this.line.setAttribute('role', 'alert')
    if (error) {
      console.error(String(error), error) // some consoles show an error object without its words
      document.querySelector('#boot-detail').textContent = String(error.message ?? error)
    }
  },
}

// Counts what arrives; the count is of the program itself, however it was compressed on its way.
async function fetch_program(progress) {
  const response = await fetch(new URL('app.wasm', import.meta.url))
  if (!response.ok) throw new Error(`app.wasm: ${response.status}`)
  if (!response.body || typeof TransformStream === 'undefined') return response
  let arrived = 0
  const counted = response.body.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      arrived += chunk.length
      progress(Math.min(1, arrived / wasm_bytes))
      controller.enqueue(chunk)
    },
  }))
  return new Response(counted, { headers: { 'Content-Type': 'application/wasm' } })
}

async function compile(response, imports) {
  if (WebAssembly.instantiateStreaming) return WebAssembly.instantiateStreaming(response, imports)
  return WebAssembly.instantiate(await response.arrayBuffer(), imports)
}

// Where text cannot be drawn in the system's fonts, a file with the usual characters is fetched.
async function choose_fonts(page) {
  const state = options.get('font') === 'subset' ? 'noise' : test_glyphs()
  if (state === 'ok') return { stack: font_stack, file: null }
  const bytes = await (await fetch(subset_font)).arrayBuffer()
  const face = new FontFace('Huikuan Subset', bytes)
  document.fonts.add(await face.load())
  const stack = state === 'tofu' ? `${font_stack.replace(/, sans-serif$/, '')}, "Huikuan Subset"`
    : '"Huikuan Subset"'
  page.font_stack = stack
  return { stack, file: state === 'noise' ? new Uint8Array(bytes) : null }
}

async function start() {
  const root = document.querySelector('#root')
  const settings = create_settings()
  const updates = create_updates()
  if (options.has('reset')) {
    boot.say('resetting')
    await reset_program()
    location.replace(location.pathname + location.hash)
    return
  }
  if (typeof WebAssembly !== 'object') {
    boot.fail('no_wasm')
    return
  }
  begin_ahead(settings.get('book'))
  if (await updates.start()) return // a newer version takes over and loads this page

  const page = create_page(root, settings, updates)
  let response
  let words
  try {
    boot.say('fetching', 0)
    const words_come = first_words(settings.get('language') || navigator.language || 'zh')
    response = await fetch_program(share => { boot.bar.value = share * 0.85 })
    words = await words_come
  } catch (error) {
    boot.fail('no_fetch', error)
    return
  }
  // While the program is compiled beside it, the page looks at its fonts and its canvas.
  const host = { page, settings }
  let ready
  const looked_around = new Promise(resolve => { ready = resolve })
  const loading = load_module({
    host,
    instantiateWasm(imports, done) {
      Promise.all([compile(response, imports), looked_around])
        .then(([program]) => done(program.instance, program.module))
        .catch(error => boot.fail('failed', error))
      return {}
    },
    preRun: [the_module => connect(the_module, host, root, page)],
  })
  const fonts = await choose_fonts(page).catch(error => {
    console.warn('the font file could not be fetched:', error)
    return { stack: font_stack, file: null }
  })
  const glyphs = create_glyphs(fonts.stack)
  page.on_language(tag => {
    glyphs.set_language(tag)
    host.words.want(tag)
  })
  Object.assign(host, { glyphs, desk: create_desk(), reminders: create_reminders() })
  const wanted = options.get('renderer') ?? settings.get('renderer')
  host.canvas = create_canvas(root, wanted, change => host.on_canvas(change))
  ready()
  const module = await loading
  boot.say('starting', 0.9)
  performance.mark('compiled') // for tools/bench
  module._hk_set_largest_texture(page_is_small() ? 2048 : 4096)
  if (fonts.file) {
    const at = module._malloc(fonts.file.length)
    module.HEAPU8.set(fonts.file, at)
    module._hk_use_font_file(at, fonts.file.length)
    module._free(at)
  }
  module._hk_choose_renderer(wanted === 'software' ? 1 : 0)
  host.words.give(words)
  page.connect(module, host.frames)
  const input = create_input(module, root, host.frames, host.mirror, page)
  page.pointer_was_here = input.pointer_was_here
  page.forget_mirror = () => host.mirror.forget()
  module._hk_begin()
  host.frames.settle()
  performance.mark('first frame')
  page.ready()
  if (options.get('sw') !== 'none') updates.register()
  window.huikuan = Object.freeze({ // for tests and tools/bench; nothing else reads it
    build: '@BUILD@',
    count: what => module._hk_count(what),
    settle: () => host.frames.settle(),
    print: (html, title) => host.desk.print(html, title),
  })
  document.documentElement.dataset.ready = 'yes'
}

const page_is_small = () => Math.min(screen.width, screen.height) < 500

function connect(module, host, root, page) {
  const frames = create_frames(module)
  host.frames = frames
  host.files = create_files(module, root, frames)
  host.vaults = create_vaults(module, frames.request)
  host.workbooks = create_workbooks(module, frames)
  host.words = create_words(module)
  host.mirror = create_mirror(root.querySelector('#mirror'), page, (kind, slot, text, number) => {
    const at = module.stringToNewUTF8(text)
    module._hk_node_event(kind, slot, at, number)
    module._free(at)
    frames.settle()
  })
  host.on_canvas = change => {
    if (change === 'gone') module._hk_choose_renderer(1)
    else module._hk_context(change === 'lost' ? 1 : 0)
    frames.request()
  }
}

start().catch(error => boot.fail('failed', error))

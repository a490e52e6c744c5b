// Reads one workbook or invoice beside the page, in a WebAssembly module that knows nothing else:
// whatever a file does to it, the page goes on. The module asks for no more than a few calls of a
// system that is not there.
'use strict'

const no_system = new Proxy({}, { has: () => true, get: (_, name) => typeof name === 'string'
  ? (name === 'proc_exit' || name === 'abort'
    ? () => { throw new Error(name) } : () => 52 /* ENOSYS */)
  : undefined })

self.addEventListener('message', async event => {
  try {
    const module = await WebAssembly.compile(event.data.program)
    const wanted = {}
    for (const { module: room, name } of WebAssembly.Module.imports(module)) {
      wanted[room] ??= {}
      wanted[room][name] = no_system[name]
    }
    const { exports } = await WebAssembly.instantiate(module, wanted)
    exports._initialize?.()
    const bytes = event.data.bytes
    const at = exports.malloc(Math.max(1, bytes.length))
    new Uint8Array(exports.memory.buffer).set(bytes, at)
    const size = exports[event.data.reader](at, bytes.length)
    const text = exports.hk_workbook_text()
    const answer = new Uint8Array(exports.memory.buffer).slice(text, text + size)
    self.postMessage({ answer }, [answer.buffer])
  } catch (error) {
    self.postMessage({ problem: String(error?.message ?? error) })
  }
})

// Workbooks, electronic invoices and PDFs on their way in: the module that reads them is fetched
// when the first one comes (the service worker keeps it from then on) and works in a worker of its
// own for each.
import { trusted_script } from './trust.mjs'

const longest_ms = 120_000 // no workbook within the limits takes so long
const program_url = new URL('workbook.wasm', import.meta.url)
const worker_url = new URL('workbook_worker.js', import.meta.url)

async function fetch_program() {
  const answer = await fetch(program_url)
  if (!answer.ok) throw new Error(`workbook.wasm: ${answer.status}`)
  return answer.arrayBuffer()
}

function run(program, reader, bytes) {
  const worker = new Worker(trusted_script(worker_url.href))
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the workbook took too long')), longest_ms)
    worker.addEventListener('message', event => {
      clearTimeout(late)
      if (event.data.answer) resolve(event.data.answer)
      else reject(new Error(event.data.problem))
    })
    worker.addEventListener('error', event => {
      clearTimeout(late)
      reject(new Error(event.message || 'worker'))
    })
    worker.postMessage({ program, reader, bytes }, [program, bytes.buffer])
  }).finally(() => worker.terminate())
}

export function create_workbooks(module, frames) {
  let fetched = false
  let queue = Promise.resolve()
  function answer(token, bytes, reached) {
    const at = bytes ? module._malloc(Math.max(1, bytes.length)) : 0
    if (bytes) module.HEAPU8.set(bytes, at)
    module._hk_workbook_answer(token, at, bytes?.length ?? 0, reached ? 1 : 0)
    if (at) module._free(at)
    frames.settle()
  }
  return {
    // One after the other: of invoices there may be hundreds.
    read(bytes, token, reader) {
      queue = queue.then(async () => {
        let program = null
        try {
          program = await fetch_program()
          answer(token, await run(program, reader, bytes), true)
        } catch (error) {
          console.warn('the file was not read:', error)
          answer(token, null, program !== null)
        }
      })
    },
    // In idle time, once: what is kept then is there without a network.
    fetch() {
      if (fetched || !navigator.onLine) return
      fetched = true
      const begin = () => Promise.all([fetch_program(), fetch(worker_url)])
        .catch(() => { fetched = false })
      if (window.requestIdleCallback) window.requestIdleCallback(begin)
      else setTimeout(begin, 2000)
    },
  }
}

// Lists on their way to a spreadsheet: the rows become a workbook in a worker of their own.
import { trusted_script } from './trust.mjs'

export const sheet_type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

// Answers the workbook's bytes as a Blob.
export function make_workbook(rows, title) {
  const worker = new Worker(trusted_script(new URL('sheet_worker.js', import.meta.url).href))
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', event => {
      if (event.data.bytes) resolve(new Blob([event.data.bytes], { type: sheet_type }))
      else reject(new Error(event.data.problem))
    })
    worker.addEventListener('error', event => reject(new Error(event.message || 'worker')))
    worker.postMessage({ rows, title })
  }).finally(() => worker.terminate())
}

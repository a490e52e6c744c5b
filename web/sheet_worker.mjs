// Makes a workbook of a list's rows, beside the page so that it goes on drawing. tools/dist.mjs
// bundles this with the library that knows the format.
import workbook_parts from 'workbook-parts'
import { strToU8, zipSync } from 'fflate'

import { cells_of, sheet_name, widths_of } from './sheet_rows.mjs'

self.addEventListener('message', async event => {
  try {
    const rows = cells_of(await event.data.rows.text())
    const parts = workbook_parts(rows,
      { sheet: sheet_name(event.data.title), columns: widths_of(rows), stickyRowsCount: 1 }, {})
    const files = Object.fromEntries(
      Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))
    self.postMessage({ bytes: zipSync(files, { level: 3 }) })
  } catch (error) {
    self.postMessage({ problem: String(error?.message ?? error) })
  }
})

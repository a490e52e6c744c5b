// What a list of 100,000 rows costs as a workbook, as web/sheet_worker.mjs makes it of the rows
// that the app hands over, beside packing the same text alone. Prints, asserts nothing.
// Arguments: rows (default 100,000).
import { strToU8, zipSync } from 'fflate'
import { cells_of, sheet_name, widths_of } from '../../web/sheet_rows.mjs'

const library = '../../node_modules/write-excel-file/modules/xlsx/generateXlsxFileContents.js'
const { default: workbook_parts } = await import(library)

const count = Number(process.argv[2] ?? 100_000)
const row = cells => cells.map(cell => `${cell}\x1f`).join('') + '\x1e'
let text = row(['t客户', 't发票号', 't开票日期', 't到期日', 't金额', 't未收', 't状态', 't备注'])
for (let i = 0; i < count; ++i) {
  const day = `2026-${String(i % 12 + 1).padStart(2, '0')}-${String(i % 28 + 1).padStart(2, '0')}`
  text += row([`t杭州第${i % 997}机电有限公司`, `tINV-${i}`, `d${day}`, `d${day}`,
    `n${(i * 7919 % 10_000_000) / 100}`, `n${i % 3 ? 0 : (i * 104_729 % 1_000_000) / 100}`,
    i % 3 ? 't已结清' : 't部分收款', i % 5 ? 't' : 't合同尾款，验收后 30 天'])
}
const timed = (what, work) => {
  const began = performance.now()
  const made = work()
  console.log(`${what} ${Math.round(performance.now() - began)} ms`)
  return made
}
console.log(`workbook of ${count} rows of 8 cells (${(text.length / 1e6).toFixed(1)} M characters)`)
const began = performance.now()
const rows = timed('  cells', () => cells_of(text))
const parts = timed('  parts', () => workbook_parts(rows,
  { sheet: sheet_name('应收'), columns: widths_of(rows), stickyRowsCount: 1 }, {}))
const files = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, strToU8(part)]))
const bytes = timed('  packed', () => zipSync(files, { level: 3 }))
const all = Math.round(performance.now() - began)
console.log(`in all ${all} ms, ${(bytes.length / 1e6).toFixed(1)} MB`)
timed('packing the rows\' text alone', () => zipSync({ a: strToU8(text) }, { level: 6 }))

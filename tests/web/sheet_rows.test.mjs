// Rows of a list become cells of a workbook; and the workbook, made as the worker makes it, holds
// them (its parts are read back).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { cells_of, sheet_name, widths_of } from '../../web/sheet_rows.mjs'

const library = '../../node_modules/write-excel-file/modules/xlsx/generateXlsxFileContents.js'
const { default: workbook_parts } = await import(library)

const row = (...cells) => cells.map(cell => `${cell}\x1f`).join('') + '\x1e'
const head = row('t客户', 't余额', 't到期')

test('kinds become cells: text stays text, amounts numbers, dates dates', () => {
  const [titles, cells] = cells_of(head + row('t=1+1', 'n-1234.50', 'd2028-02-29'))
  assert.equal(titles[0].value, '客户')
  assert.equal(titles[0].fontWeight, 'bold')
  assert.deepEqual(cells[0], { value: '=1+1', type: String, format: '@' })
  assert.deepEqual(cells[1], { value: -1234.5, type: Number, format: '#,##0.00' })
  assert.equal(cells[2].value.toISOString(), '2028-02-29T00:00:00.000Z')
})

test('what is no number or no date stays the text that it is; nothing stays empty', () => {
  const [, cells] = cells_of(head + row('n1e', 'd2026-02-31x', 't'))
  assert.equal(cells[0].type, String)
  assert.equal(cells[1].type, String)
  assert.equal(cells[2], null)
})

test('text that an edit would turn into something else is marked as text, other is not', () => {
  const marked = ['=1', '+86 571', '-x', '@a', '007', '６２２２', '1.5', '(3)', '%', '￥5',
    "'1", ' 1']
  const plain = ['杭州机电', 'INV-7', 'Acme & Sons']
  const [, cells] = cells_of(head + row(...[...marked, ...plain].map(text => `t${text}`)))
  assert.deepEqual(cells.map(cell => cell.format === '@'),
    [...marked.map(() => true), ...plain.map(() => false)])
  assert.deepEqual(cells.map(cell => cell.value), [...marked, ...plain])
})

test('currencies without decimals, and with three', () => {
  const [, cells] = cells_of(head + row('n1200', 'n0.001', 'n0'))
  assert.equal(cells[0].format, '#,##0')
  assert.equal(cells[1].format, '#,##0.000')
})

test('the name of a sheet is one that a workbook takes', () => {
  assert.equal(sheet_name('账龄[1]:a/b*?'), '账龄 1  a b')
  assert.equal(sheet_name(' / '), 'Sheet1')
  assert.equal(sheet_name('长'.repeat(40)).length, 31)
})

test('a workbook of a thousand rows is whole, and no text in it is a formula', () => {
  const rows = cells_of(head + Array.from({ length: 1000 },
    (_, at) => row(`t=HYPERLINK("x") & <甲> ${at}`, `n${at}.25`, 'd2026-11-22')).join(''))
  const parts = workbook_parts(rows,
    { sheet: '账龄', columns: widths_of(rows), stickyRowsCount: 1 }, {})
  const zipped = zipSync(Object.fromEntries(
    Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
  const files = unzipSync(zipped)
  const sheet = strFromU8(Object.entries(files).find(([name]) => /sheet1\.xml$/.test(name))[1])
  assert.equal(sheet.match(/<row /g).length, 1001)
  assert.ok(!sheet.includes('<f>'))
  assert.ok(sheet.includes('<v>999.25</v>'))
  const strings = strFromU8(Object.entries(files).find(([name]) => /sharedStrings/.test(name))[1])
  assert.ok(strings.includes('&lt;甲&gt; 999'))
})

// Rows of a list become cells of a workbook; and the workbook, made as the worker makes it, holds
// them (its parts are read back).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { parts_of } from '../../web/sheet_parts.mjs'
import { cells_of, sheet_name, widths_of } from '../../web/sheet_rows.mjs'

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
  const parts = parts_of(rows, { sheet: '账龄 & <1>', columns: widths_of(rows) })
  const zipped = zipSync(Object.fromEntries(
    Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
  const files = unzipSync(zipped)
  const sheet = strFromU8(Object.entries(files).find(([name]) => /sheet1\.xml$/.test(name))[1])
  assert.equal(sheet.match(/<row /g).length, 1001)
  assert.ok(!sheet.includes('<f>'))
  assert.ok(sheet.includes('<v>999.25</v>'))
  const strings = strFromU8(Object.entries(files).find(([name]) => /sharedStrings/.test(name))[1])
  assert.ok(strings.includes('&lt;甲&gt; 999'))
  assert.ok(strFromU8(files['xl/workbook.xml']).includes('name="账龄 &amp; &lt;1&gt;"'))
})

test('days, titles and forms are what a spreadsheet reads; what XML cannot say is left out', () => {
  const rows = cells_of(head + row('ta\u0001b _x0041_', 'n-0.125', 'd2026-11-22') + row('t', 'n5', 't'))
  const parts = parts_of(rows, { sheet: '1', columns: widths_of(rows) })
  const sheet = parts['xl/worksheets/sheet1.xml']
  const styles = parts['xl/styles.xml'].match(/<cellXfs.*<\/cellXfs>/)[0].match(/<xf [^>]*>/g)
  const cell = at => sheet.match(new RegExp(`<c r="${at}" s="(\\d+)"[^>]*><v>([^<]*)</v>`))
  const form = at => Number(styles[cell(at)[1]].match(/numFmtId="(\d+)"/)[1])
  assert.equal(cell('C2')[2], '46348')
  assert.equal(cell('B2')[2], '-0.125')
  assert.equal(cell('B3')[2], '5')
  assert.equal(cell('A3'), null)
  assert.match(styles[cell('A1')[1]], /fontId="1"/)
  assert.equal(form('A2'), 49) // text stays text
  assert.equal(form('B3'), 3)
  for (const [at, code] of [['C2', 'yyyy-mm-dd'], ['B2', '#,##0.000']]) {
    assert.ok(parts['xl/styles.xml'].includes(`numFmtId="${form(at)}" formatCode="${code}"`))
  }
  assert.ok(parts['xl/sharedStrings.xml'].includes('>ab _x005F_x0041_<'))
  assert.match(sheet, /<pane ySplit="1"[^>]*state="frozen"/)
  for (let column = 0, name; column < 3; ++column) {
    name = String.fromCharCode(65 + column)
    assert.ok(sheet.includes(`<c r="${name}1"`))
  }
})

test('columns beyond the twenty-sixth have two letters', () => {
  const cells = Array.from({ length: 703 }, (_, at) => `t${at}`)
  const rows = cells_of(row(...cells))
  const sheet = parts_of(rows, { sheet: '1', columns: widths_of(rows) })['xl/worksheets/sheet1.xml']
  for (const name of ['Z1', 'AA1', 'AZ1', 'BA1', 'ZZ1', 'AAA1']) {
    assert.ok(sheet.includes(`r="${name}"`), name)
  }
})

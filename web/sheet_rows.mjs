// The rows that app/session/sheet.h writes for a workbook, as the cells of one: text, amounts as
// numbers in the form of their decimals, dates as dates, the first row as titles that stay.

const longest_text = 32_000 // characters that a cell of a workbook holds
const date_form = 'yyyy-mm-dd'
// What a spreadsheet would read as something else once it is edited is marked as text. The rest
// needs no mark, and each one costs: a list of 100,000 rows has some 400,000 texts.
const looks_like_more = /^[\s\d+\-=@.,'(%￥¥$€£０-９＋－＝＠]/

function cell_of(part, dates) {
  const text = part.slice(1)
  if (text === '') return null
  if (part[0] === 'n' && Number.isFinite(Number(text))) {
    const decimals = text.split('.')[1]?.length ?? 0
    return { value: Number(text), type: Number,
      format: decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}` }
  }
  if (part[0] === 'd') {
    if (!dates.has(text)) dates.set(text, new Date(`${text}T00:00:00Z`))
    const date = dates.get(text)
    if (!Number.isNaN(date.getTime())) return { value: date, type: Date, format: date_form }
  }
  const cell = { value: text.slice(0, longest_text), type: String }
  if (looks_like_more.test(text)) cell.format = '@'
  return cell
}

export function cells_of(text) {
  const rows = text.split('\x1e')
  const dates = new Map() // a list has few of them, many times
  rows.pop() // behind the last row's end stands nothing
  return rows.map((row, index) => {
    const cells = row.split('\x1f')
    cells.pop()
    if (index > 0) return cells.map(part => cell_of(part, dates))
    return cells.map(part => ({ value: part.slice(1), type: String, fontWeight: 'bold' }))
  })
}

// As wide as what stands in the first rows, within reason; Chinese characters count for two.
export function widths_of(rows) {
  const wide = text => [...text].reduce((sum, c) => sum + (c.codePointAt(0) > 0x2e7f ? 2 : 1), 0)
  const said = cell => cell === null ? 0 : cell.type === Date ? 10
    : cell.type === Number ? Math.abs(cell.value).toFixed(2).length + 4 : wide(cell.value)
  return (rows[0] ?? []).map((_, column) => ({
    width: Math.min(60, Math.max(8,
      ...rows.slice(0, 200).map(row => said(row[column] ?? null))) + 2),
  }))
}

// What a workbook takes as the name of a sheet.
export const sheet_name = title =>
  title.replace(/[[\]:*?/\\]/g, ' ').trim().slice(0, 31) || 'Sheet1'

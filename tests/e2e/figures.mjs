// The trade's figures, computed from a sheet of invoices without any of the app's code: what the
// specs compare the screen with.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

export const header = ['country', 'customer_ID', 'invoice_number', 'invoice_date', 'due_date',
  'invoice_amount_usd', 'disputed', 'dispute_lost', 'settled_date', 'days_to_settle', 'days_late']

const day_ms = 86_400_000
export const day_of = text => Date.parse(`${text}T00:00:00Z`) / day_ms
export const date_of = day => new Date(day * day_ms).toISOString().slice(0, 10)

// 1234.5 as people read it on the screen: amounts are whole minor units here, as in the app.
export function money(minor, currency = 'USD') {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = minor < 0 ? '\u2212' : ''
  return `${currency ? `${currency} ` : ''}${sign}${whole}.${digits.slice(-2)}`
}
export const count = number => String(number).replace(/\B(?=(\d{3})+$)/g, ',')

// --- the sheet

const real_file = () => [process.env.HUIKUAN_DATA, join(here, '../../../shared/data')]
  .filter(Boolean).map(folder => join(folder, 'receivables/invoices-2466.csv')).find(existsSync)

// A sheet of the same shape for machines without the real one: same columns, 100 customers, 2,466
// invoices, every one settled some day.
function invented_sheet() {
  let state = 20260101
  const random = below => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return Math.floor(state / 65536) % below
  }
  const countries = ['China', 'France', 'United States', 'Spain', 'Russia']
  const lines = [header.join(',')]
  for (let index = 0; index < 2466; ++index) {
    const customer = index % 100
    const issued = day_of('2020-01-03') + random(699)
    const settled = issued + random(76)
    const code = `${String(1000 + customer * 37).padStart(4, '0')}-Q${String.fromCharCode(
      65 + customer % 26)}WZX`
    lines.push([countries[customer % 5], code, 100_000 + index * 7, date_of(issued),
      date_of(issued + 30), 526 + random(12_000), 0, 0, date_of(settled), settled - issued,
      Math.max(0, settled - issued - 30)].join(','))
  }
  return `${lines.join('\n')}\n`
}

export function sheet_text() {
  const file = real_file()
  return file ? readFileSync(file, 'utf8') : invented_sheet()
}

export function read_sheet(text) {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter(Boolean)
  const names = lines[0].split(',')
  return lines.slice(1).map((line, index) => {
    const cells = line.split(',')
    const row = Object.fromEntries(names.map((name, at) => [name, cells[at]]))
    return {
      line: index + 2,
      text: line,
      region: row.country,
      customer: row.customer_ID,
      number: row.invoice_number,
      issued: day_of(row.invoice_date),
      due: day_of(row.due_date),
      minor: Number(row.invoice_amount_usd) * 100,
      settled: row.settled_date ? day_of(row.settled_date) : null,
    }
  })
}

// The sheet as it stood on that day: what came later is not in it, and what was open then is open.
export function sheet_as_known(text, day) {
  const lines = text.split(/\r?\n/).filter(Boolean)
  const out = [lines[0]]
  for (const line of lines.slice(1)) {
    const cells = line.split(',')
    if (cells[3] > day) continue
    if (cells[8] > day) cells[8] = cells[9] = cells[10] = ''
    out.push(cells.join(','))
  }
  return `${out.join('\n')}\n`
}

// --- the aging

// As of a day: what is dated later does not exist yet, what is due later is not due, due on the
// day itself is 0 days old.
export function aging(rows, as_of, { edges = [30, 60, 90, 120], basis = 'due' } = {}) {
  const buckets = new Array(edges.length + 1).fill(0)
  const out = { total: 0, not_due: 0, buckets, customers: new Map() }
  for (const row of rows) {
    if (row.issued > as_of || (row.settled !== null && row.settled <= as_of)) continue
    const age = as_of - row[basis]
    const slot = age < 0 ? 0 : 1 + edges.filter(edge => age > edge).length
    out.total += row.minor
    if (slot === 0) out.not_due += row.minor
    else out.buckets[slot - 1] += row.minor
    const one = out.customers.get(row.customer) ??
      { total: 0, slots: new Array(edges.length + 2).fill(0), documents: [] }
    one.total += row.minor
    one.slots[slot] += row.minor
    one.documents.push({ ...row, slot, age })
    out.customers.set(row.customer, one)
  }
  return out
}

// The main job, whole, with the real sheet: a new book, an import, the aging at any date, a
// receipt, and then everything that may happen to a browser. The figures are computed from the
// sheet here.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { serve } from '../../tools/serve.mjs'
import { dist, expect, test } from './app.mjs'
import { aging, count, date_of, day_of, money, read_sheet, sheet_text } from './figures.mjs'
import { Person, kill_browser, open_profile } from './person.mjs'

const text = sheet_text()
const rows = read_sheet(text)
const today = new Date().toISOString().slice(0, 10)
const days_ago = days => date_of(day_of(today) - days)
const busiest = '2021-06-30'

async function visits(folder, options) {
  const context = await open_profile(folder, options)
  const person = new Person(context.pages()[0] ?? await context.newPage())
  await person.opens()
  return { context, person }
}

async function checks_mapping_and_preview(person) {
  const guessed = {
    'customer_code': 'customer_ID', 'region': 'country', 'number': 'invoice_number',
    'issued': 'invoice_date', 'due': 'due_date', 'amount': 'invoice_amount_usd',
    'settled_date': 'settled_date',
  }
  for (const [field, column] of Object.entries(guessed)) {
    await expect(person.main.getByRole('combobox',
      { name: person.say(`import.field.${field}`), exact: true }).first()).toHaveText(column)
  }
  const preview = await person.rows_of(person.say('import.preview_table'))
  expect(preview.length).toBeGreaterThanOrEqual(10)
  for (const [at, shown] of preview.entries()) {
    const row = rows[at]
    expect(shown).toEqual([String(row.line), row.number, row.customer, date_of(row.issued),
      date_of(row.due), money(row.minor), date_of(row.settled), ''])
  }
}

async function imports_sheet(person, file) {
  await person.shows_file(file)
  await expect(person.start_of_import()).toBeEnabled({ timeout: 60_000 })
  await checks_mapping_and_preview(person)
  await person.press(person.start_of_import())
  await person.sees_import_end()
  const result = await person.result_of_import()
  const customers = new Set(rows.map(row => row.customer)).size
  expect(result('import.read')).toBe(count(rows.length))
  expect(result('import.created')).toBe(count(rows.length))
  expect(result('import.receipts_created')).toBe(count(rows.length))
  expect(result('import.customers_created')).toBe(String(customers))
  expect(result('import.refused')).toBe('0')
  await person.has_saved()
}

async function sees_customers(person) {
  const wanted = aging(rows, day_of(busiest))
  await person.goes_to('customers')
  const table = person.page.getByRole('table', { name: person.say('nav.customers') })
  await expect(table).toHaveAttribute('aria-rowcount', '101') // the head and 100 customers
  const summary = `100 customers · balance ${money(wanted.total)}`
  await expect(person.main.getByText(summary)).toBeVisible()
  const shown = await person.rows_of(person.say('nav.customers'))
  expect(shown.length).toBeGreaterThan(8)
  for (const [name, code, , balance] of shown) {
    const total = wanted.customers.get(code)?.total ?? 0
    // A book of one currency need not repeat it in every row.
    const figure = total === 0 ? '–' : money(total, '')
    expect([name, balance.replace(/^USD /, '')]).toEqual([code, figure])
  }
}

// What stands in a field when all moves of the pointer have arrived.
async function settled_value(field) {
  let value = await field.inputValue()
  for (let equal = 0; equal < 4;) {
    await new Promise(resolve => { setTimeout(resolve, 100) })
    const now = await field.inputValue()
    equal = now === value ? equal + 1 : 0
    value = now
  }
  return value
}

async function moves_the_date(person) {
  await person.goes_to('receivables')
  for (const date of ['2019-12-31', '2020-12-31', '2021-03-15', busiest]) {
    await person.sets_as_of(date)
    await person.sees_aging(aging(rows, day_of(date)))
  }
  const field = person.main.getByRole('textbox', { name: person.say('asof'), exact: true })
  // A day at a time by the keyboard.
  await person.slider().focus()
  for (let day = 1; day <= 3; ++day) {
    await person.page.keyboard.press('ArrowRight')
    await expect(field).toHaveValue(date_of(day_of(busiest) + day))
    await person.sees_aging(aging(rows, day_of(busiest) + day))
  }
  // By dragging: the figures follow before the button is let go.
  const box = await person.slider().boundingBox()
  const y = box.y + box.height / 2
  const { mouse } = person.page
  await mouse.move(box.x + box.width * 0.1, y)
  await mouse.down()
  let before = ''
  for (const part of [0.12, 0.18, 0.22]) {
    await mouse.move(box.x + box.width * part, y, { steps: 4 })
    await expect(field).not.toHaveValue(before)
    before = await settled_value(field)
    await person.sees_aging(aging(rows, day_of(before)))
  }
  await mouse.up()
  await person.sees_aging(aging(rows, day_of(before)))
  expect(aging(rows, day_of(before)).total).toBeGreaterThan(0)
}

async function drills_down(person) {
  const wanted = aging(rows, day_of(busiest))
  await person.sets_as_of(busiest)
  const slot = 1
  await person.bucket(person.bucket_names()[slot], wanted.buckets[slot - 1]).click()
  const by_customer = person.say('aging.by_customer')
  const table = person.page.getByRole('table', { name: by_customer })
  const owing = [...wanted.customers].filter(([, one]) => one.slots[slot] > 0)
  await expect(table).toHaveAttribute('aria-rowcount', String(owing.length + 2))
  const shown = await person.rows_of(by_customer)
  const sums = shown.pop()
  expect(sums[0]).toBe(person.say('table.total', owing.length))
  for (const cells of shown) {
    const one = wanted.customers.get(cells[0])
    expect(one.slots[slot]).toBeGreaterThan(0)
    expect(cells.at(-1)).toBe(money(one.total, ''))
  }
  // The customer with the most documents there, then one of them.
  const visible = shown.map(cells => cells[0])
  const most = visible.map(name => [name, wanted.customers.get(name).documents
    .filter(document => document.slot === slot)]).sort((a, b) => b[1].length - a[1].length)[0]
  await table.getByRole('row', { name: new RegExp(`^${most[0]} `) }).click()
  const documents = await person.rows_of(person.say('aging.documents'))
  const total = documents.pop()
  const sum = most[1].reduce((so_far, document) => so_far + document.minor, 0)
  expect(total.at(-1)).toBe(money(sum))
  expect(documents.map(cells => [cells[0], cells.at(-1)]).sort()).toEqual(
    most[1].map(document => [document.number, money(document.minor)]).sort())
  const [invoice] = most[1]
  await person.page.getByRole('row', { name: new RegExp(`^${invoice.number} `) }).click()
  const sheet = person.dialog(person.say('invoice.title', invoice.number))
  const open = `${person.say('label.open')} ${money(invoice.minor)}`
  await expect(sheet.getByText(open, { exact: true })).toBeVisible()
  const due = `${person.say('label.due')} ${date_of(invoice.due)}`
  await expect(sheet.getByText(due, { exact: true })).toBeVisible()
  await expect(sheet.getByRole('link', { name: invoice.customer })).toBeVisible()
  await sheet.getByRole('button', { name: person.say('kit.close'), exact: true }).click()
  await expect(sheet).toBeHidden()
}

// Two fresh invoices of one customer, the later due one first: oldest first is by due date.
const customer = rows[0].customer
const fresh = [
  { customer, number: 'E2E-2', amount: '2,000.00', issued: days_ago(20), due: days_ago(1) },
  { customer, number: 'E2E-1', amount: '1,200.50', issued: days_ago(40), due: days_ago(10) },
]

async function preview_of(form, person) {
  const shown = await person.rows_of(person.say('allocate.preview'), form)
  return shown.map(([number, , part, left]) => [number, part, left])
}

async function records_receipts(person) {
  for (const invoice of fresh) await person.issues_invoice(invoice)
  await person.has_saved()
  await person.closes_toasts()
  // Oldest first, seen before it is saved.
  let form = await person.begins_receipt({ customer, amount: '1500', reference: 'BANK-7' })
  await expect(form.getByRole('radio', { name: person.say('allocate.oldest') })).toBeChecked()
  await expect(form.getByRole('table', { name: person.say('allocate.preview') })).toBeVisible()
  expect(await preview_of(form, person)).toEqual(
    [['E2E-1', '1,200.50', '0.00'], ['E2E-2', '299.50', '1,700.50']])
  await person.saves_receipt()
  await person.sees(person.say('receipts.saved', money(150_000), customer))
  await expect(person.button('undo')).toBeVisible()
  await person.has_saved()
  await person.closes_toasts()

  // By hand, and some of it on account.
  form = await person.begins_receipt({ customer, amount: '800' })
  await person.chooses_allocation('by_hand')
  await form.getByRole('textbox', { name: person.say('allocate.amount_for', 'E2E-2') })
    .fill('500.25')
  await expect(form.getByText(person.say('allocate.sum', money(50_025), money(29_975)),
    { exact: true })).toBeVisible()
  await person.saves_receipt()
  await person.has_saved()

  // A third one by mistake, undone from the toast.
  await person.closes_toasts()
  await person.records_receipt({ customer, amount: '1' })
  await person.button('undo').click()
  await person.sees(person.say('undo.done'))
  await person.has_saved()
}

// What the book must say today, wherever it is opened: 1,200.25 of E2E-2 is open, 299.75 unapplied;
// the undone receipt is still on record, and counted nowhere: neither in the head nor in the sums.
const today_wanted = { open: 120_025, unapplied: 29_975, receipts: rows.length + 2 }

async function finds_all_as_it_was(person) {
  await person.goes_to('receipts')
  const unapplied = person.say('receipts.summary_unapplied', count(today_wanted.receipts),
    money(today_wanted.unapplied))
  await expect(person.main.getByText(unapplied, { exact: true })).toBeVisible()
  await person.goes_to('receivables')
  await person.sees_aging(
    { total: today_wanted.open - today_wanted.unapplied, not_due: 0,
      buckets: [today_wanted.open, 0, 0, 0, 0] })
  await person.sets_as_of(busiest)
  await person.sees_aging(aging(rows, day_of(busiest)))
  await person.button('asof.today').first().click()
}

test('the main job: from an empty browser to a book that survives everything', async ({
  browserName }, info) => {
  test.setTimeout(600_000)
  const folder = name => {
    const path = info.outputPath(name)
    mkdirSync(path, { recursive: true })
    return path
  }
  const file = join(folder('files'), 'invoices-2466.csv')
  writeFileSync(file, text)
  const profile = folder('first')
  const server = await serve({ folder: dist, port: 0 })
  const where = { browserName, baseURL: `http://127.0.0.1:${server.address().port}/` }
  const step = test.step
  let { context, person } = await visits(profile, where)

  await step('a new book takes in the sheet', async () => {
    await person.begins_book({ company: 'Northwind Trading', by: 'start.import' })
    await imports_sheet(person, file)
    await person.closes_toasts()
  })
  await step('the aging at any date', () => moves_the_date(person))
  await step('from a bucket to customers, documents and one invoice', () => drills_down(person))
  await step('100 customers with balances', () => sees_customers(person))
  await step('receipts: oldest first, by hand, undone', async () => {
    await person.goes_to('receivables')
    await person.button('asof.today').first().click()
    await records_receipts(person)
    await finds_all_as_it_was(person)
  })
  await step('a reload keeps all', async () => {
    await person.page.reload()
    await person.is_ready()
    await finds_all_as_it_was(person)
  })
  await step('closing the browser keeps all', async () => {
    await context.close()
    ;({ context, person } = await visits(profile, where))
    await finds_all_as_it_was(person)
  })
  await step('killing the browser keeps all that was called saved', async () => {
    await person.records_receipt({ customer, amount: '0.01', reference: 'just before' })
    await kill_browser(profile)
    await context.close().catch(() => {})
    ;({ context, person } = await visits(profile, where))
    today_wanted.open -= 1
    today_wanted.receipts += 1
    await finds_all_as_it_was(person)
  })
  let exported
  let digests
  await step('the book leaves as JSON', async () => {
    digests = await person.digests()
    exported = await person.exports_book(folder('files'))
    expect(exported).toMatch(/\.json$/)
  })
  await step('another profile joins: the same figures, the same digests', async () => {
    const other = await visits(folder('second'), where)
    await other.person.joins(exported)
    await finds_all_as_it_was(other.person)
    expect(await other.person.digests()).toEqual(digests)
    await other.context.close()
  })
  await step('without a network the app opens and works', async () => {
    server.close()
    server.closeAllConnections()
    if (browserName === 'chromium') await context.setOffline(true)
    await person.page.reload()
    await person.is_ready()
    await finds_all_as_it_was(person)
    await person.records_receipt({ customer, amount: '10.00', reference: 'offline' })
    today_wanted.open -= 1000
    today_wanted.receipts += 1
    await person.page.reload()
    await person.is_ready()
    await finds_all_as_it_was(person)
  })
  await context.close()
})

// The receipt again, as others do it: on a phone with fingers, and at a desk without a mouse.
import { expect, test } from './app.mjs'
import { writeFileSync } from 'node:fs'

import { aging, count, day_of, money, read_sheet, sheet_as_known, sheet_text } from
  './figures.mjs'
import { Person } from './person.mjs'

// What the company knew on 30 June 2021: of what was open then, nothing is settled yet.
const text = sheet_as_known(sheet_text(), '2021-06-30').split('\n').slice(0, 401).join('\n')
const rows = read_sheet(text)
const today = day_of(new Date().toISOString().slice(0, 10))

// A customer with at least two open invoices due on different days, oldest first.
function owing_customer() {
  const now = aging(rows, today)
  for (const [customer, one] of now.customers) {
    const documents = one.documents.sort((a, b) => a.due - b.due)
    const dues = new Set(documents.map(document => document.due))
    if (documents.length >= 2 && dues.size === documents.length) return { customer, documents }
  }
  throw new Error('the sheet has no customer with two open invoices')
}
const { customer, documents } = owing_customer()
const [first, second] = documents
const part = 12_345 // of the second one
const paid = first.minor + part
const typed = minor => (minor / 100).toFixed(2)

async function starts_with_sheet(person, info) {
  const file = info.outputPath('invoices.csv')
  writeFileSync(file, text)
  await person.opens()
  await person.begins_book({ company: '江南机电有限公司', by: 'start.import' })
  await person.imports(file)
  const result = await person.result_of_import()
  expect(result('import.created')).toBe(count(rows.length))
  await person.has_saved()
}

async function sees_after(person) {
  await person.goes_to('receivables')
  const wanted = aging(rows.map(row => row === first || row.number === first.number
    ? { ...row, settled: today } : row.number === second.number
      ? { ...row, minor: row.minor - part } : row), today)
  await person.sees_aging(wanted)
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true,
    isMobile: true, locale: 'zh-CN' })

  test('a receipt by finger, its allocation seen before it is saved', async ({ page }, info) => {
    test.setTimeout(240_000)
    const person = new Person(page, 'zh')
    await starts_with_sheet(person, info)
    await person.closes_toasts()
    const form = await person.begins_receipt({ customer, amount: typed(paid) })
    await expect(form.getByRole('table', { name: person.say('allocate.preview') })).toBeVisible()
    const shown = await person.rows_of(person.say('allocate.preview'), form)
    expect(shown.map(cells => [cells[0], cells[2], cells[3]])).toEqual([
      [first.number, money(first.minor, ''), '0.00'],
      [second.number, money(part, ''), money(second.minor - part, '')]])
    await person.saves_receipt()
    await person.sees(person.say('receipts.saved', money(paid), customer))
    await expect(person.button('undo')).toBeVisible()
    await person.has_saved()
    await person.closes_toasts()
    await sees_after(person)
    await page.reload()
    await person.is_ready()
    await sees_after(person)
    // Nothing is wider than the phone.
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(390)
  })
})

test('by keys alone: a book, a customer, an invoice, a receipt, a row opened', async ({ page }) => {
  test.setTimeout(180_000)
  const person = new Person(page)
  const { keyboard } = page
  const named = (role, key, ...args) =>
    page.getByRole(role, { name: person.say(key, ...args), exact: true })
  await person.opens()
  await person.tabs_to(person.button('start.new_book'))
  await keyboard.press('Enter')
  await expect(person.field('label.company')).toBeFocused() // where one types first
  await keyboard.type('Keys Ltd')
  await person.tabs_to(named('combobox', 'label.currency'))
  await keyboard.press('ArrowDown') // opens the list
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(named('combobox', 'label.currency')).toHaveText(/^USD/)
  await person.tabs_to(person.button('start.create'))
  await keyboard.press('Enter')
  await expect(page.getByRole('banner')).toBeVisible({ timeout: 60_000 })

  // A book without anything in it offers this door.
  await person.tabs_to(page.getByRole('button', { name: person.say('today.first_customer') }))
  await keyboard.press('Enter')
  await expect(person.field('label.name')).toBeFocused()
  await keyboard.type('Acme')
  await keyboard.press('Enter')
  await person.sees(person.say('customer.made', 'Acme'))

  // The palette finds what is to be done.
  await keyboard.press('Control+k')
  await keyboard.type(person.say('invoices.issue').slice(0, 5))
  await keyboard.press('Enter')
  const form = person.dialog(person.say('invoices.issue'))
  await expect(form).toBeVisible()
  await expect(named('combobox', 'label.customer')).toBeFocused()
  await keyboard.type('Acm')
  await expect(page.getByRole('option', { name: /^Acme/ })).toBeVisible()
  await keyboard.press('Enter')
  await expect(named('combobox', 'label.customer')).toHaveValue('Acme')
  await person.tabs_to(person.field('label.number'))
  await keyboard.type('K-1')
  await person.tabs_to(person.field('label.amount'))
  await keyboard.type('99.90')
  await person.tabs_to(person.button('invoices.save'))
  await keyboard.press('Enter')
  await person.sees(person.say('invoices.saved', 'K-1', money(9990)))

  await keyboard.press('Control+k')
  await keyboard.type(person.say('receipts.record').slice(0, 8))
  await keyboard.press('Enter')
  await expect(person.receipt_form()).toBeVisible()
  await keyboard.type('Acme')
  await expect(page.getByRole('option', { name: /^Acme/ })).toBeVisible()
  await keyboard.press('Enter')
  await person.tabs_to(person.field('label.amount'))
  await keyboard.type('40')
  await expect(page.getByRole('table', { name: person.say('allocate.preview') })).toBeVisible()
  await person.tabs_to(person.button('receipts.save'))
  await keyboard.press('Enter')
  await person.sees(person.say('receipts.saved', money(4000), 'Acme'))
  await expect(person.receipt_form()).toBeHidden()

  const list = person.page.getByRole('table', { name: person.say('receipts.list') })
  await person.tabs_to(list)
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  const sheet = person.dialog(person.say('receipt.title', money(4000)))
  await expect(sheet.getByText(`${person.say('label.amount')} ${money(4000)}`, { exact: true }))
    .toBeVisible()
  await keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(list).toBeFocused() // and one goes on from there
  await person.has_saved()
})

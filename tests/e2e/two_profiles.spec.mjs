// Two people who both work without a network on one book, and then give each other their files:
// the same figures, the same things to resolve, the same digests.
import { expect, test } from './app.mjs'
import { writeFileSync } from 'node:fs'

import { aging, day_of, money, read_sheet, sheet_as_known, sheet_text } from
  './figures.mjs'
import { Person } from './person.mjs'

const text = sheet_as_known(sheet_text(), '2021-06-30').split('\n').slice(0, 301).join('\n')
const rows = read_sheet(text)
const today = day_of(new Date().toISOString().slice(0, 10))
const open_now = aging(rows, today)
const owing = [...open_now.customers].filter(([, one]) => one.documents.length >= 1)
  .map(([name, one]) => ({ name, document: one.documents.sort((a, b) => a.due - b.due)[0] }))
const [shared, only_a, only_b] = owing
const typed = minor => (minor / 100).toFixed(2)

async function figures(person) {
  await person.closes_toasts() // a list shows as many rows as fit above them
  await person.goes_to('receivables')
  const group = person.main.getByRole('group', { name: person.say('aging.title'), exact: true })
  const facts = await group.locator('span, a').allTextContents()
  const buckets = await group.getByRole('button').allTextContents()
  const table = await person.rows_of(person.say('aging.by_customer'))
  await person.goes_to('receipts')
  // Equal days stand in any order.
  const receipts = (await person.rows_of(person.say('receipts.list'))).map(String).sort()
  return { facts, buckets, table, receipts }
}

async function exceptions(person) {
  await person.goes_to('exceptions')
  const headings = await person.main.getByRole('heading', { level: 2 }).allTextContents()
  const links = await person.main.getByRole('link').allTextContents()
  return { headings: headings.sort(), links: links.sort() }
}

test('both edit offline, exchange files both ways, and hold the same book', async ({ browser,
  baseURL }, info) => {
  test.setTimeout(300_000)
  const people = []
  for (let index = 0; index < 2; ++index) {
    const context = await browser.newContext({ baseURL, locale: 'en-US', acceptDownloads: true })
    people.push(new Person(await context.newPage()))
  }
  const [a, b] = people
  const file = info.outputPath('invoices.csv')
  writeFileSync(file, text)
  await a.opens()
  await a.begins_book({ company: 'Two Desks', by: 'start.import' })
  await a.imports(file)
  await a.has_saved()
  const begun = await a.exports_book(info.outputPath('a'))
  await b.opens()
  await b.joins(begun)
  expect(await b.digests()).toEqual(await a.digests())

  // Each alone. Both take the same payment, and each has one of their own.
  for (const person of people) await person.page.context().setOffline(true)
  await a.records_receipt({ customer: shared.name, amount: typed(shared.document.minor),
    reference: 'SAME-PAYMENT' })
  await b.records_receipt({ customer: shared.name, amount: typed(shared.document.minor),
    reference: 'SAME-PAYMENT' })
  await a.records_receipt({ customer: only_a.name, amount: '12.34' })
  await b.records_receipt({ customer: only_b.name, amount: '56.78' })
  expect((await a.digests()).set).not.toBe((await b.digests()).set)

  const from_a = await a.exports_book(info.outputPath('a2'))
  const from_b = await b.exports_book(info.outputPath('b2'), 'export.start')
  await b.merges(from_a)
  await a.merges(from_b)

  const digests = await a.digests()
  expect(await b.digests()).toEqual(digests)
  const seen = await figures(a)
  expect(await figures(b)).toEqual(seen)
  const paid = 2 * shared.document.minor + 1_234 + 5_678
  expect(seen.facts).toContain(`${a.say('aging.total')} ${money(open_now.total - paid)}`)
  expect(seen.receipts.length).toBeGreaterThanOrEqual(4)

  // The same payment twice: a question for people, and the same one for both.
  const waiting = await exceptions(a)
  expect(waiting.headings).toContain(a.say('exception.possible-duplicate-payment'))
  expect(await exceptions(b)).toEqual(waiting)

  // One answers, the other learns of it.
  await b.press(b.button('exception.choice.same').first())
  await b.has_saved()
  const answered = await exceptions(b)
  expect(answered.headings).not.toContain(b.say('exception.possible-duplicate-payment'))
  await a.merges(await b.exports_book(info.outputPath('b3')))
  expect(await exceptions(a)).toEqual(answered)
  expect(await a.digests()).toEqual(await b.digests())
  for (const person of people) await person.page.context().close()
})

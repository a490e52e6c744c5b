// Letters: a ladder from the first reminder to the lawyer's letter over three months, with a
// dispute in between that a credit note settles; and two people who both run the day without a
// network, and after a merge nothing has been sent twice. At a desk and on a phone.
import { writeFileSync } from 'node:fs'
import { expect, saves_files, test } from './app.mjs'
import { Person } from './person.mjs'

// The page's clock goes on, from a day of ours: it is moved between two loads.
const moved_clock = () => {
  const shift = Number(localStorage.getItem('shift') ?? 0)
  const Real = Date
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + shift) }
    static now() { return Real.now() + shift }
  }
}
const shift_to = date => new Date(`${date}T10:00:00`).getTime() - Date.now()

async function opens_on(person, date) {
  const { page } = person
  await page.evaluate(shift => localStorage.setItem('shift', shift), shift_to(date))
  await page.reload()
  await person.is_ready()
}
const visits = (page, hash) => page.evaluate(where => { location.hash = where }, `#${hash}`)

async function starts({ browser, browserName, baseURL, viewport, isMobile, hasTouch,
  deviceScaleFactor }) {
  const context = await browser.newContext({ baseURL, locale: 'en-US', acceptDownloads: true,
    viewport, ...(browserName === 'firefox' ? {} : { isMobile, hasTouch, deviceScaleFactor }) })
  await context.addInitScript(moved_clock)
  const page = await context.newPage()
  if (browserName !== 'chromium') await saves_files(page)
  return new Person(page)
}

// Opens the first letter of the day, keeps it as sent, and answers what it said.
async function sends(person) {
  const { page, say } = person
  await visits(page, '/dunning')
  await person.press(person.button('dunning.first'))
  const text = page.getByRole('dialog').getByRole('textbox', { name: say('letter.text') })
  await expect(text).toBeVisible()
  const said = await text.inputValue()
  await person.press(person.button('letter.do_keep'))
  await expect(text).toHaveCount(0)
  await person.closes_toasts()
  await person.has_saved()
  return said
}
async function has_none(person) {
  await visits(person.page, '/dunning')
  await expect(person.page.getByText(person.say('dunning.none'), { exact: true })).toBeVisible()
}

const sheet = 'invoice number,customer,invoice date,due date,amount\n' +
  'A-1,Qingyun,2026-01-01,2026-01-31,1000.00\nA-2,Qingyun,2026-01-10,2026-02-09,500.00\n'

test('from the first reminder to the lawyer, with a dispute settled by a credit note', async ({
  browser, browserName, baseURL, viewport, isMobile, hasTouch, deviceScaleFactor }, info) => {
  test.setTimeout(300_000)
  const person = await starts(
    { browser, browserName, baseURL, viewport, isMobile, hasTouch, deviceScaleFactor })
  const { page, say } = person
  await person.opens('./?sw=none')
  await opens_on(person, '2026-02-03')
  const file = info.outputPath('invoices.csv')
  writeFileSync(file, sheet)
  await person.begins_book({ company: 'Ladder Ltd', by: 'start.import' })
  await person.imports(file)
  await person.has_saved()
  const first = await sends(person)
  expect(first).toContain('A-1')
  expect(first).not.toContain('A-2') // not late yet
  await has_none(person)

  // All of A-1 is disputed: the next letter names A-2 alone.
  await visits(page, '/receivables/invoices')
  await person.press(page.getByRole('rowheader', { name: 'A-1' }).first())
  await person.press(person.button('dispute.open'))
  const form = person.dialog(say('dispute.open'))
  await form.getByRole('textbox', { name: say('dispute.amount') }).fill('1000')
  await form.getByRole('textbox', { name: say('label.reason') }).fill('short delivery')
  await person.press(form.getByRole('button', { name: say('dispute.save'), exact: true }))
  await expect(form).toHaveCount(0)
  await person.closes_toasts()
  await person.has_saved()
  await opens_on(person, '2026-02-12')
  const second = await sends(person)
  expect(second).toContain('A-2')
  expect(second).not.toContain('A-1')

  // A credit note over the half of it ends the dispute; the rest is asked for from where it was.
  await visits(page, '/receivables/invoices')
  await person.press(page.getByRole('rowheader', { name: 'A-1' }).first())
  await person.press(person.button('credit.new.credit_note'))
  const note = person.dialog(say('credit.new.credit_note'))
  await person.press(note.getByRole('button', { name: say('number.own'), exact: true }))
  await note.getByRole('textbox', { name: say('label.amount') }).fill('400')
  await note.getByRole('textbox', { name: say('label.reason') }).fill('short delivery')
  await person.press(note.getByRole('button', { name: say('kit.save'), exact: true }))
  await expect(note).toHaveCount(0)
  await person.closes_toasts()
  await visits(page, '/dunning/disputes')
  await person.press(page.getByRole('rowheader', { name: 'Qingyun' }).first())
  await person.press(person.button('dispute.end'))
  const end = person.dialog(say('dispute.end'))
  await person.chooses(say('dispute.came'), say('dispute.outcome.credit_note'), end)
  await person.chooses(say('dispute.document'), /400\.00/, end)
  await end.getByRole('textbox', { name: say('dispute.outcome') }).fill('agreed')
  await person.press(end.getByRole('button', { name: say('dispute.end_do'), exact: true }))
  await expect(end).toHaveCount(0)
  await person.closes_toasts()
  await person.has_saved()

  const said = []
  for (const date of ['2026-02-20', '2026-03-02', '2026-03-12', '2026-04-01']) {
    await opens_on(person, date)
    said.push(await sends(person))
    await has_none(person)
  }
  expect(said[0]).toContain('600.00')
  expect(said[0]).not.toContain('1,000.00')
  // The lawyer's letter lacks a lawyer: it is refused until a person says who.
  await opens_on(person, '2026-05-02')
  await visits(page, '/dunning')
  await person.press(person.button('dunning.first'))
  await expect(page.getByRole('dialog').getByText(say('letter.holes_detail'))).toBeVisible()
  await page.getByRole('textbox', { name: say('letter.field.law_firm') }).fill('Right & Co')
  await page.getByRole('textbox', { name: say('letter.field.lawyer') }).fill('Ms Chen')
  await person.press(person.button('letter.fill'))
  await expect(page.getByRole('textbox', { name: say('letter.text') })).toHaveValue(/Right & Co/)
  await person.press(person.button('letter.do_keep'))
  await person.has_saved()
  await visits(page, '/dunning/sent')
  const lawyer = new RegExp(say('letter.name.lawyer').replace(/[()]/g, '\\$&'))
  await expect(page.getByText(lawyer).first()).toBeAttached()
  await page.context().close()
})

test('two who run the same day without a network: after a merge nothing was sent twice', async ({
  browser, browserName, baseURL, viewport, isMobile, hasTouch, deviceScaleFactor }, info) => {
  test.setTimeout(300_000)
  const screen = { browser, browserName, baseURL, viewport, isMobile, hasTouch, deviceScaleFactor }
  const [a, b] = [await starts(screen), await starts(screen)]
  for (const person of [a, b]) {
    await person.opens()
    await opens_on(person, '2026-02-20')
  }
  const at = async person => { // their windows are tabs of one in some browsers
    await person.page.bringToFront()
    return person
  }
  const file = info.outputPath('invoices.csv')
  writeFileSync(file, sheet)
  await at(a)
  await a.begins_book({ company: 'Two Desks', by: 'start.import' })
  await a.imports(file)
  await a.has_saved()
  const begun = await a.exports_book(info.outputPath('a'))
  await (await at(b)).joins(begun)
  for (const person of [a, b]) await person.page.context().setOffline(true)
  const by_a = await sends(await at(a))
  const from_a = await a.exports_book(info.outputPath('a2'))
  expect(await sends(await at(b))).toEqual(by_a) // the same letter, to the last byte
  await b.merges(from_a)
  const from_b = await b.exports_book(info.outputPath('b2'), 'export.start')
  await (await at(a)).merges(from_b)
  for (const person of [a, b]) {
    await has_none(await at(person))
    await visits(person.page, '/dunning/sent')
    const table = person.page.getByRole('table', { name: person.say('dunning.tab.sent') })
    await expect(table.getByRole('rowheader')).toHaveCount(1)
    expect(await person.page.getByText(person.say('exception.id-clash')).count()).toBe(0)
  }
  const view_of_b = (await b.digests()).view
  expect((await (await at(a)).digests()).view).toBe(view_of_b)
  for (const person of [a, b]) await person.page.context().close()
})

// What a company brings along: customers, contacts, receipts and what was said before, from small
// files; one with wrong rows, a mapping that is corrected once, and everything out again.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, pastes, saves_files, test } from './app.mjs'
import { Person } from './person.mjs'

test.use({ locale: 'en-US' })

const customers = `Customer code,Customer name,Region,Phone,Tax number
C1,Northwind Ltd,North,+44 1,GB1
C2,Contoso GmbH,South,+49 2,DE2
`
const contacts = `Customer code,Contact name,Job title,Mobile
C1,Ann Lee,Accounts payable,0171
C2,Max Bauer,Owner,0172
`
const receipts = `Customer code,Payment date,Received amount,Method,Reference
C1,2026-02-03,1200.00,Bank transfer,A1
C2,2026-02-04,abc,Cash,
C9,2026-02-05,5.00,,
`
const log = `Customer code,Contact date,Channel,Outcome,Person,Content
C1,2026-02-10,Phone,Promised to pay,Ann Lee,by Friday
C2,2026-02-11,Visit,No answer,,closed
`

async function begins(page, info, browserName) {
  test.setTimeout(180_000)
  test.skip(/phone/.test(info.project.name), 'a desk\'s work; a phone\'s has walks of its own')
  const folder = mkdtempSync(join(tmpdir(), 'huikuan-imports-'))
  const person = new Person(page, 'en')
  person.folder = folder
  person.file = (name, text) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  if (browserName !== 'chromium') await saves_files(page)
  await person.opens()
  await person.begins_book({ company: 'Desk Ltd' })
  await person.goes_to('import')
  return person
}
const kind_shown = person =>
  person.page.getByRole('combobox', { name: person.say('import.kind'), exact: true })

// The file is taken for what it is, and comes in.
async function brings(person, file, kind, counts) {
  await person.shows_file(file)
  await expect(person.start_of_import()).toBeEnabled({ timeout: 60_000 })
  await expect(kind_shown(person)).toContainText(person.say(`import.kind.${kind}`))
  const start = await person.start_of_import().boundingBox() // seen without a turn of the wheel
  expect(start.y + start.height).toBeLessThan(person.page.viewportSize().height)
  await person.press(person.start_of_import())
  await person.sees_import_end()
  const result = await person.result_of_import()
  for (const [key, count] of Object.entries(counts)) expect(result(key), key).toBe(count)
}

test('customers, contacts, receipts and a contact log come in once', async ({ page,
  browserName }, info) => {
  const person = await begins(page, info, browserName)
  const { say } = person
  const files = {
    customers: person.file('customers.csv', customers),
    contacts: person.file('contacts.csv', contacts),
    receipts: person.file('receipts.csv', receipts),
    contact_log: person.file('log.csv', log),
  }
  await brings(person, files.customers, 'customers', { 'import.new.customers': '2' })
  await brings(person, files.contacts, 'contacts', { 'import.new.contacts': '2' })
  await brings(person, files.receipts, 'receipts',
    { 'import.new.receipts': '1', 'import.refused': '2' })

  // The wrong rows as a file, the reason beside each.
  const refused = await person.rows_of(say('import.refused'))
  expect(refused.map(cells => cells[0])).toEqual(['3', '4'])
  const saved = await person.receives(person.button('import.save_refused'), person.folder)
  const rows = readFileSync(saved, 'utf8').trim().split('\r\n')
  expect(rows.length).toBe(3)
  expect(rows[0]).toMatch(new RegExp(`,${say('import.reason')}$`))
  expect(rows[1]).toContain('is no number')
  expect(rows[2]).toContain('no customer of code')

  await brings(person, files.contact_log, 'contact_log', { 'import.new.contact_log': '2' })
  await person.has_saved()

  // Again: nothing new.
  for (const [kind, file] of Object.entries(files)) {
    await brings(person, file, kind, { [`import.new.${kind}`]: '0' })
  }

  // A field that is empty in the book is filled in when that is wished.
  await brings(person, person.file('more.csv', customers.replace('Region', 'Industry')),
    'customers', { 'import.skipped': '2' })
  await person.press(person.button('import.fill', '2'))
  await expect(page.getByRole('group', { name: say('import.result') })
    .getByText(`${say('import.filled')} 2`, { exact: true })).toBeVisible({ timeout: 60_000 })

  // The receipt goes out again as one step, and in again.
  await brings(person, files.receipts, 'receipts', { 'import.skipped': '1' })
  await person.press(person.button('import.take_out'))
  await person.sees(say('import.taken_out_done', '1'))
  await person.press(person.button('import.again'))
  await person.sees_import_end()
  expect((await person.result_of_import())('import.new.receipts')).toBe('1')

  await person.goes_to('customers')
  await expect(page.getByRole('row', { name: /Northwind Ltd/ })).toBeVisible()
  rmSync(person.folder, { recursive: true })
})

test('a mapping that was corrected is proposed the next time, renamed and removed',
  async ({ page, browserName }, info) => {
  const person = await begins(page, info, browserName)
  const { say } = person
  await brings(person, person.file('customers.csv', customers), 'customers',
    { 'import.new.customers': '2' })

  await person.shows_file(person.file('cash desk.csv', 'Wer,Wann,Wieviel\nC1,2026-03-01,9.00\n'))
  await person.sees('cash desk.csv')
  await expect(page.getByRole('progressbar')).toHaveCount(0) // nothing will move any more
  await person.chooses(say('import.kind'), say('import.kind.receipts'))
  for (const [field, heading] of [['customer_code', 'Wer'], ['date', 'Wann'],
    ['amount', 'Wieviel']]) {
    await person.chooses(say(`import.field.${field}`), heading)
  }
  await expect(person.start_of_import()).toBeEnabled()
  await person.press(person.start_of_import())
  await person.sees_import_end()
  await person.has_saved()

  // The same headings in another order, and pasted from a sheet.
  await person.closes_toasts()
  await person.shows_file(person.file('later.csv', 'Wieviel,Wer,Wann\n8.00,C1,2026-03-02\n'))
  await person.sees(say('import.proposed', 'cash desk'))
  await expect(kind_shown(person)).toContainText(say('import.kind.receipts'))
  await expect(page.getByRole('combobox', { name: say('import.field.amount'), exact: true }))
    .toContainText('Wieviel')
  await expect(person.start_of_import()).toBeEnabled()
  await pastes(page, 'Wer\tWann\tWieviel\nC2\t2026-03-03\t7.00\nC2\t2026-03-04\t7.00\n')
  await expect(person.button('import.start', '2')).toBeEnabled()
  await person.sees(say('import.proposed', 'cash desk'))
  await person.press(person.start_of_import())
  await person.sees_import_end()
  expect((await person.result_of_import())('import.new.receipts')).toBe('2')

  // The list of what is kept stands where a file is chosen: after a new start of the page.
  await person.has_saved()
  await page.reload()
  await person.is_ready()
  await person.goes_to('import')
  await person.press(person.button('import.kept_rename', 'cash desk'))
  const name = page.getByRole('textbox', { name: say('import.preset_name'), exact: true })
  await name.fill('Till')
  await name.press('Enter')
  await expect(person.button('import.kept_remove', 'Till')).toBeVisible()
  await person.closes_toasts()
  await person.press(person.button('import.kept_remove', 'Till'))
  await expect(person.button('import.kept_remove', 'Till')).toHaveCount(0)
  await person.press(page.getByRole('button', { name: say('undo'), exact: true }).last())
  await expect(person.button('import.kept_remove', 'Till')).toBeVisible()
  rmSync(person.folder, { recursive: true })
})

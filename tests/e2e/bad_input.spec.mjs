// Files that are damaged, foreign or something else altogether: each gets a sentence that names the
// place and what to do, and the book stays as it was.
import { expect, test } from './app.mjs'
import {
  closeSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync,
} from 'node:fs'

import { Person } from './person.mjs'

const head = 'customer,invoice,date,due,amount'

async function starts(page, info, language = 'en') {
  const person = new Person(page, language)
  await person.opens()
  await person.begins_book({ company: 'Hard Cases', by: 'start.import' })
  person.file = (name, content) => {
    const path = info.outputPath(name)
    writeFileSync(path, content)
    return path
  }
  return person
}

// The book as its counts tell it: what a refused file must leave alone.
async function book_now(person) {
  await person.goes_to('integrity')
  const texts = await person.main.getByRole('group', { name: person.say('integrity.book') })
    .locator('span').allTextContents()
  await person.goes_to('import')
  return texts
}

async function is_refused(person, path, ...parts) {
  await person.shows_file(path)
  const name = path.split('/').at(-1)
  const alert = person.main.getByRole('alert')
  for (const part of parts) await expect(alert.filter({ hasText: part }).first()).toBeVisible()
  await expect(person.main.getByText(name, { exact: true })).toBeVisible()
  const start = person.start_of_import()
  if (await start.count() > 0) await expect(start).toBeDisabled()
}

function utf16(text) {
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
}

test('encodings: GBK, UTF-16 and a byte order mark need no question', async ({ page }, info) => {
  const person = await starts(page, info)
  // 客户,发票号,开票日期,金额 / 禾舟贸易,G1,2025-01-01,1.00 in GBK
  const gbk = Buffer.concat([
    Buffer.from('bfcdbba72cb7a2c6b1bac52cbfaac6b1c8d5c6da2cbdf0b6ee0a', 'hex'),
    Buffer.from('bacCD6DBC3B3D2D7'.toLowerCase(), 'hex'), Buffer.from(',G1,2025-01-01,1.00\n')])
  const zh = '客户,发票号,开票日期,金额\n禾舟贸易,'
  const files = [
    person.file('gbk.csv', gbk),
    person.file('wide.csv', utf16(`${zh}U1,2025-01-01,2.00\n`)),
    person.file('mark.csv', `\uFEFF${zh}B1,2025-01-01,4.00\n`)]
  for (const file of files) {
    await person.imports(file)
    const result = await person.result_of_import()
    expect([result('import.created'), result('import.refused')]).toEqual(['1', '0'])
  }
  await person.has_saved()
  await person.goes_to('customers')
  // One customer, read the same from all three.
  const [row, ...others] = await person.rows_of(person.say('nav.customers'))
  expect(others).toEqual([])
  // In the book's own currency, which a list does not repeat in each row.
  expect([row[0], row[3]]).toEqual(['禾舟贸易', '7.00'])
})

test('files that are no sheet, or leave out what is needed', async ({ page }, info) => {
  const person = await starts(page, info)
  await person.imports(person.file('good.csv', `${head}\nAcme,1,2025-01-01,2025-01-31,10.00\n`))
  await person.has_saved()
  const before = await book_now(person)

  await is_refused(person, person.file('page.csv',
    '<!DOCTYPE html><html><body>Please log in</body></html>'), /web page/, /Export the table again/)
  await is_refused(person, person.file('book.csv',
    Buffer.from('504b0304787878785b436f6e74656e745f54797065735d2e786d6c', 'hex')),
    /workbook is damaged/, /save it anew/)
  await is_refused(person, person.file('empty.csv', ''), /empty/)
  await is_refused(person, person.file('few.csv', 'customer,invoice,due\nAcme,2,2025-01-31\n'),
    /invoice date/i, /amount/i)
  await is_refused(person, person.file('open.csv', `${head}\n"Acme,3,2025-01-01,2025-01-31,5\n`),
    /2.*quotation mark.*close it/i)
  await is_refused(person, person.file('broken.csv', Buffer.concat([
    Buffer.from('客户,发票号,开票日期,金额\n'), Buffer.from([0xff, 0xff, 0xff]),
    Buffer.from(',1,2025-01-01,1.00\n')])), /2/, /UTF-8/)

  expect(await book_now(person)).toEqual(before)
})

test('a question is asked, and answering it lets the file in', async ({ page }, info) => {
  const person = await starts(page, info)
  await is_refused(person, person.file('days.csv',
    `${head}\nAcme,1,01/02/2025,,5\nAcme,2,03/04/2025,,6\n`), /day\/month.*month\/day.*choose/)
  await person.chooses(person.say('import.date_order'), person.say('import.dmy'))
  await expect(person.start_of_import()).toBeEnabled()
  await person.press(person.start_of_import())
  await person.sees_import_end()
  await person.goes_to('receivables')
  await person.press(page.getByRole('tab', { name: person.say('invoices.title') }))
  await expect(page.getByRole('row', { name: /^1 Acme 2025-02-01/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /^2 Acme 2025-04-03/ })).toBeVisible()
})

test('good rows go in, bad ones are listed and saved; a second time creates nothing', async ({
  page }, info) => {
  const person = await starts(page, info)
  const file = person.file('mixed.csv', [head,
    'Acme,M1,2025-01-01,2025-01-31,"1,234.50"',
    'Acme,M2,2025-02-30,2025-03-31,10.00',
    'Acme,M3,2025-02-01,2025-03-31,abc',
    'Beta,M4,2025-02-01,2025-03-31,0',
    'Beta,M5,2025-02-01,2025-03-31,7.25',
    ',M6,2025-02-01,2025-03-31,7.25', ''].join('\n'))
  await person.imports(file)
  let result = await person.result_of_import()
  expect([result('import.read'), result('import.created'), result('import.refused')])
    .toEqual(['6', '2', '4'])
  const refused = await person.rows_of(person.say('import.refused'))
  expect(refused.map(cells => cells[0])).toEqual(['3', '4', '5', '7'])
  expect(refused[0][1]).toMatch(/2025-02-30/)
  expect(refused[1][1]).toMatch(/abc/)
  for (const [, reason] of refused) expect(reason.length).toBeGreaterThan(15)
  const saved = readFileSync(
    await person.receives(person.button('import.save_refused'), info.outputPath()), 'utf8')
  expect(saved.split(/\r?\n/)[0]).toContain('invoice')
  for (const number of ['M2', 'M3', 'M4', 'M6']) expect(saved).toContain(number)
  expect(saved).not.toContain('M5')
  await person.has_saved()

  const before = await book_now(person)
  await person.imports(file)
  result = await person.result_of_import()
  expect([result('import.read'), result('import.created'), result('import.skipped'),
    result('import.receipts_created'), result('import.customers_created'),
    result('import.refused')]).toEqual(['6', '0', '2', '0', '0', '4'])
  expect(await book_now(person)).toEqual(before)
})

test('amounts, currencies and numbers that a book cannot hold are told row by row', async ({
  page }, info) => {
  const person = await starts(page, info)
  await person.imports(person.file('kinds.csv', [`${head},currency`,
    'Acme,K1,2025-01-01,2025-01-31,10.00,USD',
    'Acme,K2,2025-01-01,2025-01-31,10.00,ZZZ',
    'Acme,K3,2025-01-01,2025-01-31,-5.00,USD',
    'Acme,K4,2025-01-01,2025-01-31,0.00,USD',
    'Acme,K5,2025-01-01,2025-01-31,0.001,USD',
    'Acme,K1,2025-01-01,2025-01-31,11.00,USD',
    'Acme,K1,2025-01-01,2025-01-31,10.00,USD',
    'Acme,K6,2025-01-01,2025-01-31,500,JPY', ''].join('\n')))
  const result = await person.result_of_import()
  expect(['read', 'created', 'credits_created', 'skipped', 'refused']
    .map(key => result(`import.${key}`)))
    .toEqual(['8', '2', '1', '1', '4']) // what is below zero is a credit of the customer
  const refused = await person.rows_of(person.say('import.refused'))
  expect(refused.map(cells => cells[0])).toEqual(['3', '5', '6', '7'])
  const words = refused.map(cells => cells[1])
  expect(words[0]).toMatch(/ZZZ.*ISO 4217/)
  expect(words[1]).toMatch(/amount is not above zero/i)
  expect(words[2]).toMatch(/0\.001/)
  expect(words[3]).toMatch(/2/) // the line that has the number first
})

test('1.234,50 is read as it is meant; 1.234 alone is asked about', async ({ page }, info) => {
  const person = await starts(page, info)
  await is_refused(person, person.file('either.csv',
    `customer;invoice;date;amount\nAcme;1;2025-01-01;1.234\n`), /decimal point or a decimal comma/)
  await person.imports(person.file('comma.csv',
    `customer;invoice;date;amount\nAcme;2;2025-01-01;1.234,50\nAcme;3;2025-01-01;2,25\n`))
  await person.goes_to('customers')
  const [row] = await person.rows_of(person.say('nav.customers'))
  expect(row[3]).toBe('1,236.75')
})

test('files of hundreds of megabytes are told, and the page goes on', async ({ page }, info) => {
  test.setTimeout(300_000)
  const person = await starts(page, info)
  const before = await book_now(person)
  const large = person.file('large.csv', '')
  truncateSync(large, 300 * 1024 * 1024)
  await is_refused(person, large, /larger than 268,?435,?456 bytes.*split it/)

  // 200 MB, within the limit of bytes; the rows are what is too many.
  const line = 'Acme,I0000000,2025-01-01,2025-01-31,10.00,a remark that fills the line up\n'
  const rows = line.repeat(10_000)
  const file = openSync(info.outputPath('long.csv'), 'w')
  writeSync(file, `${head},note\n`)
  for (let written = 0; written < 200 * 1024 * 1024; written += rows.length) writeSync(file, rows)
  closeSync(file)
  await person.shows_file(info.outputPath('long.csv'))
  await expect(person.main.getByRole('alert').filter({ hasText: /more than 500,?000 rows.*split/ }))
    .toBeVisible({ timeout: 240_000 })
  rmSync(info.outputPath('long.csv'))
  expect(await book_now(person)).toEqual(before)
  await person.imports(person.file('good.csv', `${head}\nAcme,1,2025-01-01,2025-01-31,10.00\n`))
  await person.has_saved()
})

test('a book file that is cut or changed is refused whole', async ({ page, browser, baseURL },
  info) => {
  const person = await starts(page, info)
  const lines = Array.from({ length: 60 }, (_, at) =>
    `Customer ${at % 7},D${at},2025-01-01,2025-01-31,${at + 1}.25`)
  await person.imports(person.file('some.csv', `${[head, ...lines].join('\n')}\n`))
  await person.has_saved()
  const whole = await person.exports_book(info.outputPath())
  const bytes = readFileSync(whole)
  const digests = await person.digests()

  // A colleague has the book as it is, and one more receipt, which the good file would not lose.
  const context = await browser.newContext({ baseURL, locale: 'en-US' })
  const other = new Person(await context.newPage())
  await other.opens()
  await other.joins(whole)
  expect(await other.digests()).toEqual(digests)
  await other.records_receipt({ customer: 'Customer 3', amount: '3.00' })
  const later = readFileSync(await other.exports_book(info.outputPath()))
  await context.close()

  const at = later.lastIndexOf(Buffer.from('300'))
  expect(at).toBeGreaterThan(0)
  const changed = Buffer.from(later)
  changed[at] = '9'.charCodeAt(0) // 3.00 becomes 9.00
  const damaged = {
    'cut.json': later.subarray(0, later.length >> 1),
    'changed.json': changed,
  }
  await person.goes_to('settings')
  for (const [name, content] of Object.entries(damaged)) {
    await person.picks_file(person.button('merge.choose'), person.file(name, content))
    const dialog = person.dialog(person.say('merge.title'))
    await expect(dialog.getByRole('alert')).toContainText(/damaged|cut off|does not match|hash/i)
    await person.sees(person.say('merge.nothing_changed'))
    await person.press(dialog.getByRole('button', { name: person.say('kit.close_words') }).last())
    await expect(dialog).toBeHidden()
  }
  expect(await person.digests()).toEqual(digests)
  // The same file unharmed brings the receipt; what was joined before is not written twice.
  await person.merges(person.file('later.json', later))
  expect((await person.digests()).set).not.toBe(digests.set)
  expect(bytes.length).toBeLessThan(later.length)
})

test.describe('in Chinese', () => {
  test.use({ locale: 'zh-CN' })
  test('a file has the same sentences, in Chinese', async ({ page }, info) => {
    const person = await starts(page, info, 'zh')
    // What a sentence says around what it tells of the file.
    const pieces = (key, ...told) => person.say(key, ...told, '\0', '\0')
      .replace(/[。：；]$/, '').split('\0').filter(piece => piece.length > 1)
    const files = {
      'page.csv': ['<!DOCTYPE html><html><body>login</body></html>',
        'error.unsupported.file.html'],
      'book.csv': [Buffer.from('504b0304787878785b436f6e74656e745f54797065735d2e786d6c', 'hex'),
        'error.corrupt.workbook'],
      'empty.csv': ['', 'error.required.file'],
      'open.csv': [`${head}\n"Acme,3,2025-01-01,2025-01-31,5\n`, 'error.malformed.quote'],
      'broken.csv': [Buffer.concat([Buffer.from('客户,发票号,开票日期,金额\n'),
        Buffer.from([0xff, 0xff, 0xff]), Buffer.from(',1,2025-01-01,1.00\n')]),
      'error.malformed.encoding', 'UTF-8'],
      'days.csv': [`${head}\nAcme,1,01/02/2025,,5\nAcme,2,03/04/2025,,6\n`,
        'error.ambiguous.issued'],
      'either.csv': ['customer;invoice;date;amount\nAcme;1;2025-01-01;1.234\n',
        'error.ambiguous.amount'],
    }
    for (const [name, [content, key, ...told]] of Object.entries(files)) {
      await test.step(name, () =>
        is_refused(person, person.file(name, content), ...pieces(key, ...told)))
    }
    await person.imports(person.file('rows.csv', [`${head},currency`,
      'Acme,K1,2025-01-01,2025-01-31,10.00,USD', 'Acme,K2,2025-01-01,2025-01-31,abc,USD',
      'Acme,K3,2025-01-01,2025-01-31,1.00,ZZZ', 'Acme,K4,2025-01-01,2025-01-31,0.001,USD',
      'Acme,K1,2025-01-01,2025-01-31,11.00,USD', ''].join('\n')))
    const reasons = (await person.rows_of(person.say('import.refused'))).map(cells => cells[1])
    expect(reasons).toHaveLength(4)
    const sentences = [['error.malformed.amount', 'abc'], ['error.unknown_currency', 'ZZZ'],
      ['error.amount_precision', '0.001'], ['error.duplicate_number.line', '2']]
    for (const [at, [key, told]] of sentences.entries()) {
      for (const piece of pieces(key, told)) expect(reasons[at]).toContain(piece)
    }
  })
})

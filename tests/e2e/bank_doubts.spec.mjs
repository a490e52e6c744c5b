// Statements that do not add up, are broken, or are another's, in the page itself: each has its
// sentence in the language of the page, no row goes in silence, and what went in comes out again as
// one step.
import { writeFileSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from './app.mjs'
import { Person } from './person.mjs'

const library = '../../node_modules/write-excel-file/modules/xlsx/generateXlsxFileContents.js'
const { default: workbook_parts } = await import(library)

const titles = '日期,摘要,收入,支出,余额\n'
const own = '账号,62220001\n'
const text = value => ({ value, type: String })
const number = value => ({ value, type: Number, format: '0.00' })
const day = value => ({ value: new Date(`${value}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' })
const heads = [text('日期'), text('摘要'), text('收入'), text('对方')]

// A workbook of these rows; `change` may say its parts otherwise.
function workbook(rows, change = (name, part) => part) {
  const parts = workbook_parts([[text('账号'), text('62220009')], heads, ...rows],
    { sheet: 's' }, {})
  return Buffer.from(zipSync(Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, strToU8(change(name, part))]))))
}
// As an archive whose parts are encrypted says it.
function locked(bytes) {
  for (const [mark, flags] of [['PK\x03\x04', 6], ['PK\x01\x02', 8]]) {
    for (let at = bytes.indexOf(mark, 0, 'latin1'); at >= 0;
      at = bytes.indexOf(mark, at + 4, 'latin1')) bytes[at + flags] |= 1
  }
  return bytes
}
// As programs of before 1997 keep what they write: one stream of this name in a compound file.
function compound(name) {
  const bytes = Buffer.alloc(512 * 3 + 4096)
  const put = (at, value, size = 4) => bytes.writeUIntLE(value, at, size)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes)
  for (const [i, value] of [0x3e, 3, 0xfffe, 9, 6].entries()) put(24 + i * 2, value, 2)
  const words = [1, 1, 0, 4096, 0xfffffffe, 0, 0xfffffffe, 0, 0]
  for (const [i, value] of words.entries()) put(44 + i * 4, value)
  bytes.fill(0xff, 80, 1024)
  for (const [i, value] of [0xfffffffd, 0xfffffffe, 3, 4, 5, 6, 7, 8, 9, 0xfffffffe].entries()) {
    put(512 + i * 4, value)
  }
  for (const [i, [called, type, child, start, size]] of [
    ['Root Entry', 5, 1, 0xfffffffe, 0], [name, 2, 0xffffffff, 2, 4096],
    ['', 0, 0xffffffff, 0, 0], ['', 0, 0xffffffff, 0, 0]].entries()) {
    const at = 1024 + i * 128
    bytes.write(called, at, 'utf16le')
    put(at + 64, called === '' ? 0 : (called.length + 1) * 2, 2)
    put(at + 66, type, 1)
    put(at + 67, 1, 1)
    put(at + 68, 0xffffffff)
    put(at + 72, 0xffffffff)
    put(at + 76, child)
    put(at + 116, start)
    put(at + 120, size)
  }
  return bytes
}
const archive = parts => Buffer.from(zipSync(Object.fromEntries(
  Object.entries(parts).map(([name, part]) => [name, strToU8(part)]))))
const good = [[day('2025-03-01'), text('货款'), number(10), text('甲')]]

// What is said (keys with their values), and how many lines would come in; null: none at all.
const cases = [
  ['totals.csv', `${own}日期,摘要,收入,支出\n2025-01-05,a,10.00,\n2025-01-06,b,5.00,\n` +
    '合计,,16.00,0\n', [['doubt.totals', '16.00 / 15.00']], 2],
  ['jump.csv', `${own}${titles}2025-01-05,a,10.00,,110.00\n2025-01-06,b,,5.00,105.00\n` +
    '2025-01-08,d,1.00,,206.00\n', [['doubt.balance_jump', '106.00 / 206.00']], 3],
  ['pages.csv', `${own}${titles}2025-01-05,a,10.00,,110.00\n2025-01-06,b,20.00,,130.00\n` +
    `${titles}2025-01-05,a,10.00,,110.00\n2025-01-06,b,20.00,,130.00\n`,
    [['doubt.repeated', '3'], ['doubt.repeated', '4']], 2],
  ['other.csv', '本方账号,日期,摘要,金额\n622,2025-01-05,a,1.00\n622,2025-01-06,b,2.00\n' +
    '955,2025-01-07,c,3.00\n', [['doubt.other_account', '955']], 2],
  ['equal.csv', '账号,62220001\n日期,摘要,币种,金额\n2025-01-05,a,CNY,1.00\n' +
    '2025-01-05,a,CNY,1.00\n2025-01-06,b,USD,2.00\n2025-01-07,c,CNY,3.00\n',
  [['doubt.equal_lines', '3'], ['doubt.foreign', 'USD']], 4],
  ['odd.csv', `${own}${titles}2025-01-05,a,10.00,,110.00\n2025-01-06,b,20.00,,13O.00\n` +
    '2025-01-07,c,1.00,,131.00\n', [['doubt.odd_balance', '13O.00']], 3],
  ['future.csv', `${own}${titles}2099-01-05,a,10.00,,110.00\n`,
    [['doubt.future', '2099-01-05']], 1],
  ['sign.csv', `${own}日期,摘要,收入,支出\n2025-01-05,a,10.00,\n2025-01-06,冲正,,-6.00\n`,
    [['doubt.sign']], 2],
  ['zero.csv', `${own}${titles}2025-01-05,a,-0.00,,100.00\n` +
    '２０２５-０１-０６,b,１０．５０,,１１０．５０\n', [], 1],
  ['refused.csv', `${own}${titles}2025-02-30,a,10.00,,110.00\n2025-03-01,b,abc,,110.00\n` +
    '2025-03-02,c,1.00,,111.00\n', [['import.refused_title', '2']], 1],
  ['all_refused.csv', `${own}${titles}2025-02-30,a,10.00,,110.00\n2025-03-01,b,abc,,110.00\n`,
    [['import.refused_title', '2'], ['bank.all_refused']], 0],
  ['quiet.csv', `${own}${titles}2025-01-05,a,0.00,,100.00\n2025-01-06,b,-0.00,,100.00\n`,
    [['bank.no_lines']], 0],
  ['headings.csv', `${own}${titles}`, [['error.required.rows']], null],
  ['locked.xlsx', locked(workbook(good)), [['error.unsupported.workbook.password']], null],
  ['broken.xlsx', workbook(good).subarray(0, 900), [['error.corrupt.workbook', 'zip']], null],
  ['merged.xlsx', workbook([
    [day('2025-03-01'), text('货款'), number(10), { ...text('甲'), rowSpan: 2 }],
    [day('2025-03-02'), text('货款'), number(11), null]]), [['workbook.merged', '1']], 2],
  ['formula.xlsx', workbook([...good,
    [day('2025-03-02'), text('货款'), { value: '1+1', type: 'Formula' }, text('乙')]]),
  [['workbook.no_value', '1']], 1],
  ['since_1904.xlsx', workbook(good, (name, part) => name.endsWith('workbook.xml')
    ? part.replace(/<workbookPr[^>]*>/, '<workbookPr date1904="1"/>') : part),
  [['workbook.since_1904']], 1],
  ['hidden.xlsx', workbook([...good,
    [day('2025-03-02'), text('货款'), number(11), text('乙')]], (name, part) =>
    part.replace('<row r="4"', '<row r="4" hidden="1"')), [['workbook.hidden_rows', '1']], 2],
  ['binary.xlsx', archive({ '_rels/.rels': '<Relationships><Relationship Id="1" ' +
    'Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>' }),
  [['error.unsupported.workbook.xlsb']], null],
  ['open.xlsx', archive({ 'content.xml': '<x/>', mimetype: 'ods' }),
    [['error.unsupported.workbook.ods']], null],
  ['old.xls', compound('Book'), [['error.unsupported.workbook.old']], null],
  ['words.xls', compound('WordDocument'), [['error.unsupported.workbook.document']], null],
]

for (const language of ['zh', 'en']) {
  test.describe(language, () => {
    test.use({ locale: language === 'zh' ? 'zh-CN' : 'en-US' })
    test(`bad statements have their sentence: ${language}`, async ({ page }, info) => {
      test.skip(/phone/.test(info.project.name), 'words are the same on every screen')
      test.setTimeout(240_000)
      const person = new Person(page, language)
      const { say } = person
      const file = (name, content) => {
        const path = info.outputPath(name)
        writeFileSync(path, content)
        return path
      }
      const says = words => expect(person.main.getByText(words.replace(/[.。]$/, '')).first())
        .toBeVisible()
      await person.opens()
      await person.begins_book({ company: 'Hard Cases', currency: 'CNY' })
      await page.evaluate(() => { location.hash = '#/receipts/bank' })
      for (const [name, content, sentences, fresh] of cases) {
        await test.step(name, async () => {
          await person.picks_file(person.button('bank.import').first(), file(name, content))
          await expect(person.main.getByText(name, { exact: true })).toBeVisible()
          for (const [key, ...values] of sentences) await says(say(key, ...values))
          if (fresh === null) {
            await expect(page.getByRole('button', { name: say('bank.take_in', 1) })).toHaveCount(0)
          } else {
            await expect(person.button('bank.take_in', fresh)).toBeEnabled({ enabled: fresh > 0 })
          }
          await person.press(person.button('kit.cancel'))
        })
      }
      // Nothing of what was only looked at has gone in.
      await says(say('bank.empty'))

      const first = file('first.csv', `${own}${titles}2025-01-05,a,10.00,,110.00\n` +
        '2025-01-06,b,20.00,,130.00\n')
      await person.picks_file(person.button('bank.import').first(), first)
      await person.press(person.button('bank.take_in', 2))
      await expect.poll(async () => (await person.rows_of(say('bank.tab'))).length).toBe(2)
      await person.closes_toasts()
      // A period that the book has a part of, and one that does not follow.
      await person.picks_file(person.button('bank.import').first(), file('overlap.csv',
        `${own}${titles}2025-01-06,b,20.00,,130.00\n2025-01-07,c,1.00,,131.00\n`))
      await says(say('doubt.overlap', '2025-01-06 – 2025-01-06, 1'))
      await expect(person.button('bank.take_in', 1)).toBeEnabled()
      await person.press(person.button('kit.cancel'))
      await person.picks_file(person.button('bank.import').first(), file('gap.csv',
        `${own}${titles}2025-01-09,c,1.00,,999.00\n`))
      await says(say('doubt.gap', '130.00 / 998.00'))
      await person.press(person.button('kit.cancel'))

      // Another account than the book has; and, with two in it, a file that names none.
      await person.picks_file(person.button('bank.import').first(), file('new.csv',
        '账号,955\n日期,摘要,金额\n2025-02-05,x,3.00\n'))
      await says(say('doubt.new_account', '62220001'))
      await person.press(person.button('bank.take_in', 1))
      await expect.poll(async () => (await person.rows_of(say('bank.tab'))).length).toBe(3)
      await person.closes_toasts()
      // Which account such files are of is said once, and remembered.
      await person.picks_file(person.button('bank.import').first(), file('bare.csv',
        '日期,摘要,金额\n2025-02-15,z,3.50\n'))
      await page.getByRole('textbox', { name: say('bank.field.account') }).fill('955')
      await person.press(person.button('bank.take_in', 1))
      await expect.poll(async () => (await person.rows_of(say('bank.tab'))).length).toBe(4)
      await person.closes_toasts()
      await person.picks_file(person.button('bank.import').first(), file('unsaid.csv',
        '日期,摘要,金额\n2025-03-05,y,4.00\n'))
      await says(say('doubt.unsaid_account', '955'))
      await person.press(person.button('kit.cancel'))
      await person.press(person.button('bank.batches'))
      for (const left of [3, 2]) {
        await person.press(person.button('bank.take_out').first())
        await expect.poll(async () => (await person.rows_of(say('bank.tab'))).length).toBe(left)
      }
      await page.keyboard.press('Escape')
      await person.closes_toasts()

      // What went in comes out as one step, and may come in again.
      await person.press(person.button('bank.batches'))
      await person.press(person.button('bank.take_out'))
      await says(say('bank.empty'))
      await page.keyboard.press('Escape')
      await person.closes_toasts()
      await person.picks_file(person.button('bank.import').first(), first)
      await expect(person.button('bank.take_in', 2)).toBeEnabled()
      await person.press(person.button('bank.take_in', 2))
      await expect.poll(async () => (await person.rows_of(say('bank.tab'))).length).toBe(2)
      await person.has_saved()
    })
  })
}

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

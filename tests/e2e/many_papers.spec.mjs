// The statements of a month in one print, in both languages: every one has its own pages, x of y,
// as a PDF is read again; where the printer takes a smaller page than was counted with, no number
// stands on any.
import { writeFileSync } from 'node:fs'

import { expect, kept_paper, keeps_paper, read_paper, reads_pdf, test } from './app.mjs'
import { Person } from './person.mjs'

const two = number => String(number).padStart(2, '0')
const names = Array.from({ length: 32 }, (_, i) => `Customer ${two(i + 1)}`)
// From one invoice to five pages of them.
const invoices = names.flatMap((name, i) => Array.from({ length: 1 + (i * 37) % 151 }, (_, k) =>
  `${name},INV-${two(i + 1)}-${k + 1},2026-0${1 + k % 6}-${two(1 + k % 28)},2026-07-${
    two(1 + i % 28)},${1000 + k}.00`))

const dense = text => text.replace(/\s+/g, '')
const foot = text => dense(text.trimEnd().split('\n').at(-1))
// What went to the printer, once every document is there and, where a PDF is read, counted.
async function paper_of(page, last) {
  await expect.poll(() => page.evaluate(([name, counts]) => {
    const paper = window.printed?.contentDocument
    const documents = [...paper?.querySelectorAll('.document') ?? []]
    return paper?.body?.textContent.includes(name) && documents.length > 0 &&
      (!counts || documents.every(one => one.querySelector('[style*="page"]')))
  }, [last, reads_pdf(page)]), { timeout: 120_000 }).toBe(true)
  return kept_paper(page)
}
// The text of its pages, as a PDF of it is read again.
const pages_of = (page, html, info) => async (name, more = '') =>
  (await read_paper(page, html + more, info.outputPath(name))).split('\f').slice(0, -1)

for (const lang of ['zh', 'en']) {
  test.describe(lang, () => {
    test.use({ locale: lang === 'zh' ? 'zh-CN' : 'en-US' })
    test('of many statements in one print each has its own pages', async ({ page,
      allowed_errors }, info) => {
      test.skip(/phone/.test(info.project.name), 'the same paper')
      test.setTimeout(300_000)
      allowed_errors.push(/Blocked script execution in 'about:srcdoc'/)
      const person = new Person(page, lang)
      const { say } = person
      await person.opens('./?sw=none')
      await person.begins_book({ company: 'Paper Ltd' })
      const file = info.outputPath('many.csv')
      writeFileSync(file, ['Customer,Invoice,Issued,Due,Amount', ...invoices, ''].join('\n'))
      await person.goes_to('import')
      await person.imports(file)
      await person.goes_to('receipts')
      await person.press(page.getByRole('tab', { name: say('statement.tab'), exact: true }))
      await person.chooses(say('statement.form'), say('statement.form_items'))
      await keeps_paper(page)
      await person.press(person.button('statement.print_all', String(names.length)))
      const html = await paper_of(page, names.at(-1))
      if (!reads_pdf(page)) { // no pages then: every statement is on the sheet, whole
        const text = dense(await read_paper(page, html))
        for (const name of names) expect(text).toContain(dense(say('statement.to', name)))
        for (const row of invoices) expect(text).toContain(row.split(',')[1])
        return
      }
      const pages = pages_of(page, html, info)
      // The last line of every page, by document.
      const feet = async (name, more) => {
        const documents = []
        for (const one of await pages(name, more)) {
          const begins = names.some(customer =>
            dense(one).includes(dense(say('statement.to', customer))))
          if (begins) documents.push([])
          documents.at(-1).push(foot(one))
        }
        return documents
      }
      const documents = await feet('many.pdf', '')
      expect(documents).toHaveLength(names.length)
      expect(documents).toEqual(documents.map(pages =>
        pages.map((_, i) => `${i + 1}/${pages.length}`)))
      const lengths = new Set(documents.map(pages => pages.length))
      for (const length of [1, 2, 3, 4, 5]) expect([...lengths]).toContain(length)
      const smaller = await feet('smaller.pdf', '<style>@page { margin: 45mm 16mm }</style>')
      expect(smaller).toHaveLength(names.length)
      expect(smaller.flat().filter(foot => /^\d+\/\d+$/.test(foot))).toEqual([])
    })

    test('and each of the letters of a day', async ({ page, allowed_errors }, info) => {
      test.skip(/phone/.test(info.project.name), 'the same paper')
      test.setTimeout(180_000)
      allowed_errors.push(/Blocked script execution in 'about:srcdoc'/)
      const person = new Person(page, lang)
      const { say } = person
      const some = names.slice(0, 5)
      await person.opens('./?sw=none')
      await person.begins_book({ company: 'Paper Ltd' })
      const file = info.outputPath('some.csv')
      writeFileSync(file, ['Customer,Invoice,Issued,Due,Amount',
        ...invoices.filter(line => some.some(name => line.startsWith(`${name},`))), ''].join('\n'))
      await person.goes_to('import')
      await person.imports(file)
      await person.closes_toasts()
      await page.evaluate(() => { location.hash = '#/dunning/ladders?ladder=3_time' }) // by mail
      await person.press(person.button('ladder.make_default'))
      await person.closes_toasts()
      await page.evaluate(() => { location.hash = '#/dunning' })
      await keeps_paper(page)
      await person.press(person.button('post.all'))
      await person.press(person.dialog(say('post.title'))
        .getByRole('button', { name: say('post.do', some.length), exact: true }))
      const html = await paper_of(page, some.at(-1))
      if (!reads_pdf(page)) {
        const text = await read_paper(page, html)
        for (const name of some) expect(text).toContain(name)
        return
      }
      const read = await pages_of(page, html, info)('letters.pdf')
      const letters = []
      for (const one of read) {
        if (foot(one).startsWith('1/')) letters.push([])
        letters.at(-1).push(one)
      }
      expect(letters.map(pages => pages.map(foot))).toEqual(letters.map(pages =>
        pages.map((_, i) => `${i + 1}/${pages.length}`)))
      const whose = letters.map(([first]) => some.findIndex(name => first.includes(name)))
      expect(whose.sort()).toEqual([0, 1, 2, 3, 4])
      expect(Math.max(...letters.map(pages => pages.length))).toBeGreaterThan(1)
    })
  })
}

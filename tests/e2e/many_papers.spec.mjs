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
      const on_paper = () => page.evaluate(() => {
        const paper = window.printed?.contentDocument
        return [paper?.body?.innerText ?? '',
          paper?.querySelectorAll('[style*="page"]').length ?? 0]
      })
      await expect.poll(async () => (await on_paper())[0], { timeout: 120_000 })
        .toContain(names.at(-1))
      if (!reads_pdf(page)) { // no pages then: every statement is on the sheet, whole
        const html = await kept_paper(page)
        const dense = (await read_paper(page, html)).replace(/\s+/g, '')
        for (const name of names) {
          expect(dense).toContain(say('statement.to', name).replace(/\s+/g, ''))
        }
        for (const row of invoices) expect(dense).toContain(row.split(',')[1])
        return
      }
      await expect.poll(async () => (await on_paper())[1], { timeout: 60_000 })
        .toBeGreaterThan(names.length)
      const html = await kept_paper(page)
      // The last line of every page, by document.
      const feet = async (name, more) => {
        const text = await read_paper(page, html + more, info.outputPath(name))
        const documents = []
        for (const one of text.split('\f').slice(0, -1)) {
          const dense = one.replace(/\s+/g, '')
          const begins = names.some(customer =>
            dense.includes(say('statement.to', customer).replace(/\s+/g, '')))
          if (begins) documents.push([])
          documents.at(-1).push(one.trimEnd().split('\n').at(-1).replace(/\s+/g, ''))
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
  })
}

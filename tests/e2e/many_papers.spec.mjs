// The statements of a month in one print, in both languages: every one has its own pages, x of y,
// as a PDF is read again; where the printer takes a smaller page than was counted with, no number
// stands on any.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'

import { expect, keeps_paper, test } from './app.mjs'
import { Person } from './person.mjs'

const pdftotext = ['/usr/bin/pdftotext', '/usr/local/bin/pdftotext'].find(existsSync)
const two = number => String(number).padStart(2, '0')
const names = Array.from({ length: 32 }, (_, i) => `Customer ${two(i + 1)}`)
// From one invoice to five pages of them.
const invoices = names.flatMap((name, i) => Array.from({ length: 1 + (i * 37) % 151 }, (_, k) =>
  `${name},INV-${two(i + 1)}-${k + 1},2026-0${1 + k % 6}-${two(1 + k % 28)},2026-07-${
    two(1 + i % 28)},${1000 + k}.00`))

const dense = text => text.replace(/\s+/g, '')
const foot = text => dense(text.trimEnd().split('\n').at(-1))
// What went to the printer, once every document is counted.
async function paper_of(page) {
  await expect.poll(() => page.evaluate(() =>
    [...window.printed?.contentDocument?.querySelectorAll('.document') ?? [null]]
      .every(one => one?.querySelector('[style*="page"]'))), { timeout: 60_000 }).toBe(true)
  return page.evaluate(() => {
    const paper = window.printed.contentDocument
    const styles = [...paper.styleSheets].flatMap(one => [...one.cssRules])
      .map(rule => rule.cssText).join('\n')
    return `<!doctype html><style>${styles}</style>${paper.body.outerHTML}`
  })
}
// The text of its pages, as a PDF of it is read again.
const pages_of = (html, context, info) => async (name, more = '') => {
  const paper = await context.newPage()
  await paper.setContent(html + more)
  const pdf = info.outputPath(name)
  writeFileSync(pdf, await paper.pdf({ preferCSSPageSize: true }))
  await paper.close()
  const text = execFileSync(pdftotext, ['-layout', pdf, '-'],
    { encoding: 'utf8', maxBuffer: 2 ** 26 })
  return text.split('\f').slice(0, -1)
}

for (const lang of ['zh', 'en']) {
  test.describe(lang, () => {
    test.use({ locale: lang === 'zh' ? 'zh-CN' : 'en-US' })
    test('of many statements in one print each has its own pages', async ({ page, context,
      allowed_errors }, info) => {
      test.skip(info.project.name !== 'chromium' || !pdftotext, 'a PDF is Chromium\'s, and is read')
      test.setTimeout(240_000)
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
      const pages = pages_of(await paper_of(page), context, info)
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

    test('and each of the letters of a day', async ({ page, context, allowed_errors }, info) => {
      test.skip(info.project.name !== 'chromium' || !pdftotext, 'a PDF is Chromium\'s, and is read')
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
      const read = await pages_of(await paper_of(page), context, info)('letters.pdf')
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

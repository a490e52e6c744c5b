// The nine letters on paper, in both languages: each is printed from its template's page, made a
// PDF where the browser can, and read again: the table's heads, the figures, where one signs, the
// number of the page.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, kept_paper, keeps_paper, read_paper, reads_pdf, test } from './app.mjs'
import { Person } from './person.mjs'

test.use({ locale: 'en-US' })

const here = dirname(fileURLToPath(import.meta.url))
const visits = (page, hash) => page.evaluate(where => { location.hash = where }, `#${hash}`)
const names = ['reminder', 'demand_soft', 'demand_firm', 'demand_final', 'statement', 'lawyer',
  'agreement', 'assignment', 'thanks']
const signed = { statement: { zh: '盖章', en: 'signature' },
  agreement: { zh: '盖章', en: 'Creditor' }, assignment: { zh: '盖章', en: 'Assignor' } }
const part = (language, name) => {
  const text = readFileSync(join(here, `../../assets/letters/${language}.txt`), 'utf8')
  return text.split(/^== /m).find(one => one.startsWith(`${name}\n`)).split('\n').slice(1)
}

test('the nine letters on A4 in Chinese and English', async ({ page, allowed_errors }, info) => {
  // Automation runs scripts in the sheet that goes to the printer, where none may run.
  allowed_errors.push(/Blocked script execution in 'about:srcdoc'/)
  test.setTimeout(240_000)
  const person = new Person(page, 'en')
  const { say } = person
  await person.opens('./?sw=none')
  await person.begins_book({ company: 'Paper Ltd' })
  await person.has_saved()
  for (const name of names) {
    for (const language of ['zh', 'en']) {
      await visits(page, '/dunning/letters')
      await visits(page, `/dunning/letters?template=${name}`)
      const tongue = say(language === 'zh' ? 'letter.chinese' : 'letter.english')
      const tab = page.getByRole('dialog').getByRole('tab', { name: tongue, exact: true })
      await person.press(tab)
      await page.evaluate(() => { window.printed = undefined })
      await keeps_paper(page)
      const print = page.getByRole('dialog')
        .getByRole('button', { name: say('letter.print'), exact: true })
      await person.brings_into_view(print)
      await person.press(print)
      const printed = () => page.evaluate(() => window.printed?.contentDocument?.body?.innerText)
      await expect.poll(printed).toContain('Paper Ltd')
      // Its styles come before it goes to the printer, but after its text.
      await expect.poll(() => page.evaluate(() => window.printed.contentDocument.readyState))
        .toBe('complete')
      const html = await kept_paper(page)
      expect(html).not.toContain('{{')
      const text = await read_paper(page, html, info.outputPath(`${name}.${language}.pdf`))
      // A line of a PDF may break, and hyphenate nothing: without the space it reads the same.
      const flat = text.replace(/\s+/g, '')
      const has = words => expect(flat, `${name} ${language}`).toContain(words.replace(/\s+/g, ''))
      if (name !== 'thanks') {
        for (const head of part(language, 'heads')[0].split('|')) has(head)
        has('INV-0001')
        has('48,000.00')
      }
      if (signed[name]) has(signed[name][language])
      if (reads_pdf(page)) expect(flat).toMatch(/1\/1\f?$/)
    }
  }
})

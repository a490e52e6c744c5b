// A debt on its way to court: why its limitation ends when it does, a case opened after talks were
// weighed, its deadline seen, and the bundle of evidence downloaded and read by another program.
// At a desk and on a phone.
import { expect, saved_file, saves_files, test } from './app.mjs'
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Person } from './person.mjs'

test.use({ locale: 'en-US' })

// What is in the ZIP, by Python's own reader: {name: text}; its sums are checked on the way.
function unpacked(file) {
  const script = `import json, sys, zipfile
zip = zipfile.ZipFile(sys.argv[1])
assert zip.testzip() is None
print(json.dumps({name: zip.read(name).decode('utf-8') for name in zip.namelist()}))`
  return JSON.parse(execFileSync('python3', ['-c', script, file],
    { maxBuffer: 1 << 28, encoding: 'utf8' }))
}

// A PDF of two empty pages, as small as one can be.
function two_pages() {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    '<< /Type /Page /Parent 2 0 R >>', '<< /Type /Page /Parent 2 0 R >>']
  let file = '%PDF-1.4\n'
  let table = '0000000000 65535 f \n'
  for (const [at, object] of objects.entries()) {
    table += `${String(file.length).padStart(10, '0')} 00000 n \n`
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
  }
  return `${file}xref\n0 5\n${table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n` +
    `${file.length}\n%%EOF\n`
}

test('a clock and its reasons, a case and its deadline, the evidence read back',
  async ({ page, browserName, isMobile }, info) => {
    test.setTimeout(120_000)
    if (browserName !== 'chromium') await saves_files(page)
    const person = new Person(page, 'en')
    const { say } = person
    await person.opens('./?sw=none')
    await person.press(person.button('start.sample'))
    await expect(page.getByText(say('sample.done')).first()).toBeAttached({ timeout: 60_000 })
    await person.closes_toasts()

    await page.evaluate(() => { location.hash = '#/legal' })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('nav.legal'))
    const rows = page.getByRole('table', { name: say('law.clocks') }).getByRole('rowheader')
    await person.press(rows.first())
    const clock = page.getByRole('dialog').first()
    await expect(clock.getByText(/\(188, 189\)/).first()).toBeVisible()
    await person.press(person.button('law.note'))
    await clock.getByRole('textbox', { name: say('law.proof'), exact: true }).fill('EMS 1234')
    await person.press(person.button('law.note_save'))
    await expect(clock.getByText('EMS 1234').first()).toBeVisible()

    // From here to a case. What was tried is said even where there were contacts.
    await person.press(clock.getByRole('button', { name: say('case.new'), exact: true }))
    const escalation = person.dialog(say('case.new'))
    await expect(escalation.getByText(say('case.would_cost')).first()).toBeVisible()
    const talks = escalation.getByRole('textbox', { name: say('case.talks'), exact: true })
    await person.brings_into_view(talks)
    await talks.fill('three calls, no answer')
    await person.press(escalation.getByRole('button', { name: say('case.open_do') }))
    const sheet = person.dialog(say('case.default_title'))
    await expect(sheet).toBeVisible()
    await person.press(sheet.getByRole('button', { name: say('case.step'), exact: true }))
    await person.press(sheet.getByRole('button', { name: say('case.step_save') }))
    await expect(sheet.getByText(say('case.deadline.reply')).first()).toBeVisible()
    await expect(sheet.getByText(say('case.rule.reply')).first()).toBeVisible()

    // A contract of two pages, and a paper that only calls itself a PDF.
    for (const [name, bytes] of [['two.pdf', two_pages()], ['torn.pdf', '%PDF-1.4 and no more']]) {
      const paper = info.outputPath(name)
      writeFileSync(paper, bytes)
      const add = sheet.getByRole('button', { name: say('files.add'), exact: true })
      await person.brings_into_view(add)
      await person.picks_file(add, paper)
      await expect(sheet.getByText(name).first()).toBeAttached()
    }

    const evidence = sheet.getByRole('button', { name: say('law.evidence'), exact: true })
    await person.brings_into_view(evidence)
    const file = await person.receives(evidence, info.outputPath())
    expect(basename(file)).toMatch(/^Evidence .*\.zip$/)
    const zip = unpacked(file)
    const index = zip['List of evidence.html']
    const book = zip['Evidence book.html']
    for (const title of ['The parties', 'Invoices', 'Statement of account',
      'Promises, agreements, notices', 'Limitation', 'Proceedings', 'Proof of integrity']) {
      expect(index).toContain(title)
      expect(book).toContain(title)
    }
    expect(book).toContain('EMS 1234')
    // Page after page, those of files behind their slips; the index leads to pages that are there.
    const pages = [...book.matchAll(/id=p(\d+)>/g)].map(match => Number(match[1]))
    const [, first, second] = /two\.pdf[^<]* 2 pp\.: (\d+)–(\d+)/.exec(index).map(Number)
    const [, torn] = /torn\.pdf[^<]* pages not known, counted as 1: (\d+)/.exec(index).map(Number)
    expect(second).toBe(first + 1)
    const numbers = [...pages, first, second, torn].sort((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_, at) => at + 1))
    expect(book).toContain(`Page ${pages.at(-1)} of ${numbers.length}`)
    expect(pages).toContain(first - 1)
    const led = [...index.matchAll(/#p(\d+)"/g)].map(match => Number(match[1]))
    expect(led).toEqual([...led].sort((a, b) => a - b))
    expect(pages).toEqual(expect.arrayContaining(led))
    expect(zip['integrity/changes.tsv'].split('\n').length).toBeGreaterThan(5)
    if (!isMobile) await page.keyboard.press('Escape')
  })

const pdftotext = ['/usr/bin/pdftotext', '/usr/local/bin/pdftotext'].find(existsSync)

// The evidence of the first debt's customer on paper, in both languages: as many pages as the book
// says, each with its number; the index in the order of a court, leading to pages that are there.
for (const [locale, tongue, files, titles] of [
  ['zh-CN', 'zh', ['证据目录.html', '证据册.html'],
    ['主体信息', '发票', '往来对账单', '诉讼时效说明']],
  ['en-US', 'en', ['List of evidence.html', 'Evidence book.html'],
    ['The parties', 'Invoices', 'Statement of account', 'Limitation']],
]) {
  test.describe(tongue, () => {
    test.use({ locale })
    test('the evidence book and its index as pages of A4',
      async ({ page, context, isMobile, browserName }, info) => {
        test.skip(isMobile, 'the same paper')
        test.setTimeout(120_000)
        await saves_files(page)
        const person = new Person(page, tongue)
        const { say } = person
        await person.opens('./?sw=none')
        await person.press(person.button('start.sample'))
        await expect(page.getByText(say('sample.done')).first()).toBeAttached({ timeout: 60_000 })
        await person.closes_toasts()
        await page.evaluate(() => { location.hash = '#/legal' })
        const rows = page.getByRole('table', { name: say('law.clocks') }).getByRole('rowheader')
        await person.press(rows.first())
        const clock = page.getByRole('dialog').first()
        await person.press(clock.getByRole('link').first()) // the customer
        await page.evaluate(() => { location.hash = location.hash.split('?')[0] + '?tab=legal' })
        const evidence = person.button('law.evidence')
        await expect(evidence).toBeVisible()
        await person.press(evidence)
        // A debt that is barred is asked about first.
        const anyway = page.getByRole('button', { name: say('law.evidence_anyway'), exact: true })
        anyway.waitFor().then(() => person.press(anyway)).catch(() => {})
        const file = info.outputPath('evidence.zip')
        writeFileSync(file, (await saved_file(page, '.zip')).bytes)
        const zip = unpacked(file)
        for (const name of files) expect(Object.keys(zip)).toContain(name)
        for (const [at, name] of files.entries()) {
          const paper = await context.newPage()
          await paper.setContent(zip[name])
          // Nothing stands outside of its page, and no page is higher than its sheet.
          const wrong = await paper.evaluate(() => [...document.querySelectorAll('.page')]
            .filter(one => one.scrollWidth > one.clientWidth + 1).length)
          expect(wrong).toBe(0)
          const drawn = await paper.locator('section.page').count()
          let text = await paper.evaluate(() => document.body.innerText)
          if (browserName === 'chromium') { // which alone makes a PDF
            const pdf = await paper.pdf({ preferCSSPageSize: true })
            expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
            const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length
            if (at === 1) expect(sheets).toBe(drawn)
            // As it was written: side by side, the two lines of a long title are torn apart.
            if (pdftotext) {
              text = execFileSync(pdftotext, ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' })
            }
          }
          await paper.close()
          const flat = text.replace(/\s+/g, '')
          let last = -1
          for (const title of titles) {
            const place = flat.indexOf(title.replace(/\s+/g, ''), last + 1)
            expect(place, title).toBeGreaterThan(last)
            last = place
          }
          if (at === 1) {
            for (let number = 1; number <= drawn; ++number) {
              const foot = tongue === 'zh' ? `第${number}页，共${drawn}页`
                : `Page${number}of${drawn}`
              expect(flat).toContain(foot)
            }
          }
        }
      })
  })
}

// A debt on its way to court: why its limitation ends when it does, a case opened after talks were
// weighed, its deadline seen, and the bundle of evidence downloaded and read by another program.
// At a desk and on a phone.
import { expect, test } from './app.mjs'
import { execFileSync } from 'node:child_process'
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

test('a clock and its reasons, a case and its deadline, the evidence read back',
  async ({ page, isMobile }, info) => {
    test.setTimeout(120_000)
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

    const evidence = sheet.getByRole('button', { name: say('law.evidence'), exact: true })
    await person.brings_into_view(evidence)
    const [download] = await Promise.all([page.waitForEvent('download'), person.press(evidence)])
    expect(download.suggestedFilename()).toMatch(/^Evidence .*\.zip$/)
    const file = info.outputPath('evidence.zip')
    await download.saveAs(file)
    const zip = unpacked(file)
    const index = zip['List of evidence.html']
    const book = zip['Evidence book.html']
    for (const title of ['The parties', 'Invoices and delivery', 'Statement of account',
      'Promises, agreements, notices', 'Limitation', 'Proceedings', 'Proof of integrity']) {
      expect(index).toContain(title)
      expect(book).toContain(title)
    }
    expect(book).toContain('EMS 1234')
    // Page after page, and the index leads to pages that are there.
    const pages = [...book.matchAll(/id=p(\d+)>/g)].map(match => Number(match[1]))
    expect(pages).toEqual(pages.map((_, at) => at + 1))
    const led = [...index.matchAll(/#p(\d+)"/g)].map(match => Number(match[1]))
    expect(led).toEqual([...led].sort((a, b) => a - b))
    expect(pages).toEqual(expect.arrayContaining(led))
    expect(zip['integrity/changes.tsv'].split('\n').length).toBeGreaterThan(5)
    if (!isMobile) await page.keyboard.press('Escape')
  })

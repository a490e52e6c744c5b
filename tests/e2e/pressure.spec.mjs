// A day's letters printed at once and taken back; a refusal led from the call to the case; what is
// expected to come in; the periods of the law. At a desk and on a phone.
import { writeFileSync } from 'node:fs'
import { expect, followed_links, keeps_paper, saved_file, saves_files, test } from './app.mjs'
import { Person } from './person.mjs'

test.use({ locale: 'en-US' })

const visits = (page, hash) => page.evaluate(where => { location.hash = where }, `#${hash}`)

// Two customers who owe since January of this century's twenties: whatever the day is, it is late.
const sheet = 'invoice number,customer,invoice date,due date,amount\n' +
  'A-1,Qingyun,2026-01-01,2026-01-31,1000.00\nB-1,Baishi,2026-01-10,2026-02-09,500.00\n'

async function begins(page, info) {
  const person = new Person(page, 'en')
  await person.opens('./?sw=none')
  const file = info.outputPath('invoices.csv')
  writeFileSync(file, sheet)
  await person.begins_book({ company: 'Pressure Ltd', by: 'start.import' })
  await person.imports(file)
  await person.has_saved()
  await person.closes_toasts()
  return person
}

test('all letters of a day in one print, each on its own page, and one press back',
  async ({ page, allowed_errors }, info) => {
    allowed_errors.push(/Blocked script execution in 'about:srcdoc'/)
    test.setTimeout(120_000)
    const person = await begins(page, info)
    const { say } = person
    await visits(page, '/dunning/ladders?ladder=3_time') // its first letter goes by mail
    await person.press(person.button('ladder.make_default'))
    await person.closes_toasts()
    await visits(page, '/dunning')
    await keeps_paper(page)
    await person.press(person.button('post.all'))
    const post = person.dialog(say('post.title'))
    await expect(post).toBeVisible()
    await person.press(post.getByRole('button', { name: say('post.do', 2), exact: true }))
    const pages = () => page.evaluate(() =>
      window.printed?.contentDocument?.querySelectorAll('h1').length)
    await expect.poll(pages).toBe(2)
    const breaks = await page.evaluate(() => {
      const paper = window.printed.contentDocument
      return [...paper.querySelectorAll('.document')].map(one =>
        paper.defaultView.getComputedStyle(one).breakBefore)
    })
    expect(breaks).toEqual(['auto', 'page'])
    const text = await page.evaluate(() => window.printed.contentDocument.body.textContent)
    expect(text).toContain('A-1')
    expect(text).toContain('B-1')
    // So late as they are, the next level waits until tomorrow; what is taken back is due again.
    const due = level => page.getByRole('main').getByText(new RegExp(`^${level} · `))
    await expect(due(1)).toHaveCount(0)
    await expect(due(2)).toHaveCount(0)
    await expect(page.getByText(say('dunning.none'), { exact: true })).toBeVisible()
    await person.press(person.button('undo').last())
    await expect(due(1)).toHaveCount(2)
  })

// A mail program, the clipboard, the share sheet, a file: one press each, the next one slides in,
// and what went out is kept word by word, with the way it went.
test('each way in which a letter leaves is kept with what was shown', async ({ page }, info) => {
  test.setTimeout(120_000)
  await saves_files(page)
  await page.addInitScript(() => {
    window.shared = []
    window.copied = []
    navigator.share = async what => { window.shared.push(what) }
    const text_of = async item => (await item.getType('text/plain')).text()
    Object.defineProperty(navigator, 'clipboard', { value: {
      writeText: async text => { window.copied.push(text) },
      write: async items => { window.copied.push(await text_of(items[0])) },
    } })
  })
  const person = new Person(page, 'en')
  const { say } = person
  await person.opens('./?sw=none')
  const file = info.outputPath('invoices.csv')
  writeFileSync(file, `${sheet}C-1,Chunfeng,2026-01-01,2026-01-31,300.00\n` +
    'D-1,Dahua,2026-01-01,2026-01-31,200.00\n')
  await person.begins_book({ company: 'Pressure Ltd', by: 'start.import' })
  await person.imports(file)
  await person.has_saved()
  await person.closes_toasts()
  await visits(page, '/dunning/ladders?ladder=3_time') // its first letter goes by mail
  await person.press(person.button('ladder.make_default'))
  await person.closes_toasts()
  await visits(page, '/dunning')
  await person.press(person.button('dunning.first'))
  const text = page.getByRole('dialog').getByRole('textbox', { name: say('letter.text') })
  const sends = async (number, key) => {
    await expect(text).toHaveValue(new RegExp(number))
    const said = (await text.inputValue()).replaceAll('\u00a0', ' ') // no line ends in an amount
    await person.press(person.button(key))
    await expect(text).not.toHaveValue(new RegExp(number))
    return said
  }
  // The largest first: A-1, B-1, C-1, D-1.
  const mailed = await sends('A-1', 'letter.do_mail')
  const [mail] = await followed_links(page)
  expect(decodeURIComponent(mail)).toContain('A-1')
  await person.chooses(say('contact.channel'), say('channel.wechat'), page.getByRole('dialog'))
  const copied = await sends('B-1', 'letter.do_copy')
  expect(await page.evaluate(() => window.copied)).toEqual([copied])
  const shared = await sends('C-1', 'letter.share')
  expect(await page.evaluate(() => window.shared[0].text)).toBe(shared)
  await expect(text).toHaveValue(/D-1/)
  const filed = await text.inputValue()
  await person.press(person.button('letter.eml'))
  await expect(text).toHaveCount(0)
  const { name, bytes } = await saved_file(page, '.eml')
  expect(name).toContain('Dahua')
  expect(Buffer.from(bytes).toString()).toContain('X-Unsent: 1')
  await person.closes_toasts()
  await visits(page, '/dunning/sent')
  const table = page.getByRole('table', { name: say('dunning.tab.sent') })
  await expect(table).toHaveAttribute('aria-rowcount', '5') // the head and four letters
  for (const [customer, said] of [['Qingyun', mailed], ['Baishi', copied], ['Chunfeng', shared],
    ['Dahua', filed]]) {
    await visits(page, '/dunning/sent')
    await person.press((await person.finds_row(table, customer)).getByRole('rowheader'))
    const dialog = page.getByRole('dialog').first()
    await expect(dialog).toBeVisible()
    for (const line of said.split('\n').filter(one => one.trim())) {
      await expect(dialog.getByText(line, { exact: true }).first()).toBeAttached()
    }
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
})

test('a refusal: why, what is missing, an offer, and a case that begins with what was tried',
  async ({ page }, info) => {
    test.setTimeout(120_000)
    const person = await begins(page, info)
    const { say } = person
    await visits(page, '/customers')
    await person.press(page.getByRole('rowheader', { name: /Qingyun/ }).first())
    await expect(page).toHaveURL(/customers\/[0-9a-f-]{36}/)
    const customer = /customers\/([0-9a-f-]{36})/.exec(await page.url())[1]
    await visits(page, `/today?contact=${customer}`)
    const refuses = new RegExp(`${say('outcome.refused')}$`)
    await person.press(page.getByRole('checkbox', { name: refuses }))
    await person.press(person.button('kit.save'))
    const guide = page.getByRole('dialog', { name: new RegExp(`^${say('refusal.title')}`) })
    await expect(guide).toBeVisible()
    // What a toast covers cannot be pressed; its cross is named as that of the sheet.
    const again = async () => {
      await person.closes_toasts()
      await visits(page, `/today?refusal=${customer}`)
      await expect(guide).toBeVisible()
    }
    await again()
    await guide.getByRole('textbox', { name: say('refusal.reason') }).fill('short delivery')
    await person.press(guide.getByRole('button', { name: say('refusal.why_save'), exact: true }))
    await expect(guide.getByText('short delivery').first()).toBeVisible()
    await again()
    await person.press(guide.getByRole('button', { name: say('refusal.task'), exact: true }))
    await again()
    const amount = guide.getByRole('textbox', { name: say('refusal.offer_amount') })
    await person.brings_into_view(amount)
    await amount.fill('800')
    await person.press(guide.getByRole('button', { name: say('refusal.offer_save'), exact: true }))
    await expect(guide.getByText(/800\.00/).first()).toBeVisible()
    await again()

    // The dispute has its messages.
    await person.press(guide.getByRole('button', { name: say('talk.open'), exact: true }).first())
    const talk = person.dialog(say('talk.title'))
    await expect(talk.getByText(/800\.00/).first()).toBeVisible()
    const text = talk.getByRole('textbox', { name: say('talk.text') })
    await person.brings_into_view(text)
    await text.fill('two boxes were missing')
    await person.press(talk.getByRole('button', { name: say('talk.save'), exact: true }))
    await expect(talk.getByText('two boxes were missing').first()).toBeVisible()
    await again()
    await person.press(guide.getByRole('button', { name: say('refusal.escalate'), exact: true }))
    const escalation = person.dialog(say('case.new'))
    const talks = escalation.getByRole('textbox', { name: say('case.talks'), exact: true })
    await person.brings_into_view(talks)
    await expect(talks).toHaveValue(/short delivery/)
    await person.press(escalation.getByRole('button', { name: say('case.open_do') }))
    await expect(person.dialog(say('case.default_title'))).toBeVisible()
  })

test('the forecast opens down to a document', async ({ page }, info) => {
  const person = await begins(page, info)
  const { say } = person
  await visits(page, '/receivables/forecast')
  await expect(page.getByRole('tab', { name: say('forecast.title'), selected: true })).toBeVisible()
  await person.press(page.getByRole('rowheader', { name: say('forecast.undated') }).first())
  const rows = page.getByRole('table', { name: say('forecast.documents') }).getByRole('rowheader')
  await expect(rows).toHaveCount(2)
  await person.press(rows.first())
  await expect(page.getByRole('dialog').first()).toBeVisible()
})

test('a period of the law is set, checked, and put back', async ({ page }, info) => {
  const person = await begins(page, info)
  const { say } = person
  await visits(page, '/settings/law')
  const name = say('law_page.field', say('law_page.name.first_warning_days'),
    say('law_page.in_days'))
  const field = page.getByRole('textbox', { name, exact: true })
  await person.brings_into_view(field)
  await field.fill('20') // fewer than the second warning would be
  await person.press(person.button('kit.save'))
  const wrong = say('law_page.problem', say('law_page.name.second_warning_days'),
    say('law_page.order', 20))
  await expect(person.main.getByText(wrong, { exact: true })).toBeVisible()
  await person.brings_into_view(field)
  await field.fill('200')
  await person.press(person.button('kit.save'))
  await person.closes_toasts()
  await visits(page, '/legal')
  await expect(page.getByText(/within 200 days/).first()).toBeVisible()
  await visits(page, '/settings/law')
  await person.press(person.button('law_page.reset', say('law_page.name.first_warning_days')))
  await person.press(person.button('kit.save'))
  await person.closes_toasts()
  await visits(page, '/legal')
  await expect(page.getByText(/within 180 days/).first()).toBeVisible()
})

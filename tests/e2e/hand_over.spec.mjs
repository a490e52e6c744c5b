// What comes from other programs and goes to them: files that are dropped, rows that are pasted,
// the telephone, messages, the share sheet, the printer.
import {
  expect, followed_links, keeps_paper, open_sample_book, pastes, saves_files, test,
} from './app.mjs'
import { Person, tongue } from './person.mjs'

const say = tongue('zh')
const route = (page, hash) => page.evaluate(to => { location.hash = to }, `#${hash}`)
const sheet =
  '客户,发票号,开票日期,金额\n禾舟贸易,D1,2025-01-01,1.00\n禾舟贸易,D2,2025-02-28,0.01\n'

test('a file dropped anywhere on any page is looked at for import', async ({ page }) => {
  await open_sample_book(page)
  await route(page, '/customers')
  await expect(page.getByRole('heading', { level: 1, name: '客户' })).toBeVisible()
  await page.evaluate(text => {
    const data = new DataTransfer()
    data.items.add(new File([text], '拖来的.csv', { type: 'text/csv' }))
    for (const kind of ['dragenter', 'dragover', 'drop']) {
      const event = new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true })
      document.querySelector('#root').dispatchEvent(event)
      if (kind !== 'dragenter' && !event.defaultPrevented) throw new Error(`${kind} went through`)
    }
  }, sheet)
  await expect(page.getByText('拖来的.csv')).toBeVisible()
  await expect(page.getByRole('button', { name: say('import.start', 2) })).toBeAttached()
})

test('rows pasted from a spreadsheet become an import', async ({ page }) => {
  await open_sample_book(page)
  await route(page, '/receivables/invoices')
  await expect(page.getByRole('table')).toBeVisible()
  expect(await pastes(page, sheet.replaceAll(',', '\t'))).toBe(true)
  await expect(page.getByText(`${say('import.pasted')}.tsv`)).toBeVisible()
  await expect(page.getByRole('button', { name: say('import.start', 2) })).toBeAttached()
})

test('two columns pasted into an invoice become its instalments', async ({ page }) => {
  await open_sample_book(page)
  await route(page, '/receivables/invoices?new=invoice')
  const form = page.getByRole('dialog', { name: say('invoices.issue') })
  const number = form.getByRole('textbox', { name: say('label.number') })
  await number.fill('I-1')
  await number.focus()
  expect(await pastes(page, '到期日\t金额\n2027-01-31\t1,000.50\n2027-02-28\t0.01\n')).toBe(true)
  await expect(number).toHaveValue('I-1')
  await expect(form.getByRole('textbox', { name: say('invoices.part_due', 2) }))
    .toHaveValue('2027-02-28')
  await expect(form.getByRole('textbox', { name: say('invoices.part_amount', 1) }))
    .toHaveValue('1,000.50')
})

test('one line of text pasted into a field stays the field\'s', async ({ page }) => {
  await open_sample_book(page)
  await route(page, '/receivables/invoices?new=invoice')
  const number = page.getByRole('textbox', { name: say('label.number') })
  await number.focus()
  expect(await pastes(page, 'INV 7')).toBe(false) // the browser's own paste goes on
})

async function at_customer(page) {
  await saves_files(page)
  await open_sample_book(page)
  await route(page, '/customers')
  await page.getByRole('rowheader').first().click()
  await expect(page).toHaveURL(/#\/customers\/[0-9a-f-]+/)
  return new Person(page, 'zh')
}

test('a customer is called, written to by message and by mail', async ({ page }) => {
  const person = await at_customer(page)
  for (const key of ['contact.call', 'contact.sms', 'contact.mail']) {
    await person.press(page.getByRole('button', { name: say('contact.menu') }))
    await person.press(page.getByRole('button', { name: say(key), exact: true }))
  }
  const [call, message, mail] = await followed_links(page)
  expect(call).toMatch(/^tel:\+?\d{5,}$/)
  expect(decodeURIComponent(message)).toMatch(/^sms:\+?\d+\?&body=[^]*未结清[^]*合计应付 CNY/)
  expect(decodeURIComponent(mail)).toMatch(/^mailto:\?subject=对账单 .*&body=[^]*合计应付 CNY/)
})

test('a statement is shared where the system can, and copied where it cannot',
  async ({ page }) => {
  await page.addInitScript(() => {
    window.shared = []
    navigator.share = async what => { window.shared.push(what) }
  })
  const person = await at_customer(page)
  const share = async () => {
    await person.press(page.getByRole('button', { name: say('contact.menu') }))
    await person.press(page.getByRole('button', { name: say('contact.share'), exact: true }))
  }
  await share()
  const [shared] = await page.evaluate(() => window.shared)
  expect(shared.title).toBe(say('statement.title'))
  expect(shared.text).toContain('合计应付')
  await page.evaluate(() => { navigator.share = undefined })
  await share()
  await expect(page.getByText(say('contact.copied')).first()).toBeAttached()
})

test('Ctrl+P prints the list that is shown, with its titles on every page',
  async ({ page, isMobile, allowed_errors }) => {
  test.skip(isMobile, 'no keyboard')
  allowed_errors.push(/Blocked script execution in 'about:srcdoc'/)
  await open_sample_book(page)
  await keeps_paper(page) // Firefox would show its preview, and wait
  const shown = { '/dunning': 'dunning.rule', '/dunning/disputes': 'dispute.rule',
    '/today/calendar': 'month.title' }
  for (const [hash, first] of [['/customers', 'customer'], ['/receivables/invoices', 'number'],
    ['/receivables/aging', 'customer'], ['/receipts', 'date'], ['/dunning', 'customer'],
    ['/dunning/disputes', 'customer'], ['/today/calendar', 'date']]) {
    await route(page, hash)
    const long = !/dunning|calendar/.test(hash)
    if (long) await expect(page.getByRole('table').first()).toBeVisible()
    else await expect(page.getByText(say(shown[hash])).first()).toBeVisible()
    await page.evaluate(() => { window.printed = null })
    await page.keyboard.press('ControlOrMeta+p')
    await expect.poll(() => page.evaluate(() =>
      window.printed?.contentDocument?.querySelector('thead th')?.textContent))
      .toBe(say(`label.${first}`))
    if (!long) continue
    expect(await page.evaluate(() =>
      window.printed.contentDocument.querySelectorAll('tbody tr').length)).toBeGreaterThan(50)
  }
})

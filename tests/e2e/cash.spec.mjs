// Money as accountants work it, in a browser: a bill that is endorsed and dishonoured, one receipt
// by the order of the law, dollars that become yuan, a write-off that comes back, interest on
// paper, aging by owner and as it was known then; and the same receipt form by finger.
import { expect, test } from './app.mjs'

import { Person } from './person.mjs'

const say_date = offset => {
  const day = new Date(Date.now() + offset * 86_400_000)
  return day.toISOString().slice(0, 10)
}

// A book with one customer and what it owes: [number, amount, due, ...].
async function owes(person, customer, invoices, currency = 'CNY') {
  await person.opens('./?sw=none')
  await person.begins_book({ company: 'Jiangnan Ltd', currency })
  await person.goes_to('customers')
  await person.press(person.button('customers.new').first())
  const form = person.dialog(person.say('customers.new'))
  await form.getByRole('textbox', { name: person.say('label.name'), exact: true }).fill(customer)
  const owner = form.getByRole('textbox', { name: person.say('label.owner'), exact: true })
  if (await owner.count() > 0) await owner.fill('Li Lei')
  await person.press(form.getByRole('button', { name: person.say('kit.save'), exact: true }))
  await expect(form).toBeHidden()
  for (const [number, amount, due] of invoices) {
    await person.goes_to('receivables')
    await person.press(person.button('invoices.issue').first())
    const issue = person.dialog(person.say('invoices.issue'))
    await person.finds_customer(issue, customer)
    await fills(person, issue, 'label.number', number)
    await fills(person, issue, 'label.amount', amount)
    await fills(person, issue, 'label.issued', '2026-01-01')
    await fills(person, issue, 'label.due', due)
    await person.press(within(person, issue, 'invoices.save'))
    await expect(issue).toBeHidden()
  }
  await person.closes_toasts()
}

const sheet = (person, key, ...args) => person.dialog(person.say(key, ...args))
const within = (person, dialog, key, ...args) =>
  dialog.getByRole('button', { name: person.say(key, ...args), exact: true })
const fills = (person, dialog, key, value) =>
  dialog.getByRole('textbox', { name: person.say(key), exact: true }).fill(value)

async function goes_to_tab(person, key) {
  await person.goes_to('receipts')
  await person.press(person.page.getByRole('tab', { name: person.say(key), exact: true }))
}

test.describe('at a desk', () => {
  test.use({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })

  test('a bill is received, endorsed and dishonoured: the debt comes back', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware', [['A-1', '1000', '2026-03-01']])
    const form = await person.begins_receipt({ customer: 'Wang Hardware', amount: '1000' })
    await person.chooses(person.say('label.method'), person.say('method.bill'), form)
    await fills(person, form, 'bill.number', '13080001')
    await fills(person, form, 'bill.acceptor', 'ICBC')
    await fills(person, form, 'bill.maturity', say_date(90))
    await person.saves_receipt()
    await person.closes_toasts()
    await goes_to_tab(person, 'bills.title')
    await expect(page.getByText(person.say('bill.held')).first()).toBeVisible()
    await page.getByRole('rowheader').first().click()
    const bill = sheet(person, 'receipt.typed', person.say('credit.bill'), 'CNY 1,000.00')
    await person.press(within(person, bill, 'bill.do.endorsed'))
    const step = sheet(person, 'bill.do.endorsed')
    await fills(person, step, 'bill.endorsee', 'Steel Co')
    await person.press(within(person, step, 'bill.do.endorsed'))
    await expect(step).toBeHidden()
    await person.press(within(person, bill, 'bill.dishonour'))
    const back = sheet(person, 'bill.dishonour')
    await person.press(within(person, back, 'reverse.do'))
    await expect(back).toBeHidden()
    await page.goto((await page.url()).split('#')[0] + '#/receivables/invoices')
    await expect.poll(async () => (await person.rows_of(person.say('invoices.list')))
      .some(row => row.join('|').includes('1,000.00'))).toBe(true)
    await person.has_saved()
  })

  test('a bill is discounted and honoured: nothing is left to do with it', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware', [['A-1', '1000', '2026-03-01']])
    const form = await person.begins_receipt({ customer: 'Wang Hardware', amount: '1000' })
    await person.chooses(person.say('label.method'), person.say('method.bill'), form)
    await fills(person, form, 'bill.number', '13080002')
    await fills(person, form, 'bill.acceptor', 'ICBC')
    await fills(person, form, 'bill.maturity', say_date(30))
    await person.saves_receipt()
    await person.closes_toasts()
    await goes_to_tab(person, 'bills.title')
    await page.getByRole('rowheader').first().click()
    const bill = sheet(person, 'receipt.typed', person.say('credit.bill'), 'CNY 1,000.00')
    await person.press(within(person, bill, 'bill.do.discounted'))
    const discount = sheet(person, 'bill.do.discounted')
    await fills(person, discount, 'bill.discounter', 'CMB')
    await fills(person, discount, 'bill.cost', '12.50')
    await expect(discount.getByText('987.50')).toBeVisible()
    await person.press(within(person, discount, 'bill.do.discounted'))
    await expect(discount).toBeHidden()
    await expect(within(person, bill, 'bill.do.endorsed')).toHaveCount(0)
    await person.press(within(person, bill, 'bill.do.honoured'))
    const honour = sheet(person, 'bill.do.honoured')
    await person.press(within(person, honour, 'bill.do.honoured'))
    await expect(honour).toBeHidden()
    await expect(within(person, bill, 'bill.do.honoured')).toHaveCount(0)
    await expect(within(person, bill, 'bill.dishonour')).toHaveCount(0)
    await person.has_saved()
  })

  test('unapplied money is paid back from its sheet, and that undone', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware', [])
    await person.begins_receipt({ customer: 'Wang Hardware', amount: '30' })
    await person.saves_receipt()
    await person.closes_toasts()
    await page.getByRole('rowheader').first().click()
    const receipt = sheet(person, 'receipt.title', 'CNY 30.00')
    await person.press(within(person, receipt, 'refund.title'))
    const refund = sheet(person, 'refund.title')
    await person.press(within(person, refund, 'refund.do'))
    await expect(refund).toBeHidden()
    await expect(within(person, receipt, 'refund.title')).toHaveCount(0)
    await person.press(person.button('undo'))
    await expect(within(person, receipt, 'refund.title')).toBeVisible()
    await person.has_saved()
  })

  test('one receipt by the order of the law, shown with its reasons', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware',
      [['LATER', '400', say_date(60)], ['DUE', '300', '2026-02-01']])
    const form = await person.begins_receipt({ customer: 'Wang Hardware', amount: '350' })
    await person.chooses_allocation('legal')
    const name = person.say('allocate.preview')
    await expect.poll(async () => (await person.rows_of(name, form)).map(row => row[0]))
      .toEqual(['DUE', 'LATER'])
    const rows = await person.rows_of(name, form)
    expect(rows[0].join('|')).toContain('300.00')
    expect(rows[1].join('|')).toContain('50.00')
    await person.saves_receipt()
    await person.has_saved()
  })

  test('dollars: the gain is listed, the rest becomes yuan at a rate', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware', [])
    const form = await person.begins_receipt({ customer: 'Wang Hardware', amount: '30' })
    await person.chooses(person.say('label.currency'), /^USD/, form)
    const rate = form.getByRole('textbox', { name: person.say('rate.label', 'USD', 'CNY') })
    await rate.fill('7.2')
    await expect(rate).toHaveAccessibleDescription(/216\.00/)
    await person.saves_receipt()
    await person.closes_toasts()
    await page.getByRole('rowheader').first().click()
    const receipt = sheet(person, 'receipt.title', 'USD 30.00')
    await person.press(within(person, receipt, 'exchange.title'))
    const exchange = sheet(person, 'exchange.title')
    await exchange.getByRole('textbox', { name: person.say('rate.label', 'USD', 'CNY') })
      .fill('7.1')
    await expect(exchange.getByText(person.say('exchange.gives', 'CNY 213.00'))).toBeVisible()
    await person.press(within(person, exchange, 'exchange.do'))
    await expect(exchange).toBeHidden()
    await person.has_saved()
  })

  test('open dollars are worth what the rate of the day says', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware', [])
    const form = await person.begins_receipt({ customer: 'Wang Hardware', amount: '30' })
    await person.chooses(person.say('label.currency'), /^USD/, form)
    await form.getByRole('textbox', { name: person.say('rate.label', 'USD', 'CNY') }).fill('7.2')
    await person.saves_receipt()
    await person.closes_toasts()
    await goes_to_tab(person, 'gains.title')
    await person.press(
      page.getByRole('checkbox', { name: person.say('gains.unrealised'), exact: true }))
    await page.getByRole('textbox', { name: person.say('rate.label', 'USD', 'CNY') }).fill('7')
    // Unapplied money is owed by us: 30 dollars at 7 instead of 7.2 are 6 yuan less.
    await expect(page.getByText('CNY 6.00', { exact: true }).first()).toBeVisible()
    await expect(page.getByRole('row').nth(1)).toContainText('6.00')
  })

  test('a debt is written off, kept, recovered in part, and that undone', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware', [['A-1', '100', '2026-03-01']])
    await page.getByRole('tab', { name: person.say('invoices.title') }).click()
    await page.getByRole('rowheader').first().click()
    const invoice = sheet(person, 'invoice.title', 'A-1')
    await person.press(within(person, invoice, 'write_off.title'))
    const form = sheet(person, 'write_off.title')
    await person.press(within(person, form, 'write_off.do'))
    await expect(form).toBeHidden()
    await person.closes_toasts()
    await goes_to_tab(person, 'write_offs.title')
    await page.getByRole('rowheader').first().click()
    const kept = sheet(person, 'receipt.typed', person.say('credit.write_off'), 'CNY 100.00')
    await person.press(within(person, kept, 'recovery.title'))
    const recovery = sheet(person, 'recovery.title')
    await fills(person, recovery, 'label.amount', '40')
    await person.press(within(person, recovery, 'recovery.do'))
    await expect(recovery).toBeHidden()
    await person.press(person.button('undo'))
    await person.has_saved()
    await page.keyboard.press('Escape')
    await goes_to_tab(person, 'write_offs.title')
    await expect.poll(async () => (await person.rows_of(person.say('write_offs.title')))
      .filter(row => row.join('|').includes('100.00')).length).toBeGreaterThan(0)
  })

  test('interest: the table is printed and reads back', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware', [['A-1', '6000', '2026-03-17']])
    await page.getByRole('tab', { name: person.say('invoices.title') }).click()
    await page.getByRole('rowheader').first().click()
    await person.press(within(person, sheet(person, 'invoice.title', 'A-1'), 'interest.title'))
    const interest = sheet(person, 'interest.sheet')
    await person.chooses(person.say('interest.rule'), person.say('interest.rule.sme'), interest)
    await fills(person, interest, 'interest.until', '2026-04-16')
    await page.keyboard.press('Tab')
    await expect(interest.getByText('90.00').first()).toBeVisible()
    await page.evaluate(() => {
      window.printed = []
      const keep = frame => { window.printed.push(frame.contentDocument?.body?.innerText ?? '') }
      const create = document.createElement.bind(document)
      document.createElement = (name, ...rest) => {
        const element = create(name, ...rest)
        if (name === 'iframe') {
          element.addEventListener('load', () => {
            element.contentWindow.print = () => keep(element)
          })
        }
        return element
      }
    })
    await person.press(within(person, interest, 'interest.print'))
    await expect.poll(() => page.evaluate(() => window.printed.join('\n') +
      [...document.querySelectorAll('iframe')]
        .map(frame => frame.contentDocument?.body?.innerText ?? '').join('\n')))
      .toContain('6,000.00 × 0.05% × 30')
  })

  test('aging by owner, and as it was known before a late entry', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'en')
    await owes(person, 'Wang Hardware', [['A-1', '100', '2026-03-01']])
    await person.press(page.getByRole('tab', { name: person.say('aging.title') }))
    const chip = key => page.getByRole('checkbox', { name: person.say(key), exact: true })
    await person.press(chip('aging.key.owner'))
    await expect(page.getByText('Li Lei').first()).toBeVisible()
    await expect(page.getByText(person.say('aging.identity', '0.00', '100.00', '0.00', '100.00'),
      { exact: true })).toBeVisible()
    await person.press(chip('aging.known'))
    await person.field('aging.known_at').fill('2020-01-01 08:00')
    await person.press(person.button('aging.known_show'))
    await expect(page.getByText('Li Lei')).toHaveCount(0)
    await person.press(person.button('aging.known_leave'))
    await expect(page.getByText('Li Lei').first()).toBeVisible()
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true,
    isMobile: true, locale: 'zh-CN' })

  test('a difference is written off by finger', async ({ page }) => {
    test.setTimeout(180_000)
    const person = new Person(page, 'zh')
    await owes(person, '王氏五金', [['A-1', '100', '2026-03-01']])
    const form = await person.begins_receipt({ customer: '王氏五金', amount: '99.70' })
    await person.press(form.getByRole('checkbox',
      { name: person.say('receipts.write_off_rest', 'CNY 0.30'), exact: true }))
    await expect(form.getByText(person.say('receipts.exact'))).toBeVisible()
    await person.saves_receipt()
    await person.has_saved()
    await goes_to_tab(person, 'write_offs.title')
    await person.press(page.getByRole('checkbox', { name: person.say('write_offs.with_small') }))
    await expect(page.getByText('0.30').first()).toBeVisible()
  })
})

// The first days of a new clerk of receivables: a customer with terms, invoices whose parts lose no
// cent, a receipt as an acceptance bill that is endorsed and dishonoured so that the debt comes
// back, another that is discounted and honoured, a write-off that comes back in part, and from a
// figure down to the papers that it is made of. Once on a phone by finger in Chinese, once at a
// desk by keys alone in English.
import { expect, test } from './app.mjs'

import { Hand } from './hand.mjs'

const today = '2026-11-30'

class Clerk extends Hand {
  table(key, within = this.page) {
    return within.getByRole('table', { name: this.say(key), exact: true })
  }
  term(key, amount) {
    // On a phone the sign of a term is part of what it says.
    const name = `${this.say(key)} CNY ${amount}`.replaceAll('.', '\\.')
    return this.main.getByRole('link', { name: new RegExp(`^([=+−] )?${name}$`) })
  }
  async closes(sheet) {
    if (this.by_keys) await this.page.keyboard.press('Escape')
    else await this.press(this.in(sheet, 'kit.close').first())
    await expect(sheet).toBeHidden()
  }
  async begins() {
    await this.opens('./?sw=none')
    await this.press(this.button('start.new_book'))
    const dialog = this.dialog(this.say('start.new_book'))
    await this.fills(dialog, 'label.company', 'Jiangnan Ltd')
    await this.chooses(this.say('label.currency'), /^CNY/, dialog)
    await this.saves(dialog, 'start.create')
    await expect(this.page.getByRole('banner')).toBeVisible({ timeout: 60_000 })
    await this.is_ready()
  }
  // The form of a receipt by bill, from the page of its customer.
  async takes_bill({ number, amount, date, maturity }) {
    await this.press(this.button('receipts.record').first())
    const form = this.receipt_form()
    await expect(form).toBeVisible()
    await this.fills(form, 'label.amount', amount)
    await this.fills(form, 'label.date', date)
    await this.chooses(this.say('label.method'), this.say('method.bill'), form)
    await this.fills(form, 'bill.number', number)
    await this.fills(form, 'bill.maturity', maturity)
    await this.fills(form, 'bill.acceptor', 'ICBC')
    return form
  }
  async saves_form(form, key) {
    await this.saves(form, key)
    await expect(form).toBeHidden()
    await this.has_saved()
    await this.closes_toasts()
  }
  async opens_bill(number, amount) {
    await this.goes('/receipts/bills')
    await this.opens_row(this.table('bills.title'), number)
    const sheet = this.dialog(
      this.say('receipt.typed', this.say('credit.bill'), `CNY ${amount}`))
    await expect(sheet).toBeVisible()
    return sheet
  }
  async opens_customer(name) {
    await this.goes('/customers')
    await this.opens_row(this.main.getByRole('table'), name)
    await expect(this.main.getByRole('heading', { level: 1, name })).toBeVisible()
  }
}

async function makes_customer(clerk) {
  await clerk.goes('/customers')
  await clerk.press(clerk.button('customers.new').first())
  const form = clerk.dialog(clerk.say('customers.new'))
  await expect(form).toBeVisible()
  await clerk.fills(form, 'label.name', 'Qingyun Machines')
  await clerk.fills(form, 'label.code', 'Q1')
  await clerk.fills(form, 'label.owner', 'Wang Fang')
  await clerk.fills(form, 'label.terms', '3x1m')
  await clerk.saves_form(form, 'kit.save')
  await expect(clerk.main.getByRole('heading', { level: 1, name: 'Qingyun Machines' }))
    .toBeVisible()
}

// One by the terms of the customer, in three parts; one whose parts are typed.
async function issues_invoices(clerk) {
  const { page, say } = clerk
  await clerk.press(clerk.button('invoices.issue'))
  let form = clerk.dialog(say('invoices.issue'))
  await expect(form).toBeVisible()
  await clerk.fills(form, 'label.number', 'A-1')
  await clerk.fills(form, 'label.amount', '1000')
  await clerk.fills(form, 'label.issued', '2026-06-01')
  await expect(form.getByText(/333\.34/).first()).toBeAttached() // a cent is not lost
  await clerk.saves_form(form, 'invoices.save')

  await clerk.press(clerk.button('invoices.issue'))
  form = clerk.dialog(say('invoices.issue'))
  await expect(form).toBeVisible()
  await clerk.fills(form, 'label.number', 'A-2')
  await clerk.fills(form, 'label.amount', '500')
  await clerk.fills(form, 'label.issued', '2026-08-01')
  await clerk.press(form.getByRole('checkbox', { name: say('invoices.in_parts'), exact: true }))
  for (const [at, [due, part]] of [['2026-09-01', '200'], ['2027-03-01', '300']].entries()) {
    const named = (key, value) => clerk.fills_named(form, say(key, String(at + 1)), value)
    await named('invoices.part_due', due)
    await named('invoices.part_amount', part)
  }
  await expect(form.getByText(say('invoices.parts_sum', 'CNY 500.00', 'CNY 500.00')))
    .toBeAttached()
  await clerk.saves_form(form, 'invoices.save')
  await expect(clerk.term('formula.open', '1,500.00')).toBeAttached()
  await clerk.opens_row(clerk.table('invoices.list'), 'A-1')
  const sheet = clerk.dialog(say('invoice.title', 'A-1'))
  await expect(sheet).toBeVisible()
  expect((await clerk.rows_of(say('invoice.lines'), sheet)).map(row => row.slice(1)))
    .toEqual([['CNY 333.34', 'CNY 333.34'], ['CNY 333.33', 'CNY 333.33'],
      ['CNY 333.33', 'CNY 333.33']])
  await clerk.closes(sheet)
  await expect(page).toHaveURL(/#\/customers\//)
}

// A bill pays what is due first: it counts against the debt, and stays a risk until it is honoured.
async function takes_bills(clerk) {
  const { say } = clerk
  let form = await clerk.takes_bill(
    { number: '1308-0001', amount: '1000', date: '2026-09-10', maturity: '2026-11-28' })
  const preview = say('allocate.preview')
  await expect.poll(async () => (await clerk.rows_of(preview, form)).map(row => row[0]))
    .toEqual(expect.arrayContaining(['A-1']))
  await expect(form.getByText(say('receipts.exact'))).toBeAttached()
  await clerk.saves_form(form, 'receipts.save')
  await expect(clerk.term('formula.open', '500.00')).toBeAttached()
  await expect(clerk.term('formula.bills', '1,000.00')).toBeAttached()
  await expect(clerk.term('formula.exposure', '1,500.00')).toBeAttached()

  form = await clerk.takes_bill(
    { number: '1308-0002', amount: '200', date: '2026-09-12', maturity: '2026-11-29' })
  await clerk.saves_form(form, 'receipts.save')
  await expect(clerk.term('formula.open', '300.00')).toBeAttached()
  await expect(clerk.term('formula.bills', '1,200.00')).toBeAttached()
}

async function moves_bills(clerk) {
  const { say } = clerk
  // Endorsed to a supplier, and dishonoured at its maturity.
  let bill = await clerk.opens_bill('1308-0001', '1,000.00')
  await clerk.press(clerk.in(bill, 'bill.do.endorsed'))
  let step = clerk.dialog(say('bill.do.endorsed'))
  await expect(step).toBeVisible()
  await clerk.fills(step, 'bill.endorsee', 'Steel Co')
  await clerk.fills(step, 'label.date', '2026-09-20')
  await clerk.saves(step, 'bill.do.endorsed')
  await expect(step).toBeHidden()
  await clerk.closes_toasts()
  await expect(bill.getByText(/Steel Co/).first()).toBeAttached()
  await expect(clerk.in(bill, 'bill.do.discounted')).toHaveCount(0) // it is out of the house
  await clerk.press(clerk.in(bill, 'bill.dishonour'))
  const back = clerk.dialog(say('bill.dishonour'))
  await expect(back).toBeVisible()
  await clerk.fills(back, 'reverse.day', '2026-11-28')
  await clerk.press(clerk.in(back, 'reverse.do')) // what takes back is pressed by its name
  await expect(back).toBeHidden()
  await clerk.has_saved()
  await clerk.closes_toasts()
  await clerk.closes(bill)

  // The other is discounted, at a cost, and honoured.
  bill = await clerk.opens_bill('1308-0002', '200.00')
  await clerk.press(clerk.in(bill, 'bill.do.discounted'))
  step = clerk.dialog(say('bill.do.discounted'))
  await expect(step).toBeVisible()
  await clerk.fills(step, 'bill.discounter', 'CMB')
  await clerk.fills(step, 'label.date', '2026-10-08')
  await clerk.fills(step, 'bill.cost', '1.25')
  await expect(step.getByText('198.75')).toBeAttached()
  await clerk.saves(step, 'bill.do.discounted')
  await expect(step).toBeHidden()
  await clerk.closes_toasts()
  await clerk.press(clerk.in(bill, 'bill.do.honoured'))
  step = clerk.dialog(say('bill.do.honoured'))
  await expect(step).toBeVisible()
  await clerk.saves(step, 'bill.do.honoured')
  await expect(step).toBeHidden()
  await expect(clerk.in(bill, 'bill.dishonour')).toHaveCount(0)
  await clerk.has_saved()
  await clerk.closes_toasts()
  await clerk.closes(bill)

  // The debt of the first is back, and it is no risk of a bill any more.
  const rows = await clerk.rows_of(say('bills.title'))
  for (const [number, state] of [['1308-0001', 'dishonoured'], ['1308-0002', 'honoured']]) {
    expect(rows.find(row => row.includes(number)), number)
      .toContain(say(`bill.${state}`))
  }
  await clerk.opens_customer('Qingyun Machines')
  await expect(clerk.term('formula.open', '1,300.00')).toBeAttached()
  await expect(clerk.main.getByRole('link', { name: new RegExp(`^${say('formula.bills')}`) }))
    .toHaveCount(0)
}

// A-1 is given up; later a part of it comes after all.
async function writes_off(clerk) {
  const { page, say } = clerk
  await clerk.opens_row(clerk.table('invoices.list'), 'A-1')
  const invoice = clerk.dialog(say('invoice.title', 'A-1'))
  await expect(invoice).toBeVisible()
  await clerk.press(clerk.in(invoice, 'write_off.title'))
  const form = page.getByRole('dialog', { name: say('write_off.title'), exact: true })
  await expect(form).toBeVisible()
  await expect(form.getByRole('textbox', { name: say('label.amount'), exact: true }))
    .toHaveValue('1000.00')
  await clerk.chooses(say('label.reason'), say('write_off.reason.bankrupt'), form)
  await expect(clerk.in(form, 'write_off.do')).toBeEnabled()
  await clerk.press(clerk.in(form, 'write_off.do'))
  await expect(form).toBeHidden()
  await clerk.has_saved()
  await clerk.closes_toasts()
  await clerk.goes('/receipts/write-offs')
  await clerk.opens_row(clerk.table('write_offs.title'), 'Qingyun')
  const kept = clerk.dialog(say('receipt.typed', say('credit.write_off'), 'CNY 1,000.00'))
  await expect(kept).toBeVisible()
  await clerk.press(clerk.in(kept, 'recovery.title'))
  const recovery = clerk.dialog(say('recovery.title'))
  await expect(recovery).toBeVisible()
  await clerk.fills(recovery, 'label.amount', '150')
  await clerk.fills(recovery, 'label.reference', 'liquidator')
  await clerk.saves(recovery, 'recovery.do')
  await expect(recovery).toBeHidden()
  await clerk.has_saved()
  await clerk.closes_toasts()
  await clerk.closes(page.getByRole('dialog').first())
  await clerk.goes('/receipts/write-offs')
  const rows = (await clerk.rows_of(say('write_offs.title')))
    .filter(row => row.includes('Qingyun Machines')) // its sum stands below
  expect(rows.map(row => row.filter(cell => cell === '850.00'))).toEqual([['850.00']])
  await clerk.opens_customer('Qingyun Machines')
  await expect(clerk.term('formula.open', '300.00')).toBeAttached()
  await expect(clerk.term('formula.written_off', '850.00')).toBeAttached()
}

// The balance, its document, the money that paid a part of it, and the bill behind that.
async function drills(clerk) {
  const { page, say } = clerk
  await clerk.goes('/receivables/aging')
  const bar = clerk.bucket(say('aging.not_due'), 30_000)
  await clerk.press(bar)
  await clerk.opens_row(clerk.table('aging.by_customer'), 'Qingyun')
  await expect(page).toHaveURL(/customer=/)
  await clerk.opens_row(clerk.table('aging.documents'), 'A-2')
  const invoice = clerk.dialog(say('invoice.title', 'A-2'))
  await expect(invoice).toBeVisible()
  await clerk.opens_row(clerk.table('allocate.list', invoice), '200.00')
  const bill = clerk.dialog(say('receipt.typed', say('credit.bill'), 'CNY 200.00'))
  await expect(bill).toBeVisible()
  await expect(bill.getByText('1308-0002').first()).toBeAttached()
  await expect(bill.getByText(/CMB/).first()).toBeAttached()
  await clerk.closes(bill)
}

async function walks(clerk) {
  const { page, say } = clerk
  await page.clock.setFixedTime(new Date(`${today}T09:30:00+08:00`))
  await test.step('a book', () => clerk.begins())
  await test.step('a customer with terms', () => makes_customer(clerk))
  await test.step('invoices in parts', () => issues_invoices(clerk))
  await test.step('bills', () => takes_bills(clerk))
  await test.step('what becomes of the bills', () => moves_bills(clerk))
  await test.step('a write-off', () => writes_off(clerk))
  await test.step('from a figure to its papers', () => drills(clerk))
  // All of it is there after a reload, and sound.
  await clerk.goes('/integrity')
  await page.reload()
  await clerk.is_ready()
  await clerk.press(clerk.button('integrity.check'))
  await expect(clerk.main.getByText(new RegExp(
    say('integrity.sound', '[\\d,]+').replace(/\|.*?\}/g, '').split('[')[0])))
    .toBeAttached({ timeout: 60_000 })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true,
    isMobile: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })

  test('the first days of a clerk, by finger', async ({ page }) => {
    test.setTimeout(480_000)
    await walks(new Clerk(page, 'zh', false))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(390)
  })
})

test.describe('at a desk', () => {
  test.use({ locale: 'en-US', timezoneId: 'Asia/Shanghai' })

  test('the first days of a clerk, by keys alone', async ({ page }) => {
    test.setTimeout(480_000)
    await walks(new Clerk(page, 'en', true))
  })
})

// The ledger without the command line: a customer with a contact, a contract and terms in parts, an
// invoice, a credit note, a dispute, the sum that says what is owed, a duplicate merged and taken
// apart, an electronic invoice. At a desk by mouse and keys, on a phone by touch.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './app.mjs'
import { Person } from './person.mjs'

const einvoice = ({ number, buyer, tax_no, gross }) => `<EInvoice><EInvoiceData>
<SellerInformation><SellerName>Harbour Tools</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum>${tax_no}</BuyerIdNum><BuyerName>${buyer}</BuyerName>
</BuyerInformation>
<BasicInformation><TotalTax-includedAmount>${gross}</TotalTax-includedAmount></BasicInformation>
</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>${number}</InvoiceNumber>
<IssueTime>2026-10-01</IssueTime></TaxSupervisionInfo></EInvoice>`

class Clerk extends Person {
  textbox(form, key) {
    return form.getByRole('textbox', { name: this.say(key), exact: true })
  }
  async fills(form, values) {
    for (const [key, value] of Object.entries(values)) {
      const field = this.textbox(form, key)
      await this.brings_into_view(field)
      await field.fill(value)
    }
  }
  async saves(form, key = 'kit.save') {
    await this.press(form.getByRole('button', { name: this.say(key), exact: true }))
    await expect(form).toBeHidden()
  }
  async makes_customer(values) {
    await this.goes_to('customers')
    await this.press(this.button('customers.new').first())
    const form = this.dialog(this.say('customers.new'))
    await this.fills(form, values)
    await this.saves(form)
    await expect(this.main.getByRole('heading', { level: 1, name: values['label.name'] }))
      .toBeVisible()
    await this.closes_toasts()
  }
  async shows_tab(key) {
    await this.press(this.page.getByRole('tab', { name: this.say(key), exact: true }))
  }
  async opens_more(key) {
    await this.press(this.button('customer.more'))
    await this.press(this.page.getByRole('button', { name: this.say(key), exact: true }).last())
  }
  // On a phone the sign before a term is part of its name.
  term(key, amount) {
    const name = `${this.say(key)} CNY ${amount}`.replaceAll('.', '\\.')
    return this.main.getByRole('link', { name: new RegExp(`^(?:[−+=] )?${name}$`) })
  }
}

async function begins(page) {
  const clerk = new Clerk(page, 'en')
  await clerk.opens('./?sw=none')
  await clerk.begins_book({ company: 'Harbour Tools', currency: 'CNY' })
  return clerk
}

test.use({ locale: 'en-US' })

test('a customer from terms to a dispute, merged and taken apart', async ({ page }) => {
  test.setTimeout(180_000)
  const clerk = await begins(page)
  await clerk.makes_customer({ 'label.name': 'Qingyun Machines', 'label.code': 'Q1',
    'label.terms': '3x1m', 'label.tax_no': '91310000MA1FL0001X' })

  await clerk.shows_tab('customer.tab.data')
  await clerk.press(clerk.button('contact.new'))
  const contact = clerk.dialog(clerk.say('contact.new'))
  await clerk.fills(contact, { 'contact.name': 'Wang Fang', 'label.phone': '+86 21 5555 0000',
    'label.email': 'wang@example.com' })
  await clerk.press(contact.getByRole('checkbox', { name: clerk.say('contact.billing') }))
  await clerk.saves(contact)
  await expect(clerk.main.getByRole('link', { name: 'wang@example.com' })).toBeVisible()

  await clerk.press(clerk.button('contract.new'))
  const contract = clerk.dialog(clerk.say('contract.new'))
  await clerk.fills(contract, { 'contract.number': 'HT-7', 'contract.late_fee': 'lpr+50%',
    'contract.jurisdiction': 'Shanghai' })
  await expect(contract.getByText(clerk.say('clause.acceptance')).first()).toBeAttached()
  await clerk.saves(contract)
  await clerk.sees('HT-7')

  await clerk.press(clerk.button('invoices.issue'))
  const invoice = clerk.dialog(clerk.say('invoices.issue'))
  await clerk.fills(invoice, { 'label.number': 'A-1', 'label.amount': '1000' })
  await clerk.saves(invoice, 'invoices.save')
  await clerk.closes_toasts()
  await expect(clerk.term('formula.open', '1,000.00')).toBeVisible()

  await clerk.shows_tab('customer.tab.open')
  await clerk.press(clerk.main.getByRole('rowheader', { name: 'A-1' }))
  const sheet = clerk.dialog(clerk.say('invoice.title', 'A-1'))
  await expect(sheet.getByText('CNY 333.34').first()).toBeAttached() // a cent is not lost
  await clerk.press(sheet.getByRole('button', { name: clerk.say('dispute.open'), exact: true }))
  const dispute = clerk.dialog(clerk.say('dispute.open'))
  await clerk.fills(dispute, { 'dispute.amount': '200', 'label.reason': 'two pumps are broken' })
  await clerk.saves(dispute, 'dispute.save')
  await page.keyboard.press('Escape')
  await clerk.closes_toasts()
  await expect(clerk.term('formula.disputed', '200.00')).toBeVisible()

  await clerk.opens_more('credit.new.credit_note')
  const note = clerk.dialog(clerk.say('credit.new.credit_note'))
  const against = note.getByRole('combobox', { name: clerk.say('label.against') })
  await against.fill('A-1')
  await clerk.press(page.getByRole('option', { name: /^A-1/ }).first())
  await clerk.fills(note, { 'credit.number': 'CN-1', 'label.amount': '200',
    'label.reason': 'rebate' })
  await expect(note.getByText(clerk.say('credit.pays', 'A-1', 'CNY 200.00'))).toBeVisible()
  await clerk.saves(note)
  await clerk.closes_toasts()
  await expect(clerk.term('label.balance', '800.00')).toBeVisible()
  await clerk.shows_tab('customer.tab.timeline')
  await clerk.sees('CN-1')
  await clerk.press(clerk.term('formula.disputed', '200.00'))
  await expect(page).toHaveURL(/only=disputed/)

  await clerk.makes_customer({ 'label.name': 'Qingyun Machines Co', 'label.code': 'Q2',
    'label.tax_no': '91310000MA1FL0001X' })
  await clerk.goes_to('customers')
  await clerk.press(page.getByRole('link', { name: clerk.say('duplicates.link', '1')
    .replace(/\|.*?\}/g, '') }))
  await clerk.press(clerk.button('duplicates.merge'))
  await clerk.sees(clerk.say('duplicates.none'))
  await clerk.press(clerk.button('undo'))
  await expect(clerk.button('duplicates.merge')).toBeVisible()
  await clerk.has_saved()
})

test('an electronic invoice is looked at, entered once, and refused the second time',
  async ({ page }) => {
    test.setTimeout(120_000)
    const folder = mkdtempSync(join(tmpdir(), 'einvoice-'))
    try {
      const file = join(folder, 'one.xml')
      writeFileSync(file, einvoice({ number: '26312000000012345678', buyer: 'Qingyun Machines',
        tax_no: '91310000MA1FL0001X', gross: '11300.00' }))
      const clerk = await begins(page)
      await clerk.goes_to('import')
      await clerk.picks_file(clerk.button('einvoice.choose'), file)
      await clerk.sees('26312000000012345678')
      await clerk.sees(clerk.say('einvoice.new_customer'))
      await clerk.press(page.getByRole('button', { name: clerk.say('einvoice.enter', '1') }))
      await clerk.has_saved()
      await clerk.closes_toasts()
      await clerk.picks_file(clerk.button('einvoice.choose'), file)
      await clerk.sees(clerk.say('einvoice.refused'))
      await clerk.goes_to('customers')
      await clerk.press(clerk.main.getByRole('rowheader', { name: 'Qingyun Machines' }))
      await expect(clerk.term('formula.open', '11,300.00')).toBeVisible()
    } finally { rmSync(folder, { recursive: true }) }
  })

// Files as they are dropped on the page.
const drops = (page, files) => page.evaluate(dropped => {
  const data = new DataTransfer()
  for (const [name, text] of dropped) data.items.add(new File([text], name))
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    document.querySelector('#root').dispatchEvent(
      new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }))
  }
}, files)

test('several electronic invoices come by the picker and by a drop; tables beside them wait',
  async ({ page }) => {
    test.setTimeout(120_000)
    const folder = mkdtempSync(join(tmpdir(), 'einvoice-'))
    try {
      const one = (number, gross) => einvoice({ number: `2631200000001234567${number}`,
        buyer: 'Qingyun Machines', tax_no: '91310000MA1FL0001X', gross })
      const paths = [1, 2].map(number => {
        const file = join(folder, `${number}.xml`)
        writeFileSync(file, one(number, '100.00'))
        return file
      })
      const clerk = await begins(page)
      await clerk.goes_to('import')
      await clerk.picks_file(clerk.button('einvoice.choose'), paths)
      await expect(page.getByRole('button', { name: clerk.say('einvoice.enter', '2') }))
        .toBeVisible()
      await drops(page, [['3.xml', one(3, '50.00')], ['4.xml', one(4, '50.00')],
        ['first.csv', 'Customer code,Customer name\nC1,Northwind\n'],
        ['second.csv', 'Customer code,Customer name\nC2,Contoso\n']])
      await clerk.press(page.getByRole('button', { name: clerk.say('einvoice.enter', '4') }))
      await clerk.has_saved()
      await clerk.closes_toasts()
      for (const name of ['first.csv', 'second.csv']) {
        await clerk.press(clerk.button('import.next_file', name))
        await expect(clerk.start_of_import()).toBeEnabled({ timeout: 60_000 })
        await clerk.press(clerk.start_of_import())
        await clerk.sees_import_end()
      }
      await clerk.goes_to('customers')
      for (const name of ['Qingyun Machines', 'Northwind', 'Contoso']) {
        await expect(clerk.main.getByRole('rowheader', { name })).toBeVisible()
      }
      await clerk.press(clerk.main.getByRole('rowheader', { name: 'Qingyun Machines' }))
      await expect(clerk.term('formula.open', '300.00')).toBeVisible()
    } finally { rmSync(folder, { recursive: true }) }
  })

test('on a phone, by touch: a customer, a contact, an invoice in parts, a dispute', async ({
  browser, browserName, baseURL }) => {
  test.setTimeout(180_000)
  const context = await browser.newContext({ baseURL, locale: 'en-US', hasTouch: true,
    isMobile: true, viewport: { width: 390, height: 844 }, deviceScaleFactor: 3 })
  const page = await context.newPage()
  const clerk = await begins(page)
  await clerk.makes_customer({ 'label.name': 'Lobby Ltd', 'label.terms': '2/10 net 30' })
  await clerk.shows_tab('customer.tab.data')
  await clerk.press(clerk.button('contact.new'))
  const contact = clerk.dialog(clerk.say('contact.new'))
  await clerk.fills(contact, { 'contact.name': 'Li Lei', 'label.phone': '021-5555' })
  await clerk.saves(contact)
  await clerk.closes_toasts()
  await clerk.press(clerk.button('invoices.issue'))
  const invoice = clerk.dialog(clerk.say('invoices.issue'))
  await clerk.fills(invoice, { 'label.number': 'B-1', 'label.amount': '0.03',
    'label.terms': '3x30' })
  await clerk.saves(invoice, 'invoices.save')
  await clerk.closes_toasts()
  await clerk.press(clerk.term('formula.open', '0.03'))
  await clerk.press(clerk.main.getByRole('rowheader', { name: 'B-1' }))
  const sheet = clerk.dialog(clerk.say('invoice.title', 'B-1'))
  await clerk.press(sheet.getByRole('button', { name: clerk.say('dispute.open'), exact: true }))
  const dispute = clerk.dialog(clerk.say('dispute.open'))
  await clerk.fills(dispute, { 'dispute.amount': '0.01', 'label.reason': 'wrong price' })
  await clerk.saves(dispute, 'dispute.save')
  await clerk.has_saved()
  await context.close()
})

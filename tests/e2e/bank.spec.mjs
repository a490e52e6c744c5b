// A month's end at the desk: invoices come in, two statements of two banks come in in their own
// layouts, what came in is matched, one line is matched wrongly and taken back, and the customer's
// statement goes to the printer with figures that add up.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, keeps_paper, test } from './app.mjs'
import { Person } from './person.mjs'

const invoices = `customer_id,customer_name,invoice_no,invoice_date,due_date,amount
C1,Northwind Ltd,INV-1001,2026-01-05,2026-02-04,1200.00
C1,Northwind Ltd,INV-1002,2026-01-20,2026-02-19,850.50
C2,Contoso GmbH,INV-1003,2026-01-10,2026-02-09,300.00
`
// The first as a bank in China prints it, the second as one in Germany does.
const first_bank = `企业账户明细
账号：6222000012345678
交易日期,交易摘要,对方户名,对方账号,收入,支出,余额,流水号
20260203,货款,Northwind Ltd,31010001,"1,200.00",,"2,200.00",A1
20260204,手续费,,,,5.00,"2,195.00",A2
20260210,INV-1003,Somebody Else,31010009,300.00,,"2,495.00",A3
`
const second_bank = `IBAN: DE02120300000000202051
Buchungstag;Auftraggeber;Verwendungszweck;Betrag;Saldo
19.02.2026;Old Corner Shop;thanks;850,50;1.850,50
20.02.2026;Finanzamt;;-100,00;1.750,50
`

test.use({ locale: 'en-US' })

test('statements come in, lines find their documents, a statement goes out', async ({ page,
  allowed_errors }, info) => {
  allowed_errors.push(/Blocked script execution in 'about:srcdoc'/)
  test.setTimeout(180_000)
  test.skip(/phone/.test(info.project.name), 'a desk\'s work; a phone\'s has walks of its own')
  const folder = mkdtempSync(join(tmpdir(), 'huikuan-bank-'))
  const file = (name, text) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const person = new Person(page, 'en')
  const { say } = person
  await person.opens()
  await person.begins_book({ company: 'Desk Ltd' })
  await person.goes_to('import')
  await person.imports(file('invoices.csv', invoices))

  await person.goes_to('receipts')
  await person.press(page.getByRole('tab', { name: say('bank.tab'), exact: true }))
  await person.picks_file(person.button('bank.import').first(), file('first.csv', first_bank))
  await expect(page.getByRole('textbox', { name: say('bank.field.account'), exact: true }))
    .toHaveValue('6222000012345678')
  await person.press(person.button('bank.take_in', '3'))
  await person.press(person.button('bank.confirm_certain', '2'))
  await person.sees(say('bank.done'))
  await person.has_saved()

  // The same file again brings nothing.
  await person.picks_file(person.button('bank.import').first(), join(folder, 'first.csv'))
  await expect(person.button('bank.take_in', '0')).toBeDisabled()
  await person.press(person.button('kit.cancel'))

  await person.picks_file(person.button('bank.import').first(), file('second.csv', second_bank))
  await person.press(person.button('bank.take_in', '2'))
  const rows = await person.rows_of(say('bank.tab'))
  expect(rows.length).toBe(1)
  expect(rows[0]).toContain(say('bank.likely')) // an amount alone is no proof
  // A person says who it was, and confirms.
  const who = page.getByRole('combobox', { name: say('bank.who') })
  await who.fill('Northwind')
  await person.press(page.getByRole('option', { name: /^Northwind/ }).first())
  await person.closes_toasts() // of what was matched before
  await person.press(person.button('bank.confirm'))
  await person.sees(say('bank.done'))
  await person.press(page.getByRole('button', { name: say('undo'), exact: true }).last())
  await expect(page.getByRole('table', { name: say('bank.tab'), exact: true })).toBeVisible()
  await person.press(person.button('bank.confirm'))
  await person.sees(say('bank.done'))

  // On paper: every figure of the period, and its sum.
  await keeps_paper(page)
  await person.press(page.getByRole('tab', { name: say('statement.tab'), exact: true }))
  await page.getByRole('combobox', { name: say('statement.customer') }).fill('Northwind')
  await person.press(page.getByRole('option', { name: /^Northwind/ }).first())
  for (const [key, date] of [['statement.from', '2026-01-01'], ['statement.until', '2026-02-28']]) {
    await person.field(key).fill(date)
    await person.field(key).press('Enter')
  }
  await person.sees(`${say('statement.closing')} 0.00`)

  // The customer's own statement: one amount differs, one payment they do not have.
  await person.picks_file(person.button('statement.compare'), file('theirs.csv',
    'Date;Document;Amount\n2026-01-06;INV-1001;1200.00\n2026-01-21;INV-1002;800.50\n' +
    '2026-02-04;payment;-1200.00\n'))
  const compared = page.getByRole('table', { name: say('statement.compare'), exact: true })
  await expect(compared).toBeVisible()
  const results = (await person.rows_of(say('statement.compare'))).map(cells => cells[0])
  expect(results).toEqual([say('statement.amount_differs'), say('statement.only_ours'),
    say('statement.same'), say('statement.same')])

  await person.press(person.button('statement.print_one'))
  const paper = async () => page.evaluate(() => window.printed?.contentDocument?.body?.innerText)
  await expect.poll(paper).toContain('INV-1002')
  const text = await paper()
  for (const words of [say('statement.opening'), say('statement.closing'), '2,050.50',
    say('statement.reservation'), 'Northwind Ltd']) {
    expect(text).toContain(words)
  }
  expect(text).toMatch(/[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}/)
  rmSync(folder, { recursive: true })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true,
    isMobile: true, locale: 'zh-CN' })

  test('columns that were corrected bring nothing a second time', async ({ page }, info) => {
    test.skip(/phone/.test(info.project.name), 'it sets its own screen')
    test.setTimeout(180_000)
    const folder = mkdtempSync(join(tmpdir(), 'huikuan-bank-'))
    const file = join(folder, 'first.csv')
    writeFileSync(file, first_bank)
    const person = new Person(page, 'zh')
    const { say } = person
    await person.opens()
    await person.begins_book({ company: '江南机电', currency: 'CNY' })
    await person.goes_to('receipts')
    await person.press(page.getByRole('tab', { name: say('bank.tab'), exact: true }))
    await person.picks_file(person.button('bank.import').first(), file)
    await person.press(person.button('bank.take_in', '3'))
    await person.has_saved()
    await person.closes_toasts() // what one covers cannot be pressed
    await person.picks_file(person.button('bank.import').first(), file)
    await expect(person.button('bank.take_in', '0')).toBeDisabled()
    await person.press(person.button('bank.columns'))
    await person.chooses(say('bank.field.payer'), say('import.no_column'))
    await expect(person.button('bank.take_in', '0')).toBeDisabled()
    // The fee names no payer: it reads the same either way.
    await expect(page.getByText(say('doubt.known_otherwise', 2)).first()).toBeVisible()
    await person.press(page.getByRole('checkbox', { name: say('bank.keep_otherwise') }))
    await expect(person.button('bank.take_in', '2')).toBeEnabled()
    rmSync(folder, { recursive: true })
  })
})

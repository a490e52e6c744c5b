// The matching desk without a mouse: a file is taken in, one key confirms a line and the next one
// stands there, a wrong one is undone, another customer is chosen, and the desk learns who pays.
import { writeFileSync } from 'node:fs'
import { expect, test } from './app.mjs'
import { Person } from './person.mjs'

const invoices = `customer_id,customer_name,invoice_no,invoice_date,due_date,amount
C1,Northwind Ltd,INV-1001,2026-01-05,2026-02-04,1200.00
C2,Contoso GmbH,INV-1002,2026-01-10,2026-02-09,300.00
C2,Contoso GmbH,INV-1003,2026-01-12,2026-02-11,410.00
`
const statement = `Account: 6222000012345678
Date,Counterparty,Description,In,Out,Balance
2026-02-03,Northwind Ltd,INV-1001,1200.00,,2200.00
2026-02-04,Contoso GmbH,INV-1002,300.00,,2500.00
2026-02-05,Harbour Holding,thanks,55.00,,2555.00
`
const later = `Account: 6222000012345678
Date,Counterparty,Description,In,Out,Balance
2026-02-09,Harbour Holding,again,60.00,,2615.00
`

test.use({ locale: 'en-US' })

test('the bank desk by keys alone: confirm, next, undo, choose another, an alias', async ({
  page }, info) => {
  test.skip(/phone/.test(info.project.name), 'a desk\'s work; a phone\'s has walks of its own')
  test.setTimeout(180_000)
  const person = new Person(page, 'en')
  const { say } = person
  const { keyboard } = page
  const file = (name, text) => {
    const path = info.outputPath(name)
    writeFileSync(path, text)
    return path
  }
  const tabs_to = target => person.tabs_to(target)
  const presses = async target => {
    await tabs_to(target)
    await keyboard.press('Enter')
  }
  const lines = page.getByRole('table', { name: say('bank.tab'), exact: true })
  const payers = async () => (await person.rows_of(say('bank.tab'))).map(cells => cells[1])
  const takes_in = async (name, text, count) => {
    const [chooser] = await Promise.all(
      [page.waitForEvent('filechooser'), presses(person.button('bank.import').first())])
    await chooser.setFiles(file(name, text))
    await expect(person.button('bank.take_in', count)).toBeEnabled()
    await presses(person.button('bank.take_in', count))
    await expect(lines).toBeVisible()
  }

  await person.opens()
  await person.begins_book({ company: 'Keys Ltd' })
  await person.goes_to('import')
  await person.imports(file('invoices.csv', invoices))
  await page.evaluate(() => { location.hash = '#/receipts/bank' })
  await takes_in('first.csv', statement, '3')
  expect(await payers()).toEqual(['Harbour Holding', 'Contoso GmbH', 'Northwind Ltd'])

  // Nobody knows the first: Enter does nothing, the arrow goes on; then one key each.
  await tabs_to(lines)
  await keyboard.press('Enter')
  await keyboard.press('ArrowDown')
  await expect(page.getByRole('heading', { name: 'Contoso GmbH' })).toBeVisible()
  await keyboard.press('Enter')
  await person.sees(say('bank.confirmed', 'Contoso GmbH', 'USD 300.00'))
  await expect(page.getByRole('heading', { name: 'Northwind Ltd' })).toBeVisible() // the next
  await expect(lines).toBeFocused()
  await keyboard.press('Enter')
  await person.sees(say('bank.confirmed', 'Northwind Ltd', 'USD 1,200.00'))
  await expect.poll(payers).toEqual(['Harbour Holding'])

  // That was too quick: the last one is taken back.
  await presses(page.getByRole('button', { name: say('undo'), exact: true }).first())
  await expect.poll(payers).toEqual(['Harbour Holding', 'Northwind Ltd'])

  // Another customer than the desk can know, by typing, and it is learnt who pays for whom.
  await tabs_to(lines)
  await keyboard.press('Home')
  await expect(page.getByRole('heading', { name: 'Harbour Holding' })).toBeVisible()
  const who = page.getByRole('combobox', { name: say('bank.who') })
  await tabs_to(who)
  await keyboard.type('Contoso')
  await expect(page.getByRole('option', { name: /^Contoso/ })).toBeVisible()
  await keyboard.press('Enter')
  await expect(who).toHaveValue(/^Contoso/)
  await expect(page.getByRole('row', { name: /^INV-1003/ })).toBeVisible() // what he would pay
  await presses(person.button('bank.confirm'))
  await person.sees(say('bank.confirmed', 'Contoso GmbH', 'USD 55.00'))
  await expect.poll(payers).toEqual(['Northwind Ltd'])
  await person.has_saved()

  await takes_in('later.csv', later, '1')
  expect(await payers()).toEqual(['Harbour Holding', 'Northwind Ltd'])
  await expect(page.getByRole('heading', { name: 'Harbour Holding' })).toBeVisible()
  await expect(person.main.getByText('Contoso GmbH').first()).toBeVisible() // proposed by alias
  await tabs_to(lines)
  await keyboard.press('Enter')
  await person.sees(say('bank.confirmed', 'Contoso GmbH', 'USD 60.00'))
  await person.has_saved()
})

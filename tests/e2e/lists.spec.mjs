// What every list offers: its columns, itself as a file, many rows at once, a menu for each row,
// the keyboard.
import { strFromU8, unzipSync } from 'fflate'
import { active_name, expect, open_sample_book, saved_file, saves_files, test } from './app.mjs'
import { Person, tongue } from './person.mjs'

const say = tongue('zh')
const route = (page, hash) => page.evaluate(to => { location.hash = to }, `#${hash}`)

async function at_customers(page) {
  await saves_files(page)
  await open_sample_book(page)
  await route(page, '/customers')
  await expect(page.getByRole('heading', { level: 1, name: '客户' })).toBeVisible()
}

test('a list goes into a workbook as it is shown: titles, amounts as numbers, dates as dates',
  async ({ page }) => {
  await at_customers(page)
  await route(page, '/receivables/invoices')
  await page.getByRole('button', { name: say('list.export') }).click()
  await page.getByRole('button', { name: say('list.export_xlsx') }).click()
  const file = await saved_file(page, '.xlsx')
  expect(file.name).toMatch(/^发票-\d{4}-\d\d-\d\d\.xlsx$/)
  const parts = unzipSync(file.bytes)
  const named = end => strFromU8(Object.entries(parts).find(([name]) => name.endsWith(end))[1])
  const sheet = named('sheet1.xml')
  // All rows, not only those on the screen: the table's own count has a row of sums too.
  const table = page.getByRole('table', { name: say('invoices.list') })
  expect(sheet.match(/<row /g).length).toBe(Number(await table.getAttribute('aria-rowcount')) - 1)
  expect(named('sharedStrings.xml')).toContain(say('label.due'))
  expect(sheet).not.toContain('<f>')
})

test('a list goes into CSV with a byte order mark, plain numbers, and its currency',
  async ({ page }) => {
  await at_customers(page)
  await route(page, '/receivables/invoices')
  await page.getByRole('button', { name: say('list.export') }).click()
  await page.getByRole('button', { name: say('list.export_csv') }).click()
  const { bytes } = await saved_file(page, '.csv')
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = new TextDecoder().decode(bytes).split('\r\n')
  expect(lines[0].split(',')).toEqual(['number', 'customer', 'issued', 'due', 'amount', 'open',
    'status', 'currency'].map(key => say(`label.${key}`)))
  const table = page.getByRole('table', { name: say('invoices.list') })
  expect(lines.length).toBe(Number(await table.getAttribute('aria-rowcount')))
  expect(lines.length).toBeGreaterThan(2000)
  for (const line of lines.slice(1, 50)) {
    expect(line).toMatch(/^[^,]+,[^,]+,\d{4}-\d\d-\d\d,\d{4}-\d\d-\d\d,\d+\.\d\d,\d+\.\d\d,/)
  }
})

test('customers go into CSV as well, all of them and not only those on the screen',
  async ({ page }) => {
  await at_customers(page)
  await page.getByRole('button', { name: say('list.export') }).click()
  await page.getByRole('button', { name: say('list.export_csv') }).click()
  const { name, bytes } = await saved_file(page, '.csv')
  expect(name).toMatch(/^客户-\d{4}-\d\d-\d\d\.csv$/)
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\r\n')
  expect(lines[0].split(',')).toEqual(expect.arrayContaining(
    ['customer', 'code', 'overdue', 'currency'].map(key => say(`label.${key}`))))
  const table = page.getByRole('table', { name: say('nav.customers') })
  expect(lines.length).toBe(Number(await table.getAttribute('aria-rowcount')))
  expect(lines.length).toBeGreaterThan(100)
})

test('a column that is put away stays away', async ({ page, isMobile }) => {
  test.skip(isMobile, 'cards have no heads')
  await at_customers(page)
  const head = page.getByRole('columnheader', { name: say('label.oldest_days') })
  await expect(head).toBeAttached()
  await page.getByRole('button', { name: say('list.columns') }).click()
  await page.getByRole('checkbox', { name: say('label.oldest_days') }).click()
  await expect(head).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('columnheader', { name: say('label.code') }))
    .toBeAttached({ timeout: 30_000 })
  await expect(head).toHaveCount(0)
})

test('rows that are selected are counted, copied as a spreadsheet takes them, and let go',
  async ({ page, context, browserName, isMobile }) => {
  if (browserName === 'chromium') {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  }
  await at_customers(page)
  const person = new Person(page, 'zh')
  const box = page.getByRole('row').getByRole('checkbox')
  await person.press(box.nth(isMobile ? 0 : 1))
  await expect(page.getByText(say('list.selected', 1))).toBeVisible()
  if (!isMobile) {
    await box.nth(4).click({ modifiers: ['Shift'] })
    await expect(page.getByText(say('list.selected', 4))).toBeVisible()
  }
  await person.press(page.getByRole('button', { name: say('list.copy'), exact: true }))
  await expect(page.getByText(say('list.copied', isMobile ? 1 : 4)).first()).toBeAttached()
  if (browserName === 'chromium') {
    const text = await page.evaluate(() => navigator.clipboard.readText())
    const lines = text.trim().split('\n')
    expect(lines.length).toBe(isMobile ? 2 : 5)
    expect(lines[0].split('\t')[0]).toBe(say('label.customer'))
    expect(lines[1]).toMatch(/\t-?\d+\.\d\d\t/)
  }
  await person.press(page.getByRole('button', { name: say('list.unselect') }))
  await expect(page.getByRole('group', { name: say('list.selection') })).toHaveCount(0)
})

test('one owner for many customers, written together', async ({ page, isMobile }) => {
  test.skip(isMobile, 'as at the desk')
  await page.setViewportSize({ width: 1500, height: 900 })
  await at_customers(page)
  const box = page.getByRole('row').getByRole('checkbox')
  await box.nth(1).click()
  await box.nth(2).click()
  await page.getByRole('button', { name: say('customers.set_owner') }).click()
  const dialog = page.getByRole('dialog', { name: say('customers.set_owner') })
  await dialog.getByRole('textbox', { name: say('label.owner') }).fill('王小明')
  await dialog.getByRole('button', { name: say('kit.save') }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('cell', { name: '王小明' })).toHaveCount(2)
})

test('a row has a menu by the other button, and by the keyboard', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the next one')
  await at_customers(page)
  const row = page.getByRole('row').nth(3)
  const name = await row.getByRole('rowheader').textContent()
  await row.click({ button: 'right', position: { x: 300, y: 10 } })
  const menu = page.getByRole('dialog', { name: say('table.row_menu', name) })
  await expect(menu).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await page.getByRole('table').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+F10')
  await page.getByRole('button', { name: say('table.open'), exact: true }).click()
  await expect(page).toHaveURL(/#\/customers\/[0-9a-f-]+/)
})

test('a long press opens the menu of a row, and does not open the row',
  async ({ page, isMobile }) => {
  test.skip(!isMobile, 'a finger')
  await at_customers(page)
  const box = await page.getByRole('row').first().boundingBox()
  const browser = await page.context().newCDPSession(page)
  const touch = (type, touchPoints) =>
    browser.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', [{ x: box.x + 150, y: box.y + 60 }])
  await expect(page.getByRole('button', { name: say('table.copy_row') })).toBeVisible()
  await touch('touchEnd', [])
  await page.waitForTimeout(300)
  await expect(page.getByRole('button', { name: say('table.copy_row') })).toBeVisible()
  expect(page.url()).toMatch(/#\/customers$/)
})

test('the keyboard walks a list, selects a range and opens a row', async ({ page, isMobile }) => {
  test.skip(isMobile, 'no keyboard')
  await at_customers(page)
  const table = page.getByRole('table')
  await table.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText(say('list.selected', 3))).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('group', { name: say('list.selection') })).toHaveCount(0)
  await page.keyboard.press('End')
  await expect(page.getByRole('row', { selected: true })).toHaveCount(0)
  expect(await active_name(page)).toBe(say('nav.customers'))
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/customers\/[0-9a-f-]+/)
})

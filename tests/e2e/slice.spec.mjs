// A field visit, as two people walk it: chosen customers leave the office as a slice, open on a
// phone as a book of their own, and what is entered there comes home.
import { expect, test } from './app.mjs'

import { Person } from './person.mjs'

test('some customers go on a visit, and what was entered there comes home', async ({ browser,
  baseURL }, info) => {
  test.setTimeout(300_000)
  const desk = await browser.newContext({ baseURL, locale: 'en-US', acceptDownloads: true })
  const office = new Person(await desk.newPage())
  await office.opens()
  await office.press(office.button('start.sample'))
  await expect(office.page.getByText(office.say('sample.done')).first())
    .toBeAttached({ timeout: 60_000 })
  await office.has_saved()

  await office.goes_to('settings')
  await office.press(office.button('slice.choose'))
  const dialog = office.dialog(office.say('slice.title'))
  const first = dialog.getByRole('checkbox').first()
  const name = await first.evaluate(element =>
    element.getAttribute('aria-label') ?? element.textContent)
  await office.press(first)
  await expect(dialog.getByText(office.say('slice.chosen', 1).replace(/customers?$/, ''),
    { exact: false })).toBeVisible()
  await office.page.screenshot({ path: info.outputPath('slice-dialog.png') })
  const slice = await office.receives(
    dialog.getByRole('button', { name: office.say('slice.export'), exact: true }),
    info.outputPath())

  const pocket = await browser.newContext({ baseURL, locale: 'en-US', acceptDownloads: true,
    viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 })
  const visitor = new Person(await pocket.newPage())
  await visitor.opens()
  await visitor.picks_file(visitor.button('start.join'), slice)
  const merge = visitor.dialog(visitor.say('slice.open_title'))
  await expect(merge.getByText(visitor.say('slice.preview'))).toBeVisible({ timeout: 60_000 })
  await visitor.page.screenshot({ path: info.outputPath('slice-preview-phone.png') })
  await visitor.press(merge.getByRole('button', { name: visitor.say('slice.open'), exact: true }))
  await expect(merge).toBeHidden({ timeout: 60_000 })
  // What it is stands on the screen, whatever page is shown.
  await visitor.goes_to('customers')
  await expect(visitor.main.getByText(/^A slice for a field visit/)).toBeVisible()
  const rows = await visitor.rows_of(visitor.say('nav.customers'))
  expect(rows.length).toBe(1)
  await visitor.page.screenshot({ path: info.outputPath('slice-phone.png') })

  const customer = name.replace(/^\S+ · /, '')
  await visitor.records_receipt({ customer, amount: '12.34',
    reference: 'VISIT' })
  await visitor.goes_to('settings')
  await expect(visitor.button('merge.choose')).toHaveCount(0)
  await visitor.page.screenshot({ path: info.outputPath('slice-settings-phone.png') })
  await visitor.closes_toasts() // they may lie over the button
  const back = await visitor.receives(visitor.button('slice.return'), info.outputPath())

  await office.merges(back)
  await office.goes_to('receipts')
  const receipts = (await office.rows_of(office.say('receipts.list'))).map(String)
  expect(receipts.some(row => row.includes('12.34'))).toBe(true)
  expect((await office.digests()).set).toMatch(/^[0-9a-f]{64}$/)
  // The slice itself is not merged into a book, and says why.
  await office.goes_to('settings')
  await office.picks_file(office.button('merge.choose'), slice)
  await expect(office.dialog(office.say('merge.title'))
    .getByText(/opens as a book of its own/).first()).toBeVisible({ timeout: 60_000 })
  await desk.close()
  await pocket.close()
})

// A day of visits, taken along: the office plans them and hands over the accounts of those who are
// visited; on a phone without a network one is made, with a photo, the place, the checklist and a
// promise; what was written there comes home, and proves it.
import { expect, test } from './app.mjs'

import { Hand } from './hand.mjs'

async function photo_of(page) {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 3000
    canvas.height = 4000
    const context = canvas.getContext('2d')
    context.fillStyle = '#a63'
    context.fillRect(0, 0, 3000, 4000)
    const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.9))
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  return { name: 'gate.jpeg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) }
}

test('visits are taken along on a phone, made without a network, and come home', async ({
  browser, baseURL }, info) => {
  test.setTimeout(300_000)
  const desk = await browser.newContext({ baseURL, locale: 'en-US', acceptDownloads: true })
  const office = new Hand(await desk.newPage(), 'en', false)
  const { say } = office
  await office.opens()
  await office.press(office.button('start.sample'))
  await expect(office.page.getByText(say('sample.done')).first())
    .toBeAttached({ timeout: 60_000 })
  await office.closes_toasts()
  await office.goes('/customers')
  const names = (await office.page.getByRole('rowheader').allTextContents()).slice(0, 2)
  for (const name of names) {
    await office.goes('/today/visits')
    await office.press(office.button('visits.add').first())
    const sheet = office.dialog(say('visits.add'))
    await expect(sheet).toBeVisible()
    const customer = sheet.getByRole('combobox', { name: say('label.customer') })
    await customer.fill(name)
    await office.press(office.page.getByRole('option').filter({ hasText: name }).first())
    await office.saves(sheet, 'kit.save')
    await expect(sheet).toBeHidden()
  }
  await office.closes_toasts()
  await office.has_saved()
  const slice = await office.receives(office.button('visits.take_along'), info.outputPath())

  const pocket = await browser.newContext({ baseURL, locale: 'en-US', acceptDownloads: true,
    viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2,
    geolocation: { latitude: 31.2304, longitude: 121.4737 }, permissions: ['geolocation'] })
  const visitor = new Hand(await pocket.newPage(), 'en', false)
  const { page } = visitor
  await visitor.opens()
  await visitor.picks_file(visitor.button('start.join'), slice)
  const merge = visitor.dialog(say('slice.open_title'))
  await visitor.press(merge.getByRole('button', { name: say('slice.open'), exact: true }))
  await expect(merge).toBeHidden({ timeout: 60_000 })
  await pocket.setOffline(true)
  const photo = await photo_of(page)
  await visitor.goes('/today/visits')
  await visitor.press(page.getByRole('link', { name: names[0] }).first())
  const sheet = visitor.dialog(say('task.visit'))
  await expect(sheet).toBeVisible()
  for (const line of say('task.visit_checklist').split('\\n').slice(0, 2)) {
    await visitor.press(sheet.getByRole('checkbox', { name: line.slice(4), exact: true }))
  }
  await visitor.press(visitor.in(sheet, 'task.place'))
  await expect(sheet.getByText(say('task.place_is', '31.230400,121.473700'))).toBeAttached()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'),
    visitor.press(visitor.in(sheet, 'task.photo'))])
  await chooser.setFiles(photo)
  await expect(sheet.getByText('gate.jpg', { exact: true }).first()).toBeAttached()
  await visitor.closes_toasts()
  await visitor.press(sheet.getByRole('checkbox', { name: say('outcome.promised') }))
  // Without an amount nothing is finished, and the page says so where it is seen.
  await visitor.saves(sheet, 'task.finish')
  await expect(page.getByText(say('form.above')).first()).toBeAttached()
  await visitor.closes_toasts()
  await visitor.fills(sheet, 'contact.promised', '1234.56')
  await visitor.fills(sheet, 'contact.promised_by', '+7')
  await visitor.fills(sheet, 'contact.whom', 'Zhou')
  await visitor.fills(sheet, 'task.account', 'met at the gate')
  await visitor.saves(sheet, 'task.finish')
  await expect(sheet).toBeHidden()
  await visitor.has_saved()
  await visitor.closes_toasts()
  await visitor.goes('/settings')
  const back = await visitor.receives(visitor.button('slice.return'), info.outputPath())

  await office.merges(back)
  await office.goes('/today/visits')
  await expect(office.page.getByText(say('task.checklist', 2, 4)).first()).toBeAttached()
  await office.press(office.page.getByRole('link', { name: names[0] }).first())
  const made = office.dialog(say('task.visit'))
  await expect(made.getByText('gate.jpg', { exact: true }).first()).toBeAttached()
  await expect(made.getByText(say('task.place_is', '31.230400,121.473700'))).toBeAttached()
  await office.press(made.getByRole('link', { name: say('contact.one'), exact: true }))
  const logged = office.dialog(say('contact.one'))
  await expect(logged.getByText('met at the gate').first()).toBeAttached()
  await expect(logged.getByText('gate.jpg', { exact: true }).first()).toBeAttached()
  await office.goes('/customers')
  await office.fills(office.main, 'customers.search', names[0], 'searchbox')
  await office.press(office.main.getByRole('rowheader').first())
  await office.press(office.page.getByRole('tab',
    { name: say('customer.tab.collection'), exact: true }))
  await expect(office.page.getByRole('table', { name: say('collection.promises') })
    .getByText(/1,234\.56/).first()).toBeAttached()
  await desk.close()
  await pocket.close()
})

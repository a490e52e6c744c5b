// A morning of one collector: the first of the list is called and promises, the next one slides in,
// what was written is taken back and written again, and the promise stands with the customer. At a
// desk by keys as far as there are keys, on a phone by finger.
import { expect, test } from './app.mjs'
import { Person } from './person.mjs'

test.use({ locale: 'en-US' })

test('a call with a promise, the next one, undone and done again', async ({ page, isMobile }) => {
  test.setTimeout(120_000)
  const person = new Person(page, 'en')
  const { say } = person
  await person.opens('./?sw=none')
  await person.press(person.button('start.sample'))
  await expect(page.getByText(say('sample.done')).first()).toBeAttached({ timeout: 60_000 })
  await person.closes_toasts()
  await page.evaluate(() => { location.hash = '#/today' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('nav.today'))
  const list = page.getByRole('rowheader')
  await expect(list.first()).toBeVisible()
  const [first, second] = [await list.nth(0).textContent(), await list.nth(1).textContent()]

  const calls = async () => {
    await person.press(person.button('today.start'))
    const sheet = person.dialog(first)
    await expect(sheet).toBeVisible()
    const promised = sheet.getByRole('checkbox', { name: new RegExp(say('outcome.promised')) })
    if (isMobile) await person.press(promised)
    else await page.keyboard.press('1') // the digit stands before the outcome
    await expect(promised).toBeChecked()
    for (const [key, value] of [['contact.promised', '5000'], ['contact.promised_by', '+7']]) {
      const field = sheet.getByRole('textbox', { name: say(key), exact: true })
      await person.brings_into_view(field)
      await field.fill(value)
    }
    await person.press(sheet.getByRole('button', { name: say('contact.save_next') }))
    await expect(person.dialog(second)).toBeVisible()
    const cross = person.dialog(second).getByRole('button', { name: say('kit.close'), exact: true })
    const top = async () => (await cross.boundingBox({ timeout: 1000 }))?.y ?? -1
    await expect.poll(top).toBeGreaterThan(0) // whose sheet it is, is in sight
  }
  await calls()
  await page.getByRole('button', { name: say('undo'), exact: true }).last().click()
  await person.press(person.dialog(second).getByRole('button', { name: say('kit.close') }).first())
  await expect(list.first()).toHaveText(first) // as if it had not been
  await person.closes_toasts()
  await calls()
  await person.press(person.dialog(second).getByRole('button', { name: say('kit.close') }).first())
  await person.closes_toasts()

  // It is in the customer's file, and still there after a reload.
  await person.has_saved()
  await page.reload()
  await page.evaluate(() => { location.hash = '#/customers' })
  await person.press(page.getByRole('rowheader', { name: first }).first())
  await person.press(page.getByRole('tab', { name: say('customer.tab.collection'), exact: true }))
  await expect(page.getByRole('table', { name: say('collection.promises') })
    .getByText(/5,000\.00/).first()).toBeVisible()
})

test('a key that opens a form is not typed into it', async ({ page, isMobile }) => {
  test.skip(isMobile, 'there are no keys')
  test.setTimeout(90_000)
  const person = new Person(page, 'en')
  await person.opens('./?sw=none')
  await person.press(person.button('start.sample'))
  await expect(page.getByText(person.say('sample.done')).first()).toBeAttached({ timeout: 60_000 })
  await page.evaluate(() => { location.hash = '#/today' })
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  const sheet = person.dialog(person.say('task.new'))
  const customer = sheet.getByRole('combobox', { name: person.say('label.customer'), exact: true })
  for (let time = 0; time < 2; ++time) {
    await page.keyboard.press('n')
    await expect(customer).toBeFocused()
    await expect(customer).toHaveValue('')
    await page.keyboard.press('Escape')
    await expect(sheet).toHaveCount(0)
  }
})

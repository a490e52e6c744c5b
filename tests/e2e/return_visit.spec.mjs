// After a settlement: who was asked for money and paid is to be visited again; the visit is given
// to a colleague; the payment bounces, and it waits; it is paid again, and the same visit comes.
import { expect, test } from './app.mjs'
import { Hand } from './hand.mjs'

test.use({ locale: 'en-US', viewport: { width: 1280, height: 800 } })
test.skip(({ isMobile }) => isMobile, 'it sets its own screen')

test('a return visit waits while its payment has bounced', async ({ page }) => {
  test.setTimeout(150_000)
  const person = new Hand(page, 'en', false)
  const { say } = person
  await person.opens('./?sw=none')
  await person.press(person.button('start.sample'))
  await expect(page.getByText(say('sample.done')).first()).toBeAttached({ timeout: 60_000 })
  await person.closes_toasts()
  await person.goes('/today')
  const name = await page.getByRole('rowheader').first().textContent()
  await person.press(page.getByRole('rowheader').first())
  let sheet = person.dialog(name)
  await person.press(sheet.getByRole('checkbox',
    { name: new RegExp(`${say('outcome.processing')}$`) }))
  await person.saves(sheet, 'kit.save')
  await expect(sheet).toBeHidden()
  const pays = async () => {
    await person.goes('/receipts?new=receipt')
    const form = person.receipt_form()
    await expect(form).toBeVisible()
    await form.getByRole('combobox', { name: say('label.customer') }).fill(name)
    await person.press(page.getByRole('option').filter({ hasText: name }).first())
    await person.fills(form, 'label.amount', '90000000')
    await person.saves(form, 'receipts.save')
    await expect(form).toBeHidden()
    await person.closes_toasts()
  }
  const visit = async () => {
    await person.goes('/today')
    await person.press(page.getByRole('tab', { name: new RegExp(
      `^${say('today.tasks', '').trim()}`) }))
    return page.getByRole('table', { name: say('today.tasks_name') })
      .getByRole('row').filter({ hasText: name })
  }
  await pays()
  // It follows from the ledger; with another owner it is in the book.
  await person.press(await visit())
  sheet = person.dialog(say('task.return_visit'))
  await expect(sheet).toBeVisible()
  await person.press(person.in(sheet, 'task.arrange'))
  await person.fills(sheet, 'label.owner', 'Li')
  await person.saves(sheet, 'kit.save')
  await expect(sheet).toBeHidden()
  await person.closes_toasts()
  await expect(await visit()).toHaveCount(1)
  await expect((await visit()).getByText(say('task.waits'), { exact: true })).toHaveCount(0)

  await person.goes('/receipts')
  await person.press(page.getByRole('rowheader').first())
  sheet = page.getByRole('dialog')
  await person.press(sheet.getByRole('button', { name: say('reverse.bounce'), exact: true }))
  sheet = person.dialog(say('reverse.bounce'))
  await person.fills(sheet, 'label.reason', 'bounced')
  await person.press(person.in(sheet, 'reverse.do'))
  await expect(sheet).toBeHidden()
  await person.closes_toasts()
  await expect((await visit()).getByText(say('task.waits'), { exact: true })).toBeAttached()
  await person.press(await visit())
  sheet = person.dialog(say('task.return_visit'))
  await expect(sheet.getByText(say('task.waits_why')).first()).toBeAttached()
  await page.keyboard.press('Escape')

  await pays()
  await expect(await visit()).toHaveCount(1)
  await expect(await visit()).toContainText('Li')
  await expect((await visit()).getByText(say('task.waits'), { exact: true })).toHaveCount(0)
  await person.has_saved()
})

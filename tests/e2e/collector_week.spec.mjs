// The week of one collector, on the real sheet as the company knew it at the end of June 2021: the
// list of Monday with a promise and a call in vain, a visit that is planned and made without a
// network with a photo of 4000 x 3000 pixels, the promise broken, instalments agreed, the payment
// that keeps them, and after everything is settled the return visit with a score and what it
// improves. Once on a phone by finger in Chinese, once at a desk by keys alone in English.
import { expect, test } from './app.mjs'
import { writeFileSync } from 'node:fs'

import { aging, day_of, read_sheet, sheet_as_known, sheet_text } from './figures.mjs'
import { Hand } from './hand.mjs'

const known = sheet_as_known(sheet_text(), '2021-06-30').split('\n').slice(0, 401).join('\n')
const rows = read_sheet(known)
const days = { // 2021
  monday: '2021-07-05', tuesday: '2021-07-06', promised: '2021-07-07', broken: '2021-07-19',
  settled: '2021-07-20', after: '2021-07-28',
}
const owed = customer => aging(rows, day_of(days.monday)).customers.get(customer)
const typed = minor => (minor / 100).toFixed(2)

class Collector extends Hand {
  // A day begins at the list. (A plan's bar on a customer's page would look like waiting.)
  async on(day) {
    await this.goes('/today')
    await this.page.clock.setFixedTime(new Date(`${day}T09:30:00`))
    await this.page.reload()
    await this.is_ready()
  }
  outcome(within, name) {
    return within.getByRole('checkbox', { name: new RegExp(`${this.say(`outcome.${name}`)}$`) })
  }
  async opens_collection_of(customer) {
    await this.goes('/customers')
    await this.fills(this.main, 'customers.search', customer, 'searchbox')
    const row = this.main.getByRole('rowheader')
    await expect(row).toHaveText([customer])
    if (this.by_keys) {
      await this.tabs_to(this.main.getByRole('table'))
      await this.page.keyboard.press('ArrowDown')
      await this.page.keyboard.press('Enter')
    } else {
      await this.press(row)
    }
    await this.press(this.page.getByRole('tab',
      { name: this.say('customer.tab.collection'), exact: true }))
  }
}

// As a telephone's camera makes it.
async function photo_of(page) {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 4000
    canvas.height = 3000
    const context = canvas.getContext('2d')
    for (let y = 0; y < 3000; y += 50) {
      context.fillStyle = `hsl(${y / 10} 70% 60%)`
      context.fillRect(0, y, 4000, 50)
    }
    const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.9))
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  return { name: 'IMG_4001.jpeg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) }
}

async function walks_the_week(person, info) {
  const { page, say } = person
  const file = info.outputPath('invoices.csv')
  writeFileSync(file, known)
  await page.clock.setFixedTime(new Date(`${days.monday}T09:30:00`))
  await person.opens()
  await person.begins_book({ company: 'Jiangnan Ltd', by: 'start.import' })
  await person.imports(file)
  await person.has_saved()
  await person.closes_toasts()

  // Monday: the list. The first promises, the second does not answer.
  await person.goes('/today')
  const list = page.getByRole('rowheader')
  await expect(list.first()).toBeVisible()
  const [first, second] = [await list.nth(0).textContent(), await list.nth(1).textContent()]
  await person.press(person.button('today.start'))
  let sheet = person.dialog(first)
  await expect(sheet).toBeVisible()
  if (person.by_keys) await page.keyboard.press('1')
  else await person.press(person.outcome(sheet, 'promised'))
  await expect(person.outcome(sheet, 'promised')).toBeChecked()
  await person.fills(sheet, 'contact.promised', typed(owed(first).total))
  await person.fills(sheet, 'contact.promised_by', days.promised)
  await person.fills(sheet, 'contact.whom', 'Zhou')
  await person.saves(sheet, 'contact.save_next')
  sheet = person.dialog(second)
  await expect(sheet).toBeVisible()
  await person.press(person.outcome(sheet, 'no_answer'))
  await person.saves(sheet, 'contact.save_next')
  await expect(sheet).toBeHidden()
  const next = page.getByRole('dialog') // whoever slid in is called tomorrow
  await person.press(next.getByRole('button', { name: say('kit.close'), exact: true }).first())
  await expect(next).toHaveCount(0)
  await person.closes_toasts()

  // The second is not reached by telephone: somebody goes there.
  await person.goes(`/today/visits?day=${days.tuesday}`)
  await person.press(person.button('visits.add').first())
  sheet = person.dialog(say('visits.add'))
  await expect(sheet).toBeVisible()
  const customer = sheet.getByRole('combobox', { name: say('label.customer') })
  if (person.by_keys) {
    await person.tabs_to(customer)
    await page.keyboard.type(second)
    await expect(page.getByRole('option').first()).toBeAttached()
    await page.keyboard.press('Enter')
  } else {
    await customer.fill(second)
    await person.press(page.getByRole('option', { name: new RegExp(`^${second}`) }).first())
  }
  await expect(customer).toHaveValue(second)
  await person.fills(sheet, 'task.minute', '09:00')
  await person.saves(sheet, 'kit.save')
  await expect(sheet).toBeHidden()
  await person.has_saved()
  await person.closes_toasts()

  // Tuesday, without a network.
  await person.on(days.tuesday)
  await person.goes('/today/visits')
  await page.context().setOffline(true)
  const photo = await photo_of(page)
  await person.press(page.getByRole('link', { name: new RegExp(`^${second}`) }).first())
  sheet = person.dialog(say('task.visit'))
  await expect(sheet).toBeVisible()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'),
    person.press(person.in(sheet, 'task.photo'))])
  await chooser.setFiles(photo)
  await expect(sheet.getByText('IMG_4001.jpg', { exact: true }).first()).toBeAttached()
  await person.fills(sheet, 'contact.whom', 'Chen')
  await person.press(person.outcome(sheet, 'processing'))
  await person.fills(sheet, 'task.account', 'met at the gate')
  await person.saves(sheet, 'task.finish')
  await expect(sheet).toBeHidden()
  await person.has_saved()
  await page.context().setOffline(false)
  await person.closes_toasts()
  // It is on the record, and the photo proves it.
  await person.opens_collection_of(second)
  const contacts = await person.rows_of(say('collection.contacts'))
  expect(contacts.some(cells => cells.includes('met at the gate') &&
    (person.small || cells.at(-1) === '1'))).toBe(true) // a phone has no room for the files

  // Two weeks later: what was promised did not come.
  await person.on(days.broken)
  await person.opens_collection_of(first)
  const promises = page.getByRole('table', { name: say('collection.promises') })
  await expect(promises.getByText(say('promise.broken'), { exact: true }).first()).toBeAttached()

  // So says the list of everybody's promises, which a press of its state narrows.
  await person.goes('/today/promises')
  const only_broken = `${say('promise.broken')} 1`
  await person.press(page.getByRole('checkbox', { name: only_broken, exact: true }))
  const broken = await person.rows_of(say('collection.promises'))
  expect(broken.length).toBe(1)
  expect(broken[0].join(' ')).toContain(first)
  await person.opens_collection_of(first)

  // Instalments, the first of which comes the next day.
  await person.press(person.button('plan.title').first())
  sheet = person.dialog(say('plan.title'))
  await expect(sheet).toBeVisible()
  await person.fills(sheet, 'plan.parts', '2')
  await person.fills(sheet, 'plan.first_due', days.settled)
  await expect(sheet.getByRole('table', { name: say('collection.plan') })).toBeAttached()
  await person.saves(sheet, 'plan.agree')
  await expect(sheet).toBeHidden()
  await person.has_saved()
  await person.closes_toasts()
  await person.on(days.settled)
  await pays(person, first, Math.ceil(owed(first).total / 2))
  await person.opens_collection_of(first)
  const behind = page.getByText(new RegExp(`^${say('collection.behind')} .* 0\\.00$`))
  await expect(behind.first()).toBeAttached() // kept so far

  // The second pays all of it, and is asked a week later how it was.
  await pays(person, second, owed(second).total)
  await person.on(days.after)
  await person.goes('/today?tab=tasks')
  await person.press(page.getByRole('tab', { name: new RegExp(
    `^${say('today.tasks', '').trim()}`) }))
  const tasks = page.getByRole('table', { name: say('today.tasks_name') })
  const row = tasks.getByRole('row').filter({ hasText: second })
    .filter({ hasText: say('task.return_visit') }).first()
  if (person.by_keys) {
    await person.tabs_to(tasks)
    const all = await person.rows_of(say('today.tasks_name'))
    const at = all.findIndex(cells => cells.join(' ').includes(second))
    for (let down = 0; down <= at; ++down) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  } else {
    await person.press(row)
  }
  sheet = person.dialog(say('task.return_visit'))
  await expect(sheet).toBeVisible()
  await person.press(sheet.getByRole('checkbox', { name: say('task.score_of', 3), exact: true }))
  await person.fills(sheet, 'task.voice', 'statements come too late')
  await person.fills(sheet, 'task.improver', 'Li')
  await person.saves(sheet, 'task.finish')
  await expect(sheet).toBeHidden()
  await person.has_saved()
  await person.goes('/today/improvements')
  await expect(page.getByText('statements come too late').first()).toBeAttached()
  // All of it is there after a reload.
  await page.reload()
  await person.is_ready()
  await expect(page.getByText('statements come too late').first()).toBeAttached()
}

async function pays(person, customer, minor) {
  await person.goes('/receipts?new=receipt')
  const form = person.receipt_form()
  await expect(form).toBeVisible()
  const field = form.getByRole('combobox', { name: person.say('label.customer') })
  if (person.by_keys) {
    await person.tabs_to(field)
    await person.page.keyboard.type(customer)
    await expect(person.page.getByRole('option').first()).toBeAttached()
    await person.page.keyboard.press('Enter')
  } else {
    await field.fill(customer)
    await person.press(
      person.page.getByRole('option', { name: new RegExp(`^${customer}`) }).first())
  }
  await expect(field).toHaveValue(customer)
  await person.fills(form, 'label.amount', typed(minor))
  await person.saves(form, 'receipts.save')
  await expect(form).toBeHidden()
  await person.has_saved()
  await person.closes_toasts()
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true,
    isMobile: true, locale: 'zh-CN' })

  test('the week of a collector, by finger', async ({ page }, info) => {
    test.setTimeout(480_000)
    await walks_the_week(new Collector(page, 'zh', false), info)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(390)
  })
})

test('the week of a collector, by keys alone', async ({ page }, info) => {
  test.setTimeout(480_000)
  await walks_the_week(new Collector(page, 'en', true), info)
})

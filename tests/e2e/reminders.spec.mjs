// A task with a time is announced by the system at its minute, where the browser may; and the
// calendar file that the page hands over is one that others read.
import { readFileSync } from 'node:fs'

import { expect, saves_files, test } from './app.mjs'
import { Person } from './person.mjs'

test.use({ locale: 'en-US' })

// What the browser was asked to announce; it is announced all the same.
const watches = page => page.addInitScript(() => {
  window.announced = []
  const True = window.Notification
  window.Notification = class extends True {
    constructor(title, look) {
      super(title, look)
      window.announced.push({ title, body: look.body, tag: look.tag, route: look.data.route })
    }
  }
})

async function makes_task(person, what, minute) {
  const { page, say } = person
  await page.evaluate(() => { location.hash = '#/today?new=task' })
  const sheet = person.dialog(say('task.new'))
  await expect(sheet).toBeVisible()
  for (const [key, value] of [['task.what', what], ['task.due', '2026-12-31'],
    ['task.minute', minute]]) {
    const field = sheet.getByRole('textbox', { name: say(key), exact: true })
    await person.brings_into_view(field)
    await field.fill(value)
  }
  await person.press(sheet.getByRole('button', { name: say('kit.save'), exact: true }))
  await expect(sheet).toBeHidden()
  await person.closes_toasts()
  await person.has_saved()
}

test('a reminder at its minute, and the calendar as a file', async ({ page, context, browserName,
  baseURL }, info) => {
  test.setTimeout(120_000)
  const person = new Person(page, 'en')
  const { say } = person
  await context.grantPermissions(['notifications'], { origin: new URL(baseURL).origin })
  await watches(page)
  if (browserName !== 'chromium') await saves_files(page)
  await page.clock.setFixedTime(new Date('2026-12-31T10:30:00'))
  await person.opens('./?sw=none')
  await person.press(person.button('start.sample'))
  await expect(page.getByText(say('sample.done')).first()).toBeAttached({ timeout: 60_000 })
  await person.closes_toasts()
  await makes_task(person, 'Call the bank', '10:31')
  await makes_task(person, 'Close the year', '23:59')
  await page.evaluate(() => { location.hash = '#/today/calendar' })
  await expect(page.getByText(say('month.remind_on')).first()).toBeAttached()
  expect(await page.evaluate(() => window.announced)).toEqual([])

  // Two seconds before its minute: the page sets its clocks anew, and the system says the words.
  await page.clock.setFixedTime(new Date('2026-12-31T10:30:58'))
  await page.reload()
  await person.is_ready()
  await page.waitForFunction(() => window.announced.length > 0, null, { timeout: 30_000 })
  const [word] = await page.evaluate(() => window.announced)
  expect(word).toMatchObject({ title: 'Call the bank', body: say('month.remind_at', '10:31') })
  expect(word.route).toBe(`#/today?task=${word.tag}`)
  await page.waitForTimeout(1_500)
  expect(await page.evaluate(() => window.announced.length)).toBe(1) // not that of the evening

  // The file, as another program reads it: lines of at most 75 bytes, unfolded, events by their day
  // and minute.
  await page.evaluate(() => { location.hash = '#/today/calendar' })
  const file = await person.receives(person.button('today.calendar'), info.outputPath('files'))
  expect(file).toMatch(/huikuan-2026-12-31\.ics$/)
  const text = readFileSync(file, 'utf8')
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  const events = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1).map(event =>
    Object.fromEntries(event.split('\r\n').filter(line => line.includes(':')).map(line => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).split(';')[0], line.slice(colon + 1)]
    })))
  const call = events.find(event => event.SUMMARY === 'Call the bank')
  expect(call).toMatchObject({ DTSTART: '20261231T103100' })
  expect(events.find(event => event.SUMMARY === 'Close the year'))
    .toMatchObject({ DTSTART: '20261231T235900' })
  expect(new Set(events.map(event => event.UID)).size).toBe(events.length)
})

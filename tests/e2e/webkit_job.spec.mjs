// The main job in WebKit: a new book, the whole sheet, the aging, a receipt and its allocation,
// a reload, the browser closed, the book taken to another profile. At a desk in light, and on a
// phone's screen in the dark at two device pixels a pixel. The figures are computed from the sheet.
import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from '@playwright/test'

import { aging, count, date_of, day_of, money, read_sheet, sheet_text } from './figures.mjs'
import { tongue } from './person.mjs'
import { has_webkit, open_webkit } from './webkit.mjs'

test.skip(!has_webkit, 'WebKitGTK, its driver and a display are needed')

const text = sheet_text()
const rows = read_sheet(text)
const today = day_of(new Date().toISOString().slice(0, 10))
const busiest = '2021-06-30'
const customer = rows[0].customer
const fresh = [ // the later due one first: the oldest is paid first
  { number: 'E2E-2', amount: '2,000.00', issued: date_of(today - 20), due: date_of(today - 1) },
  { number: 'E2E-1', amount: '1,200.50', issued: date_of(today - 40), due: date_of(today - 10) },
]
const left = 170_050 // of E2E-2, once 1,500 is paid

class Visitor {
  static async opens(profile, screen, address) {
    const web = await open_webkit(profile, screen)
    await web.goto(address)
    const visitor = new Visitor()
    visitor.web = web
    visitor.say = tongue(await web.call(() => navigator.language.startsWith('zh') ? 'zh' : 'en'))
    return visitor
  }
  until(act, ...values) {
    return this.web.driver.wait(() => this.web.call(act, ...values), 60_000, `${act} ${values}`)
  }
  goes(hash) { return this.web.call(to => { location.hash = to }, `#${hash}`) }
  // By the pointer where the picture has it, else as a screen reader does; not while it moves.
  async press(role, name) {
    const what = await this.web.find(role, name)
    const place = () => this.web.call(element => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return [x, y, width, height].join()
    }, what)
    for (let before = ''; before !== await place();) {
      before = await place()
      await new Promise(resolve => { setTimeout(resolve, 150) })
    }
    await what.click().catch(() => this.web.call(element => element.click(), what))
  }
  async fills(role, key, value) {
    const field = await this.web.find(role, this.say(key))
    await this.web.call(element => {
      element.focus()
      element.select()
    }, field)
    await field.sendKeys(value)
    expect(await this.web.call(element => element.value, field)).toBe(value)
    return field
  }
  async chooses(words) {
    await this.until(wanted => [...document.querySelectorAll('#mirror [role=option]')]
      .some(option => option.textContent.startsWith(wanted)), words)
    await this.web.call(wanted => [...document.querySelectorAll('#mirror [role=option]')]
      .find(option => option.textContent.startsWith(wanted)).click(), words)
  }
  sees(words) {
    return this.until(wanted => [...document.querySelectorAll('#mirror *')].some(element =>
      element.childElementCount === 0 && element.textContent.trim() === wanted), words)
  }
  has_saved() { return this.sees(this.say('save.saved')) }
  gone(key) {
    return this.until(name => ![...document.querySelectorAll('#mirror [role=dialog]')]
      .some(dialog => dialog.getAttribute('aria-label') === name), this.say(key))
  }
  // The system's dialog for files cannot be driven: its field takes the file.
  async picks(key, file) {
    await this.web.call(() => {
      HTMLInputElement.prototype.click = function () {
        this.className = 'picks'
        document.body.append(this)
      }
    })
    await this.press('button', this.say(key))
    const field = await this.web.driver.wait(() => this.web.call(() =>
      document.querySelector('input.picks')), 15_000)
    await field.sendKeys(file)
    await this.web.call(element => element.remove(), field)
  }
  // The file that a button hands over: it is kept in `folder`.
  async receives(key, folder) {
    await this.web.call(() => {
      const create = URL.createObjectURL.bind(URL)
      URL.createObjectURL = blob => {
        window.handed = { blob }
        return create(blob)
      }
      HTMLAnchorElement.prototype.click = function () { window.handed.name = this.download }
    })
    await this.press('button', this.say(key))
    await this.until(() => Boolean(window.handed?.name))
    const [name, address] = await this.web.driver.executeAsyncScript(`
      const done = arguments[0]
      const reader = new FileReader()
      reader.onload = () => done([window.handed.name, reader.result])
      reader.readAsDataURL(window.handed.blob)`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, basename(name)), Buffer.from(address.split(',')[1], 'base64'))
    return join(folder, basename(name))
  }
  async sees_aging(wanted) {
    const facts = [['aging.total', wanted.total], ['aging.not_due', wanted.not_due],
      ['label.overdue', wanted.buckets.reduce((sum, part) => sum + part, 0)]]
    for (const [key, minor] of facts) await this.sees(`${this.say(key)} ${money(minor)}`)
    const last = this.say('aging.bucket_last', 121)
    await this.web.find('button', `${last} ${money(wanted.buckets.at(-1), '')}`)
  }
  async sets_as_of(date) {
    const field = await this.fills('textbox', 'asof', date)
    await field.sendKeys(this.web.keys.ENTER)
  }
  async finds_all_as_it_was() {
    await this.goes('/receipts')
    await this.sees(this.say('receipts.summary', count(rows.length + 1)))
    await this.goes('/receivables/aging')
    await this.sees_aging({ total: left, not_due: 0, buckets: [left, 0, 0, 0, 0] })
    await this.sets_as_of(busiest)
    await this.sees_aging(aging(rows, day_of(busiest)))
    await this.press('button', this.say('asof.today'))
  }
  async issues(invoice) {
    await this.goes('/receivables/invoices?new=invoice')
    await this.fills('combobox', 'label.customer', customer)
    await this.chooses(customer)
    for (const key of ['number', 'amount', 'issued', 'due']) {
      await this.fills('textbox', `label.${key}`, invoice[key])
    }
    await this.press('button', this.say('invoices.save'))
    await this.gone('invoices.issue')
  }
}

const screens = { 'a desk, in light': { width: 1200, height: 800 },
  'a phone, in the dark': { width: 390, height: 844, scale: 2, dark: true } }
for (const [where, screen] of Object.entries(screens)) {
  test(`the main job at ${where}`, async ({ baseURL }, info) => {
    test.setTimeout(300_000)
    const address = `${baseURL}?sw=none`
    const file = info.outputPath('invoices-2466.csv')
    writeFileSync(file, text)
    let person = await Visitor.opens(info.outputPath('first'), screen, address)
    const { step } = test
    try {
      const drawn = await person.web.call(() => {
        const { width } = document.querySelector('canvas')
        return [innerWidth, devicePixelRatio, width / innerWidth,
          matchMedia('(prefers-color-scheme: dark)').matches]
      })
      expect(drawn).toEqual([screen.width, screen.scale ?? 1, screen.scale ?? 1,
        screen.dark ?? false])
      await step('a new book takes in the sheet', async () => {
        await person.press('button', person.say('start.import'))
        await person.fills('textbox', 'label.company', 'Northwind Trading')
        await person.press('combobox', person.say('label.currency'))
        await person.chooses('USD')
        await person.press('button', person.say('start.create'))
        await person.web.find('button', person.say('import.choose'))
        await person.picks('import.choose', file)
        await person.press('button', person.say('import.start', count(rows.length)))
        await person.sees(person.say('import.finished'))
        await person.sees(`${person.say('import.created')} ${count(rows.length)}`)
        await person.has_saved()
      })
      await step('the aging at any date', async () => {
        await person.goes('/receivables/aging')
        for (const date of ['2019-12-31', '2021-03-15', busiest]) {
          await person.sets_as_of(date)
          await person.sees_aging(aging(rows, day_of(date)))
        }
        await person.press('button', person.say('asof.today'))
      })
      await step('a receipt, its allocation seen before it is saved', async () => {
        for (const invoice of fresh) await person.issues(invoice)
        await person.goes('/receipts?new=receipt')
        await person.fills('combobox', 'label.customer', customer)
        await person.chooses(customer)
        await person.fills('textbox', 'label.amount', '1500')
        const table = await person.web.find('table', person.say('allocate.preview'))
        await person.until(element => element.textContent.includes('1,700.50'), table)
        const shown = await person.web.call(element =>
          [...element.querySelectorAll('[role=row]')]
            .filter(row => !row.querySelector('[role=columnheader]')) // a phone has none
            .map(row => [...row.children].map(cell => cell.textContent)), table)
        expect(shown.map(cells => [cells[0], cells[2], cells[3]])).toEqual(
          [['E2E-1', '1,200.50', '0.00'], ['E2E-2', '299.50', '1,700.50']])
        await person.press('button', person.say('receipts.save'))
        await person.gone('receipts.record')
        await person.has_saved()
        await person.finds_all_as_it_was()
      })
      await step('a reload keeps all', async () => {
        await person.web.goto(address)
        await person.finds_all_as_it_was()
      })
      await step('closing the browser keeps all', async () => {
        await person.web.close()
        person = await Visitor.opens(info.outputPath('first'), screen, address)
        await person.finds_all_as_it_was()
      })
      await step('another profile joins: the same figures', async () => {
        await person.goes('/settings')
        const book = await person.receives('export.json', info.outputPath('files'))
        await person.web.close()
        person = await Visitor.opens(info.outputPath('second'), screen, address)
        await person.picks('start.join', book)
        const accept = await person.web.find('button', person.say('merge.accept'))
        await person.until(element => !element.disabled &&
          element.getAttribute('aria-disabled') !== 'true', accept)
        await person.press('button', person.say('merge.accept'))
        await person.until(begin => document.body.textContent.includes(begin),
          person.say('merge.done', '|').split('|')[0])
        await person.gone('merge.title')
        await person.has_saved()
        await person.finds_all_as_it_was()
      })
    } catch (error) {
      writeFileSync(info.outputPath('seen.png'),
        Buffer.from(await person.web.driver.takeScreenshot(), 'base64'))
      throw error
    } finally {
      await person.web.close()
    }
  })
}

// What a person does in the app, in the words that stand on its buttons and fields. Everything goes
// through what people see and hear (roles, labels, files, keys); nothing reaches into the program.
import { chromium, expect, firefox } from '@playwright/test'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { engine_of, saved_file, saves_files } from './app.mjs'
import { money } from './figures.mjs'
import { WebkitContext } from './webkit_page.mjs'

const repository = join(dirname(fileURLToPath(import.meta.url)), '../..')
const program = process.env.HUIKUAN_CHROMIUM ?? '/usr/bin/chromium'
// No graphics card where tests run: WebGL 2 by software.
const program_arguments = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']

// The sentences of a language, as the app says them: say('save.saved'), say('days', 3).
export function tongue(language) {
  const texts = new Map()
  const folder = join(repository, 'assets/strings')
  for (const name of readdirSync(folder)) {
    if (name !== `${language}.txt` && !name.endsWith(`_${language}.txt`)) continue
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const found = /^([^#\s][^=]*?) = (.*)$/.exec(line)
      if (found) texts.set(found[1], found[2])
    }
  }
  return (key, ...args) => {
    if (!texts.has(key)) throw new Error(`no text ${key} in ${language}`)
    return texts.get(key).replace(/\{(\d)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, at, one, many) =>
      many === undefined ? String(args[at]) : String(args[at]) === '1' ? one : many)
  }
}

export class Person {
  constructor(page, language = 'en') {
    this.page = page
    this.say = tongue(language)
    this.main = page.getByRole('main')
    this.small = page.viewportSize().width < 720
    this.chromium = engine_of(page) === 'chromium'
    // The others' drivers have no fingers: a phone's screen is under a mouse and its wheel there.
    this.fingers = this.small && this.chromium
  }

  // A finger on a phone, a mouse at a desk; what lies further down is brought into view first.
  async press(what) {
    await this.brings_into_view(what)
    return this.fingers ? what.tap() : what.click()
  }
  async brings_into_view(what) {
    const { width, height } = this.page.viewportSize()
    for (let tries = 0; tries < 20; ++tries) {
      const box = await what.boundingBox()
      const y = box.y + box.height / 2
      const [inside, within_form] = await what.evaluate(element =>
        ['[role=main]', '[role=dialog]'].map(around => element.closest(around) !== null))
      const [top, bottom] = inside && this.small ? [64, height - 68] : [0, height]
      // Above the foot of a form ends what is seen of it.
      const hidden = within_form && box.height <= 1
      if (!hidden && y > top && y < bottom) {
        // In a line that moves sideways only some of it may be seen.
        if (!this.small || (box.width > 1 && box.x >= 0 && box.x + box.width <= width)) return
        const by = (box.x > width / 3 ? -1 : 1) * width * 0.4
        const at = y + (box.height > 1 ? 0 : 20)
        await this.swipes([width * 0.4 - by / 2, at], [width * 0.4 + by / 2, at])
        await this.page.waitForTimeout(150)
        continue
      }
      const by = (y >= (hidden ? height / 2 : bottom) ? 1 : -1) * height * 0.4
      await this.scrolls(by)
    }
  }
  // Of a long list only what is in the picture has rows: goes down until one says `words`.
  async finds_row(table, words) {
    const row = table.getByRole('row').filter({ hasText: words }).first()
    await expect(table.getByRole('row').first()).toBeAttached()
    for (let tries = 0; tries < 20 && await row.count() === 0; ++tries) {
      await this.scrolls(this.page.viewportSize().height * 0.4)
    }
    return row
  }
  async scrolls(by) {
    const { width, height } = this.page.viewportSize()
    if (this.small) {
      await this.swipes([width / 2, height / 2 + by / 2], [width / 2, height / 2 - by / 2])
    } else {
      await this.page.mouse.move(width * 0.8, height / 2) // over a sheet where one is open
      await this.page.mouse.wheel(0, Math.round(by))
    }
    await this.page.waitForTimeout(150)
  }
  async swipes(from, to) {
    if (!this.fingers) {
      await this.page.mouse.move(...from)
      await this.page.mouse.wheel(Math.round(from[0] - to[0]), Math.round(from[1] - to[1]))
      return
    }
    this.touch ??= await this.page.context().newCDPSession(this.page)
    const send = (type, part) => this.touch.send('Input.dispatchTouchEvent',
      { type, touchPoints: type === 'touchEnd' ? [] : [{
        x: from[0] + (to[0] - from[0]) * part, y: from[1] + (to[1] - from[1]) * part }] })
    await send('touchStart', 0)
    for (let part = 1; part <= 8; ++part) await send('touchMove', part / 8)
    await this.page.waitForTimeout(120) // rests, so that nothing glides on
    await send('touchEnd', 1)
  }

  // Without a mouse: Tab until it has the focus, backwards where it lies before. (Behind the last
  // one comes the browser's own bar, from which no driver of Firefox finds back.)
  async tabs_to(target, most = 400) {
    for (let presses = 0; presses < most; ++presses) {
      const way = await target.count() === 0 ? 'Tab' : await target.first().evaluate(element => {
        const { activeElement, body } = document
        if (activeElement === element) return ''
        const before = activeElement.compareDocumentPosition(element) &
          Node.DOCUMENT_POSITION_PRECEDING
        return before && activeElement !== body ? 'Shift+Tab' : 'Tab'
      })
      if (way === '') return
      await this.page.keyboard.press(way)
    }
    throw new Error(`not reached by ${most} presses of Tab: ${target}`)
  }

  // --- finding one's way

  button(key, ...args) {
    return this.page.getByRole('button', { name: this.say(key, ...args), exact: true })
  }
  field(key) { return this.page.getByRole('textbox', { name: this.say(key), exact: true }) }
  sees(text) { return expect(this.page.getByText(text, { exact: true }).first()).toBeVisible() }
  dialog(name) { return this.page.getByRole('dialog', { name, exact: true }) }

  // Opens the app and waits until it can be used: a start page or a book.
  async opens(address = './') {
    if (!this.chromium) await saves_files(this.page)
    await this.page.goto(address)
    await this.is_ready()
  }
  async is_ready() {
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 60_000 })
    await expect(this.page.getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 })
  }

  async goes_to(section) {
    const name = this.say(`nav.${section}`)
    const link = this.page.getByRole('navigation')
      .getByRole('link', { name: new RegExp(`^${name}`) })
    if (await link.count() === 0) {
      await this.press(this.page.getByRole('link', { name: this.say('nav.more') }))
      await this.press(this.dialog(this.say('nav.more')).getByRole('button', { name }))
    } else {
      await this.press(link)
    }
    const heading = this.main.getByRole('heading', { level: 1, name, exact: true })
    await expect(heading).toBeVisible()
  }

  // Everything entered so far is kept on this device.
  async has_saved() {
    await expect(this.page.getByRole('banner').getByText(this.say('save.saved'), { exact: true }))
      .toBeVisible({ timeout: 30_000 })
  }

  async closes_toasts() {
    const close = this.page.getByRole('button', { name: this.say('kit.close_toast'), exact: true })
    while (await close.count() > 0) {
      try {
        await this.press(close.first())
      } catch (error) {
        if (await close.count() > 0) throw error // else it went by itself meanwhile
      }
    }
  }

  async chooses(list, option, within = this.page) {
    await this.press(within.getByRole('combobox', { name: list, exact: true }).first())
    const exact = typeof option === 'string'
    await this.press(this.page.getByRole('option', { name: option, exact }))
  }

  // Presses what opens the system's file dialog, and picks there.
  async picks_file(button, file) {
    const [chooser] = await Promise.all(
      [this.page.waitForEvent('filechooser'), this.press(button)])
    await chooser.setFiles(file)
  }

  // --- books

  async begins_book({ company, currency = 'USD', by = 'start.new_book' }) {
    await this.press(this.button(by))
    const dialog = this.dialog(this.say('start.new_book'))
    await dialog.getByRole('textbox', { name: this.say('label.company') }).fill(company)
    await this.chooses(this.say('label.currency'), new RegExp(`^${currency}`), dialog)
    await this.press(dialog.getByRole('button', { name: this.say('start.create') }))
    await expect(this.page.getByRole('banner')).toBeVisible({ timeout: 60_000 })
  }

  // On the import page: file in hand, columns guessed, preview shown.
  async shows_file(file) {
    const another = this.button('import.other_file')
    await this.picks_file(await another.count() > 0 ? another : this.button('import.choose'), file)
  }
  start_of_import() {
    return this.page.getByRole('button', { name: new RegExp(
      `^${this.say('import.start', '[\\d,]+').replace('rows', 'rows?')}$`) })
  }
  async imports(file) {
    await this.shows_file(file)
    await expect(this.start_of_import()).toBeEnabled({ timeout: 60_000 })
    await this.press(this.start_of_import())
    await this.sees_import_end()
  }
  async sees_import_end(key = 'import.finished') {
    await expect(this.main.getByText(this.say(key), { exact: true }))
      .toBeVisible({ timeout: 120_000 })
  }
  // The result's figures by their names: await one('import.created') is '2,466'.
  async result_of_import() {
    const result = this.page.getByRole('group', { name: this.say('import.result') })
    const texts = await result.locator('span').allTextContents()
    return key => texts.find(text => text.startsWith(`${this.say(key)} `))
      ?.slice(this.say(key).length + 1)
  }

  async exports_book(folder, key = 'export.json') {
    await this.goes_to('settings')
    return this.receives(this.button(key), folder)
  }
  // Presses what hands over a file, and answers where it now is. Of a blob's download Firefox says
  // nothing to who drives it: there it comes from the page, if saves_files() watches.
  async receives(button, folder) {
    const watched = await this.page.evaluate(() => {
      window.saved_files?.splice(0)
      return Boolean(window.saved_files)
    })
    if (watched) {
      await this.press(button)
      const { name, bytes } = await saved_file(this.page, '')
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    }
    const [download] = await Promise.all(
      [this.page.waitForEvent('download', { timeout: 60_000 }), this.press(button)])
    const file = join(folder, download.suggestedFilename())
    await download.saveAs(file)
    return file
  }
  async joins(file) {
    await this.picks_file(this.button('start.join'), file)
    await this.accepts_merge()
  }
  async merges(file) {
    await this.goes_to('settings')
    await this.picks_file(this.button('merge.choose'), file)
    await this.accepts_merge()
  }
  async accepts_merge() {
    const dialog = this.dialog(this.say('merge.title'))
    const accept = dialog.getByRole('button', { name: this.say('merge.accept'), exact: true })
    await expect(accept).toBeEnabled({ timeout: 60_000 })
    await this.press(accept)
    await expect(dialog).toBeHidden({ timeout: 120_000 })
    await this.has_saved()
  }

  // The auditor's page: sound, and its two digests.
  async digests() {
    await this.goes_to('integrity')
    await this.press(this.button('integrity.check'))
    const sound = this.say('integrity.sound', '[\\d,]+').replace(/\|.*?\}/g, '')
    await expect(this.main.getByText(new RegExp(sound.split('[')[0])))
      .toBeVisible({ timeout: 60_000 })
    const texts = await this.main.getByRole('group', { name: this.say('integrity.digests') })
      .locator('span').allTextContents()
    return {
      set: texts[texts.indexOf(this.say('integrity.set_digest')) + 1],
      view: texts[texts.indexOf(this.say('integrity.view_digest')) + 1],
    }
  }

  // --- the aging

  async sets_as_of(date) {
    const field = this.main.getByRole('textbox', { name: this.say('asof'), exact: true })
    await field.fill(date)
    await field.press('Enter')
    await expect(field).toHaveValue(date)
  }
  slider() { return this.main.getByRole('slider', { name: this.say('asof.slider') }) }
  bucket(label, minor) {
    return this.main.getByRole('button', { name: `${label} ${money(minor, '')}`, exact: true })
  }
  bucket_names(edges = [30, 60, 90, 120]) {
    return [this.say('aging.not_due'),
      ...edges.map((edge, at) => this.say('aging.bucket', at === 0 ? 0 : edges[at - 1] + 1, edge)),
      this.say('aging.bucket_last', edges.at(-1) + 1)]
  }
  // All figures at the top of the aging page are those of `wanted` (figures.mjs).
  async sees_aging(wanted, currency = 'USD') {
    const group = this.main.getByRole('group', { name: this.say('aging.title'), exact: true })
    const fact = (key, minor) => expect(group.getByText(
      `${this.say(key)} ${money(minor, currency)}`, { exact: true })).toBeVisible()
    await fact('aging.total', wanted.total)
    await fact('aging.not_due', wanted.not_due)
    await fact('label.overdue', wanted.buckets.reduce((sum, part) => sum + part, 0))
    const names = this.bucket_names()
    for (const [slot, minor] of [wanted.not_due, ...wanted.buckets].entries()) {
      await expect(this.bucket(names[slot], minor)).toBeVisible()
    }
  }

  // The rows of a table as they can be read now: [[cell, ...], ...], head and sums apart.
  async rows_of(name, within = this.page) {
    const table = within.getByRole('table', { name, exact: true })
    await expect(table).toBeVisible()
    return table.evaluate(element => [...element.querySelectorAll('[role=row]')]
      .filter(row => !row.querySelector('[role=columnheader]'))
      .map(row => [...row.children].filter(cell => !cell.querySelector('[type=checkbox]'))
        .map(cell => cell.textContent)))
  }

  // --- invoices and receipts

  async issues_invoice({ customer, number, amount, issued, due }) {
    await this.goes_to('receivables')
    await this.press(this.button('invoices.issue'))
    const form = this.dialog(this.say('invoices.issue'))
    await this.finds_customer(form, customer)
    await form.getByRole('textbox', { name: this.say('label.number') }).fill(number)
    await form.getByRole('textbox', { name: this.say('label.amount') }).fill(amount)
    if (issued) await form.getByRole('textbox', { name: this.say('label.issued') }).fill(issued)
    if (due) await form.getByRole('textbox', { name: this.say('label.due') }).fill(due)
    await this.press(form.getByRole('button', { name: this.say('invoices.save'), exact: true }))
    await expect(form).toBeHidden()
  }
  async finds_customer(form, customer) {
    const field = form.getByRole('combobox', { name: this.say('label.customer') })
    await field.fill(customer)
    await this.press(this.page.getByRole('option', { name: new RegExp(`^${customer}`) }).first())
    await expect(field).toHaveValue(customer)
  }

  receipt_form() { return this.dialog(this.say('receipts.record')) }
  async begins_receipt({ customer, amount, date, reference }) {
    await this.goes_to('receipts')
    await this.press(this.button('receipts.record').first())
    const form = this.receipt_form()
    await this.finds_customer(form, customer)
    await form.getByRole('textbox', { name: this.say('label.amount') }).fill(amount)
    if (date) await form.getByRole('textbox', { name: this.say('label.date') }).fill(date)
    if (reference) {
      await form.getByRole('textbox', { name: this.say('label.reference') }).fill(reference)
    }
    return form
  }
  async chooses_allocation(rule) {
    await this.press(this.receipt_form().getByRole('radio', { name: this.say(`allocate.${rule}`) }))
  }
  async saves_receipt() {
    await this.press(this.receipt_form().getByRole('button', { name: this.say('receipts.save') }))
    await expect(this.receipt_form()).toBeHidden()
  }
  async records_receipt(receipt) {
    await this.begins_receipt(receipt)
    await this.saves_receipt()
    await this.has_saved()
  }
}

// --- browsers that keep a profile on disk

export async function open_profile(folder, { browserName = 'chromium', ...options } = {}) {
  const wishes = { viewport: { width: 1440, height: 900 }, locale: 'en-US', ...options }
  const [browser, own] = browserName === 'firefox'
    ? [firefox, { executablePath: '/usr/bin/firefox-esr', channel: 'moz-firefox' }]
    : [chromium, { executablePath: program, args: program_arguments }]
  const context = browserName === 'webkit' ? new WebkitContext(wishes, folder)
    : await browser.launchPersistentContext(folder, { ...own, acceptDownloads: true, ...wishes })
  if (browserName !== 'chromium') await saves_files(context)
  return context
}

// SIGKILL for every process of the browser that has this profile: nothing is flushed, nothing said.
export async function kill_browser(folder) {
  const alive = () => {
    const parents = new Map()
    const found = new Set()
    for (const entry of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        if (state === 'Z') continue
        parents.set(Number(entry), Number(parent))
        const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')
        if (command.some(word => word === folder || word === `--user-data-dir=${folder}`)) {
          found.add(Number(entry))
        }
      } catch { /* it has ended meanwhile */ }
    }
    for (let before = -1; before !== found.size;) {
      before = found.size
      for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid)
    }
    found.delete(process.pid)
    return [...found]
  }
  let killed = 0
  for (let round = 0; round < 100; ++round) {
    const pids = alive()
    if (pids.length === 0) break
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
        ++killed
      } catch { /* it has ended meanwhile */ }
    }
    await new Promise(resolve => { setTimeout(resolve, 50) })
  }
  if (killed === 0) throw new Error(`no browser has the profile ${folder}`)
}

export const has_browser = () => existsSync(program)

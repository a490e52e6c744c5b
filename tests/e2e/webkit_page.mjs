// WebKitGTK as Playwright has the other browsers: a browser, its contexts, pages and locators over
// WebDriver, as much of them as the walks use, so that all engines are walked by the same specs.
// Playwright's own assertions ask a locator by `_expect`; the version is pinned for that as well.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@playwright/test'
import webdriver from 'selenium-webdriver'

import { ask, find_all } from './webkit_find.mjs'
import { open_webkit } from './webkit.mjs'

const { Key, Origin } = webdriver
const rest = ms => new Promise(resolve => { setTimeout(resolve, ms) })
const keys = { Control: Key.CONTROL, ControlOrMeta: Key.CONTROL, Shift: Key.SHIFT, Alt: Key.ALT,
  Tab: Key.TAB, Enter: Key.ENTER, Escape: Key.ESCAPE, Space: ' ', Backspace: Key.BACK_SPACE,
  Delete: Key.DELETE, Home: Key.HOME, End: Key.END, PageUp: Key.PAGE_UP, PageDown: Key.PAGE_DOWN,
  ArrowUp: Key.ARROW_UP, ArrowDown: Key.ARROW_DOWN, ArrowLeft: Key.ARROW_LEFT,
  ArrowRight: Key.ARROW_RIGHT, F10: Key.F10 }
const code_of = (act, value) => `(${act})(${JSON.stringify(value) ?? 'undefined'})`
const pattern = wanted => wanted instanceof RegExp
  ? { source: wanted.source, flags: wanted.flags } : wanted === undefined ? undefined
    : { text: wanted }

// In every page before its own scripts: a file dialog of the system cannot be driven, so its field
// waits in the page; and what a page complains of is kept.
function prepare() {
  const click = HTMLInputElement.prototype.click
  HTMLInputElement.prototype.click = function () {
    if (this.type !== 'file') return click.call(this)
    this.classList.add('waits-for-a-file')
    document.body.append(this)
  }
  window.complaints = []
  window.addEventListener('error', ({ message, error }) =>
    window.complaints.push(`${message}\n${error?.stack}`))
  const { error } = console
  console.error = (...words) => {
    window.complaints.push(words.join(' '))
    error.apply(console, words)
  }
  window.addEventListener('unhandledrejection', ({ reason }) =>
    window.complaints.push(`${reason}\n${reason?.stack}`))
}

function stand_at(coords) {
  navigator.geolocation.getCurrentPosition = say => say({ coords, timestamp: Date.now() })
}

async function cut({ picture, x, y, width, height }) {
  const bytes = Uint8Array.from(atob(picture), c => c.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const canvas = document.createElement('canvas')
  const scale = devicePixelRatio
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  canvas.getContext('2d').drawImage(image, -Math.round(x * scale), -Math.round(y * scale))
  return canvas.toDataURL().split(',')[1]
}

async function until(holds, ms, what) {
  for (const end = Date.now() + ms; ;) {
    const answer = await holds()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`${ms} ms passed: ${what()}`)
    await rest(50)
  }
}

class Locator {
  _apiName = 'Locator'
  constructor(page, way, words) {
    Object.assign(this, { _page: page, way, words })
  }
  toString() { return this.words }
  and_then(step, words) {
    return new Locator(this._page, [...this.way, step],
      this.words ? `${this.words}.${words}` : words)
  }
  getByRole(role, { name, ...how } = {}) {
    return this.and_then({ kind: 'role', role, name: pattern(name), ...how },
      `getByRole('${role}', ${name})`)
  }
  getByText(text, { exact } = {}) {
    return this.and_then({ kind: 'text', text: pattern(text), exact }, `getByText('${text}')`)
  }
  locator(css) { return this.and_then({ kind: 'css', css }, `locator('${css}')`) }
  filter({ hasText }) {
    return this.and_then({ kind: 'filter', text: pattern(hasText) }, `filter('${hasText}')`)
  }
  or({ way, words }) { return this.and_then({ kind: 'or', way }, `or(${words})`) }
  nth(at) { return this.and_then({ kind: 'nth', at }, `nth(${at})`) }
  first() { return this.nth(0) }
  last() { return this.nth(-1) }

  // `act` gets all that is found, and the value.
  with_all(act, value) {
    return this._page.run(`const way = ${JSON.stringify(this.way)}
      ${find_all}
      return (${act})(find_all(way), ${JSON.stringify(value) ?? 'undefined'})`)
  }
  // The one that is meant, once it is there; of two no one knows which.
  async with_one(act, value, { timeout } = {}) {
    const answer = await until(() => this.with_all(`async (all, value) => {
      if (all.length === 0) return null
      if (all.length > 1) return { many: all.map(each => each.outerHTML.slice(0, 120)) }
      return { is: await (${act})(all[0], value) }
    }`, value), timeout ?? this._page.patience, () => `waiting for ${this}`)
      .catch(error => this._page.shows(error))
    if (answer.many) throw new Error(`${this} is several: ${answer.many.join('\n')}`)
    return answer.is ?? undefined
  }
  async _expect(what, { isNot, timeout, expectedText, expectedValue, expectedNumber,
    expressionArg }) {
    const wish = { name: expressionArg, wanted: expectedText ?? expectedValue,
      number: expectedNumber }
    const single = !/count|array/.test(what)
    for (const end = Date.now() + timeout; ;) {
      const answer = await this.with_all(`(all, wish) => {
        ${ask}
        if (${single} && all.length > 1) return { many: all.map(each => each.outerHTML) }
        return { ...ask(all, '${what}', wish), seen: all[0]?.outerHTML.slice(0, 300) }
      }`, wish)
      if (answer.many) throw new Error(`${this} is several: ${answer.many.join('\n')}`)
      const { holds = false, value, none, seen } = answer
      if (!none && holds !== isNot) return { matches: holds, received: { value }, log: [] }
      if (Date.now() > end) {
        if (timeout > 1000) await this._page.shows()
        return { matches: none ? isNot : holds, received: { value }, timedOut: true,
          log: seen ? [seen] : [],
          errorMessage: none ? 'Error: element(s) not found' : undefined }
      }
      await rest(50)
    }
  }

  count() { return this.with_all(all => all.length) }
  allTextContents() { return this.with_all(all => all.map(element => element.textContent)) }
  async all() {
    return Array.from({ length: await this.count() }, (_, at) => this.nth(at))
  }
  evaluate(act, value) { return this.with_one(act, value) }
  evaluateAll(act, value) { return this.with_all(act, value) }
  getAttribute(name) {
    return this.with_one((element, which) => element.getAttribute(which), name)
      .then(value => value ?? null)
  }
  textContent(options) { return this.with_one(element => element.textContent, null, options) }
  innerText() { return this.with_one(element => element.innerText) }
  inputValue() { return this.with_one(element => element.value) }
  isEnabled() { return this.with_one(element => !element.disabled) }
  isChecked() { return this.with_one(element => element.checked) }
  isVisible() {
    return this.with_all(all => all.length > 0 && all[0].getBoundingClientRect().width > 0)
  }
  async screenshot() { return this._page.screenshot({ clip: await this.boundingBox() }) }
  boundingBox() {
    return this.with_one(element => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return { x, y, width, height }
    })
  }
  async waitFor({ state = 'visible', timeout = this._page.patience } = {}) {
    const { matches } = await this._expect(`to.be.${state}`, { isNot: false, timeout })
    if (!matches) throw new Error(`${timeout} ms passed: waiting for ${this} to be ${state}`)
  }
  focus() { return this.with_one(element => element.focus()) }
  blur() { return this.with_one(element => element.blur()) }

  // Where it is, once it stands still there, can be pressed, and nothing lies over it.
  async place({ position, force } = {}) {
    let before = ''
    let rested = 0 // for how many looks: it may be about to move
    return until(async () => {
      const { at, now, ready } = await this.with_one((element, wanted) => {
        element.scrollIntoViewIfNeeded()
        const { left, top, width, height } = element.getBoundingClientRect()
        const [x, y] = [left + (wanted?.x ?? width / 2), top + (wanted?.y ?? height / 2)]
        const hit = document.elementFromPoint(x, y)
        return { at: [x, y].map(Math.round), now: [left, top, width, height].join(),
          ready: width > 0 && height > 0 && !element.disabled && element.contains(hit) }
      }, position)
      rested = now === before ? rested + 1 : 0
      before = now
      return rested >= 2 && (force || ready) ? at : null
    }, this._page.patience, () => `${this} can be pressed`).catch(error => this._page.shows(error))
  }
  async click({ modifiers = [], button = 'left', ...how } = {}) {
    const [x, y] = await this.place(how)
    const { mouse, keyboard } = this._page
    for (const key of modifiers) await keyboard.down(key)
    await mouse.click(x, y, { button })
    for (const key of modifiers) await keyboard.up(key)
  }
  tap() { return this.click() } // its driver has no fingers
  async hover() { await this._page.mouse.move(...await this.place()) }
  async press(key) {
    await this.focus()
    await this._page.keyboard.press(key)
  }
  // As Playwright does it: all that stood there makes way for one input of the browser.
  async fill(value) {
    await this.place({ force: true })
    await this.with_one(async (element, text) => {
      element.focus()
      element.select()
      if (element.value === '' && text === '') return
      document.execCommand(text === '' ? 'delete' : 'insertText', false, text)
    }, value)
  }
}

class Page extends Locator {
  _apiName = 'Page'
  constructor(context) {
    super(null, [], '')
    this._page = this
    this._context = context
    this.patience = 15_000
    this.handlers = []
    this.keyboard = {
      down: key => this.act(actions => actions.keyDown(keys[key] ?? key)),
      up: key => this.act(actions => actions.keyUp(keys[key] ?? key)),
      press: async words => {
        await this.act(actions => {
          const parts = words.split('+').map(key => keys[key] ?? key)
          for (const key of parts) actions.keyDown(key)
          for (const key of parts.reverse()) actions.keyUp(key)
        })
        // The menu of a browser around the page has this key; its window here has no menu.
        if (/^Control.*\+z$/.test(words)) await this.evaluate(() => document.execCommand('undo'))
      },
      type: text => this.act(actions => actions.sendKeys(text)),
      insertText: text => this.evaluate(words =>
        document.execCommand('insertText', false, words), text),
    }
    const to = (x, y) => ({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT,
      duration: 0 })
    let at = [0, 0]
    let turned = [0, 0]
    this.mouse = {
      move: (x, y, { steps = 1 } = {}) => this.act(actions => {
        for (let step = 1; step <= steps; ++step) {
          actions.move(to(at[0] + (x - at[0]) * step / steps, at[1] + (y - at[1]) * step / steps))
        }
        at = [x, y]
      }),
      down: () => this.act(actions => actions.press()),
      up: () => this.act(actions => actions.release()),
      click: async (x, y, { button = 'left' } = {}) => {
        at = [x, y]
        if (button === 'left') {
          await this.act(actions => actions.move(to(x, y)).press().release())
        } else { // which the driver can press, but never let go
          const { deviceScaleFactor = 1 } = context.options
          const [left, top] = at.map(each => String(Math.round(each * deviceScaleFactor)))
          execFileSync('xdotool', ['mousemove', left, top, 'click', button === 'right' ? '3' : '2'])
        }
      },
      // The driver turns the wheel by how much its sum is other than before.
      wheel: (x, y) => this.act(actions => {
        turned = [turned[0] + x, turned[1] + y].map(Math.round)
        actions.move(to(...at)).scroll(...at.map(Math.round), ...turned)
      }),
    }
    this.clock = {
      setFixedTime: time => this.addInitScript(now => {
        const Real = Date
        window.Date = class extends Real {
          constructor(...values) { super(...(values.length > 0 ? values : [now])) }
          static now() { return now }
        }
      }, Number(time)),
    }
  }
  toString() { return 'page' }
  context() { return this._context }
  viewportSize() { return this._context.options.viewport }
  mainFrame() { return { _expect: (what, how) => this.expect_page(what, how) } }
  on(kind, handler) {
    if (kind === 'pageerror') this.handlers.push(handler)
  }
  once() {} // its driver accepts a page's prompt on leaving
  async act(describe) {
    await this._context.in(this, async driver => {
      const actions = driver.actions({ async: true })
      describe(actions)
      await actions.perform()
    })
  }
  async run(body) {
    const answer = await this._context.in(this, driver => driver.executeAsyncScript(`
      const done = arguments[arguments.length - 1]
      const body = async () => { ${body} }
      body().then(is => done({ is }), error => done({ error: String(error?.stack ?? error) }))`))
    if (answer.error) throw new Error(answer.error)
    return answer.is
  }
  evaluate(act, value) {
    return typeof act === 'string' ? this._context.in(this, driver => driver.executeScript(act))
      : this.run(`return (${act})(${JSON.stringify(value) ?? 'undefined'})`)
  }
  waitForFunction(act, value, { timeout = 30_000 } = {}) {
    return until(() => this.evaluate(act, value), timeout, () => String(act))
  }
  waitForTimeout(ms) { return rest(ms) }
  async waitForEvent(kind) {
    if (kind !== 'filechooser') throw new Error(`of a ${kind} this driver says nothing`)
    const field = this.locator('input.waits-for-a-file')
    await until(() => field.count(), 15_000, () => 'a file is asked for')
    return {
      setFiles: async file => {
        const paths = [file].flat().map(one => {
          if (typeof one === 'string') return one
          const path = join(this._context.profile, one.name)
          writeFileSync(path, one.buffer)
          return path
        })
        await this._context.in(this, async driver => {
          const element = await driver.executeScript(
            'return document.querySelector("input.waits-for-a-file")')
          await element.sendKeys(paths.join('\n'))
          await driver.executeScript('arguments[0].remove()', element)
        })
      },
    }
  }
  async complain() {
    const said = await this.run('return window.complaints?.splice(0)').catch(() => [])
    for (const words of said ?? []) for (const handler of this.handlers) handler(new Error(words))
  }
  async addInitScript(act, value) {
    await this._context.addInitScript(act, value)
    if (this.handle) await this.evaluate(act, value)
  }
  async leaves(how) {
    if (this.handle) await this.complain()
    await this._context.in(this, how)
  }
  goto(address) {
    return this.leaves(driver =>
      driver.get(String(new URL(address, this._context.options.baseURL))))
  }
  async setContent(html) {
    await this.goto('about:blank')
    await this.evaluate(text => {
      document.open()
      document.write(text)
      document.close()
    }, html)
  }
  reload() { return this.leaves(driver => driver.navigate().refresh()) }
  goBack() { return this.run('history.back()') }
  goForward() { return this.run('history.forward()') }
  url() { return this._context.in(this, driver => driver.getCurrentUrl()) }
  title() { return this._context.in(this, driver => driver.getTitle()) }
  async setViewportSize({ width, height }) {
    await this._context.in(this, driver => driver.manage().window().setRect({ width, height }))
    this._context.options.viewport = { width, height }
  }
  async screenshot({ path, clip } = {}) {
    let picture = await this._context.in(this, driver => driver.takeScreenshot())
    if (clip) picture = await this.evaluate(cut, { picture, ...clip })
    const bytes = Buffer.from(picture, 'base64')
    if (path) writeFileSync(path, bytes)
    return bytes
  }
  // What was seen when something failed, with the test's results.
  async shows(error) {
    await this.screenshot({ path: test.info().outputPath('seen.png') })
    if (error) throw error
  }
  async expect_page(what, { isNot, timeout, expectedText: [wanted] }) {
    for (const end = Date.now() + timeout; ;) {
      const value = await (what === 'to.have.url' ? this.url() : this.title())
      const matches = wanted.regexSource === undefined ? value === wanted.string
        : new RegExp(wanted.regexSource, wanted.regexFlags).test(value)
      if (matches !== isNot || Date.now() > end) {
        return { matches, received: { value }, log: [], timedOut: matches === isNot }
      }
      await rest(50)
    }
  }
  bringToFront() { return this._context.in(this, () => {}) }
  async close() {
    await this.complain()
    await this._context.in(this, driver => driver.close())
    this._context.opened = this._context.opened.filter(page => page !== this)
  }
}

// One window of WebKit with a profile: it is opened when the first page goes somewhere.
export class WebkitContext {
  constructor(options, folder = null) {
    this.options = options
    this._options = options
    this.opened = []
    this.scripts = [code_of(prepare)]
    if (options.geolocation) this.scripts.push(code_of(stand_at, options.geolocation))
    this.own = folder === null
    this.profile = folder ?? mkdtempSync(join(tmpdir(), 'huikuan-webkit-'))
    this.queue = Promise.resolve()
  }
  browser() { return { browserType: () => ({ name: () => 'webkit' }) } }
  pages() { return this.opened }
  async newPage() {
    this.opened.push(new Page(this))
    return this.opened.at(-1)
  }
  async addInitScript(act, value) {
    this.scripts.push(code_of(act, value))
    if (this.web) await this.web.prepares(this.scripts)
  }
  // Its window grants what it is asked for; of announcements it must know before.
  async grantPermissions(names, { origin } = {}) {
    if (names.includes('notifications')) this.options.announces = origin
  }
  async setOffline(away) {
    if (away === (this.away ?? false)) return
    this.away = away
    const says = gone => {
      Object.defineProperty(navigator, 'onLine', { configurable: true, value: !gone })
      window.dispatchEvent(new Event(gone ? 'offline' : 'online'))
    }
    await this.web.tells('SIGUSR2')
    for (const page of this.opened) await page.evaluate(says, away)
    await this.addInitScript(says, away)
  }
  // The driver does one thing after another, in the window of the page.
  in(page, act) {
    const done = this.queue.then(async () => {
      if (!this.web) {
        const { viewport, deviceScaleFactor = 1, colorScheme, timezoneId, ...rest } = this.options
        this.web = await open_webkit(this.profile, { ...rest, ...viewport,
          scale: deviceScaleFactor, dark: colorScheme === 'dark', zone: timezoneId,
          scripts: this.scripts })
        this.current = page.handle = await this.web.driver.getWindowHandle()
      }
      const { driver } = this.web
      if (!page.handle) {
        await driver.switchTo().newWindow('window')
        this.current = page.handle = await driver.getWindowHandle()
      } else if (this.current !== page.handle) {
        await driver.switchTo().window(page.handle)
        this.current = page.handle
      }
      return act(driver)
    })
    this.queue = done.catch(() => {})
    return done
  }
  async close() {
    if (this.web) {
      for (const page of this.opened) await page.complain()
      await this.web.close()
    }
    if (this.own) rmSync(this.profile, { recursive: true, force: true })
  }
}

export const wishes = {} // what every context has where nothing else is said
export class WebkitBrowser {
  contexts_of = []
  _connection = {} // where Playwright looks for a remote one
  browserType() { return { name: () => 'webkit' } }
  async newContext(options) {
    this.contexts_of.push(new WebkitContext({ ...wishes, ...options }))
    return this.contexts_of.at(-1)
  }
  async close() {
    for (const context of this.contexts_of) await context.close().catch(() => {})
  }
}

// What the specs share: a page that is watched for errors, and the first steps of a person.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, expect } from '@playwright/test'
import { has_webkit } from './webkit.mjs'
import { WebkitBrowser, wishes } from './webkit_page.mjs'

export { expect }

// The folder that is served.
export const dist = process.env.HUIKUAN_DIST ??
  join(dirname(fileURLToPath(import.meta.url)), '../../dist')

// Said by a browser about itself or about automation, not by the program.
const noise = /favicon|style-src|caret|Unrecognized.*manifest|GPU stall|swiftshader|WebGL-/i

export const test = base.extend({
  browser: [async ({ playwright, browserName }, use) => {
    const browser = browserName === 'webkit' ? new WebkitBrowser()
      : await playwright[browserName].launch()
    await use(browser)
    await browser.close()
  }, { scope: 'worker', timeout: 0 }],
  // Playwright tells its own browsers alone what the project wants.
  project: [async ({ browserName, baseURL, viewport, locale, deviceScaleFactor, colorScheme,
    timezoneId }, use, info) => {
    info.skip(browserName === 'webkit' && !has_webkit, 'WebKitGTK and a display are needed')
    Object.assign(wishes, { baseURL, viewport, locale, deviceScaleFactor, colorScheme, timezoneId })
    await use()
  }, { auto: true }],
  // A test that provokes errors says which.
  allowed_errors: async ({}, use) => { await use([]) },
  page: async ({ page, allowed_errors }, use) => {
    const errors = []
    const note = text => { if (!noise.test(text)) errors.push(text) }
    page.on('pageerror', error => note(`${error.message}\n${error.stack}`))
    page.on('console', message => { if (message.type() === 'error') note(message.text()) })
    await use(page)
    await page.complain?.() // WebKit says it only when it is asked
    expect(errors.filter(error => !allowed_errors.some(known => known.test(error))),
      'errors that the page reported').toEqual([])
  },
})

export const engine_of = page => page.context().browser()?.browserType().name() ?? 'chromium'

export async function open(page, options = '') {
  await page.goto(`./${options}`)
  await started(page)
}

export async function started(page) {
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'yes', null,
    { timeout: 30_000 })
}

export async function open_sample_book(page, options = '') {
  await open(page, options)
  await page.getByRole('button', { name: '用示例数据试一试' }).click()
  await expect(page.getByText('示例数据已就绪。').first()).toBeAttached({ timeout: 30_000 })
  await expect(page.getByRole('heading', { level: 1, name: '工作台' })).toBeAttached()
  await page.evaluate(() => { location.hash = '#/receivables/aging' })
  await expect(page.getByRole('heading', { level: 1, name: '应收' })).toBeAttached()
}

// The book that was open before: it opens by itself, with its figures.
export async function sees_the_book(page) {
  await expect(page.getByRole('heading', { level: 1, name: /^(工作台|应收)$/ }))
    .toBeAttached({ timeout: 30_000 })
}

// 0 frames run, 1 frames drawn, 2 changes pushed to the mirror
export const count = (page, what) => page.evaluate(index => window.huikuan.count(index), what)

export const active_name = page => page.evaluate(() => {
  const element = document.activeElement
  return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
})

// Files that the page hands over are kept in it, in every browser alike: a blob's download is no
// event in some. To be called before the page is opened, of it or of its context.
export const saves_files = where => where.addInitScript(() => {
  if (window.saved_files) return
  const blobs = new Map()
  const create = URL.createObjectURL.bind(URL)
  window.saved_files = []
  window.followed_links = []
  URL.createObjectURL = blob => {
    const address = create(blob)
    blobs.set(address, blob)
    return address
  }
  // Where two windows are open Firefox's driver calls off a file dialog before it gives the file.
  HTMLInputElement.prototype.addEventListener = function (kind, ...how) {
    if (kind !== 'cancel') EventTarget.prototype.addEventListener.call(this, kind, ...how)
  }
  const click = HTMLAnchorElement.prototype.click
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) window.saved_files.push({ name: this.download, blob: blobs.get(this.href) })
    else if (/^(mailto|tel|sms):/.test(this.href)) window.followed_links.push(this.href)
    else click.call(this)
  }
})

export async function saved_file(page, ending) {
  await page.waitForFunction(end => window.saved_files.some(file => file.name.endsWith(end)),
    ending, { timeout: 30_000 })
  const [name, address] = await page.evaluate(end => new Promise(resolve => {
    const file = window.saved_files.find(each => each.name.endsWith(end))
    const reader = new FileReader()
    reader.onload = () => resolve([file.name, reader.result]) // as one text: a book is large
    reader.readAsDataURL(file.blob)
  }), ending)
  return { name, bytes: Buffer.from(address.slice(address.indexOf(',') + 1), 'base64') }
}

export const followed_links = page => page.evaluate(() => window.followed_links)

// What goes to the printer is kept instead, as window.printed: the frame of the sheet.
export const keeps_paper = page => page.evaluate(() => {
  new MutationObserver(records => {
    for (const frame of records.flatMap(record => [...record.addedNodes])) {
      if (frame.tagName !== 'IFRAME') continue
      frame.contentWindow.print = () => {}
      window.printed = frame
    }
  }).observe(document.body, { childList: true, subtree: true })
})

// That sheet as a page of its own, with its styles; and as a PDF, read again. Only Chromium makes
// one: elsewhere the sheet's own text is read.
export const kept_paper = page => page.evaluate(() => {
  const paper = window.printed.contentDocument
  const styles = [...paper.styleSheets].flatMap(one => [...one.cssRules])
    .map(rule => rule.cssText).join('\n')
  return `<!doctype html><style>${styles}</style>${paper.body.outerHTML}`
})
const pdftotext = ['/usr/bin/pdftotext', '/usr/local/bin/pdftotext'].find(existsSync)
export const reads_pdf = page =>
  Boolean(pdftotext) && engine_of(page) === 'chromium'
export async function read_paper(page, html, file) {
  const paper = await page.context().newPage()
  try {
    await paper.setContent(html)
    if (!reads_pdf(page)) {
      return await paper.evaluate(() => {
        for (const many of document.querySelectorAll('.many')) many.classList.remove('many')
        return document.body.innerText // as the printer sees it
      })
    }
    const pdf = await paper.pdf({ preferCSSPageSize: true })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    writeFileSync(file, pdf)
    return execFileSync(pdftotext, ['-layout', file, '-'],
      { encoding: 'utf8', maxBuffer: 2 ** 26 })
  } finally {
    await paper.close()
  }
}

// As a browser does it: a paste event that carries the text to whatever has the focus.
export const pastes = (page, text) => page.evaluate(pasted => {
  const data = new DataTransfer()
  data.setData('text/plain', pasted)
  const event = new ClipboardEvent('paste',
    { clipboardData: data, bubbles: true, cancelable: true })
  if (!event.clipboardData?.getData('text/plain')) { // Firefox makes its own, empty
    Object.defineProperty(event, 'clipboardData', { value: data })
  }
  const target = document.activeElement ?? document.body
  return !target.dispatchEvent(event)
}, text)

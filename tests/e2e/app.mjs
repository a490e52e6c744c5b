// What the specs share: a page that is watched for errors, and the first steps of a person.
import { test as base, expect } from '@playwright/test'

export { expect }

// Said by a browser about itself or about automation, not by the program.
const noise = /favicon|style-src|caret|Unrecognized.*manifest|GPU stall|swiftshader|WebGL-/i

export const test = base.extend({
  // A test that provokes errors says which.
  allowed_errors: async ({}, use) => { await use([]) },
  page: async ({ page, allowed_errors }, use) => {
    const errors = []
    page.on('pageerror', error => errors.push(error.stack ?? String(error)))
    page.on('console', message => {
      if (message.type() === 'error' && !noise.test(message.text())) errors.push(message.text())
    })
    await use(page)
    expect(errors.filter(error => !allowed_errors.some(known => known.test(error))),
      'errors that the page reported').toEqual([])
  },
})

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
// event in some. To be called before the page is opened.
export const saves_files = page => page.addInitScript(() => {
  const blobs = new Map()
  const create = URL.createObjectURL.bind(URL)
  window.saved_files = []
  window.followed_links = []
  URL.createObjectURL = blob => {
    const address = create(blob)
    blobs.set(address, blob)
    return address
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
  const { name, bytes } = await page.evaluate(async end => {
    const file = window.saved_files.find(each => each.name.endsWith(end))
    return { name: file.name, bytes: [...new Uint8Array(await file.blob.arrayBuffer())] }
  }, ending)
  return { name, bytes: Uint8Array.from(bytes) }
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

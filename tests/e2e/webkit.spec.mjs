// The same app in WebKit, the engine of Safari: start, pointer, keyboard, real fields, rest, and
// the book after the browser was closed.
import { test as base, expect } from '@playwright/test'
import { has_webkit, open_webkit } from './webkit.mjs'

const test = base.extend({
  web: async ({}, use, info) => {
    const web = await open_webkit(info.outputPath('profile'))
    await use(web)
    await web.close()
  },
})
test.skip(!has_webkit, 'WebKitGTK, its driver and a display are needed')

const options = '?sw=none'

async function open_sample_book(web, address) {
  await web.goto(address + options)
  const door = await web.find('button', '用示例数据试一试')
    .catch(() => web.find('button', 'Try it with sample data'))
  await door.click()
}

test('a person opens the sample book, and it is there after the browser was closed',
  async ({ web, baseURL }, info) => {
  await open_sample_book(web, baseURL)
  await web.driver.wait(() => web.call(() => location.hash.includes('receivables') ||
    document.querySelectorAll('#mirror [role=row]').length > 5), 30_000)
  const rows = await web.call(() => document.querySelectorAll('#mirror [role=row]').length)
  expect(rows).toBeGreaterThan(5)
  await new Promise(resolve => { setTimeout(resolve, 1500) })
  await web.close()
  const again = await open_webkit(info.outputPath('profile'))
  try {
    await again.goto(baseURL + options)
    await again.driver.wait(() => again.call(() =>
      document.querySelectorAll('#mirror *').length > 10), 15_000)
    const text = await again.call(() => document.querySelector('#mirror').textContent)
    expect(text).toMatch(/示例公司|Sample/)
  } finally {
    await again.close()
  }
})

test('a field is a real field, and keys go to it once', async ({ web, baseURL }) => {
  await web.goto(baseURL + options)
  const door = await web.find('button', '新建空账套')
    .catch(() => web.find('button', 'New empty book'))
  await door.click()
  const field = await web.driver.wait(() => web.call(() =>
    [...document.querySelectorAll('input.field')].find(element =>
      element.getBoundingClientRect().width > 60 && !element.closest('[inert]')) ?? null), 15_000)
  await field.click()
  await field.sendKeys('abc 客户 1.2万')
  expect(await web.call(element => element.value, field)).toBe('abc 客户 1.2万')
  expect(await web.call(element => document.activeElement === element, field)).toBe(true)
  await field.sendKeys(web.keys.BACK_SPACE)
  expect(await web.call(element => element.value, field)).toBe('abc 客户 1.2')
})

test('when nothing happens nothing is drawn', async ({ web, baseURL }) => {
  await web.goto(baseURL + options)
  await new Promise(resolve => { setTimeout(resolve, 2000) })
  const before = await web.call(() => window.huikuan.count(0))
  await new Promise(resolve => { setTimeout(resolve, 3000) })
  expect(await web.call(() => window.huikuan.count(0))).toBe(before)
})

test('a picture is drawn, and it is not empty', async ({ web, baseURL }) => {
  await web.goto(baseURL + options)
  const picture = await web.driver.takeScreenshot()
  const colors = await web.driver.executeAsyncScript(`
    const [base64, done] = arguments
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
    createImageBitmap(new Blob([bytes], { type: 'image/png' })).then(image => {
      const copy = document.createElement('canvas')
      copy.width = image.width
      copy.height = image.height
      const context = copy.getContext('2d')
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, copy.width, copy.height)
      const seen = new Set()
      for (let at = 0; at < data.length; at += 4) seen.add(data.slice(at, at + 3).join())
      done(seen.size)
    }, error => done(String(error)))`, picture)
  expect(colors).toBeGreaterThan(30)
})

// The canvas as a web page: start, address, focus, keys, fields, files, rest.
import { readFileSync } from 'node:fs'
import { serve } from '../../tools/serve.mjs'
import {
  active_name, count, dist, expect, open, open_sample_book, sees_the_book, started, test,
} from './app.mjs'

const to_customers = async page => {
  await page.evaluate(() => { location.hash = '#/customers' })
  await expect(page.getByRole('heading', { level: 1, name: '客户' })).toBeAttached()
}

test('the start says something at once, and hides it when the program is there',
  async ({ page, browserName }) => {
  test.skip(browserName === 'webkit', 'its driver holds no request back')
  let release
  const gate = new Promise(resolve => { release = resolve })
  await page.route('**/app.wasm', async route => {
    await gate
    await route.continue()
  })
  await page.goto('./?sw=none')
  await expect(page.locator('#boot-name')).toBeVisible()
  await expect(page.locator('#boot-line')).toHaveText('正在取得程序')
  release()
  await started(page)
  await expect(page.locator('#boot')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: '回款' })).toBeAttached()
})

test('a browser without WebAssembly is told so in plain words', async ({ page }) => {
  await page.addInitScript(() => { delete window.WebAssembly })
  await page.goto('./?sw=none')
  await expect(page.getByRole('alert')).toContainText('WebAssembly')
})

test('a program that cannot be fetched is told, with what to do',
  async ({ page, browserName, allowed_errors }) => {
  test.skip(browserName === 'webkit', 'its driver holds no request back')
  allowed_errors.push(/503/)
  await page.route('**/app.wasm', route => route.fulfill({ status: 503, body: '' }))
  await page.goto('./?sw=none')
  await expect(page.getByRole('alert')).toContainText('重新载入')
})

test('the address, the title and the page go together, back and forward', async ({ page }) => {
  await open_sample_book(page)
  await page.getByRole('link', { name: '客户' }).or(page.getByRole('button', { name: '客户' }))
    .first().click()
  await expect(page).toHaveURL(/#\/customers/)
  await expect(page.getByRole('heading', { level: 1, name: '客户' })).toBeAttached()
  await expect(page).toHaveTitle(/客户/)
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: '应收' })).toBeAttached()
  await page.goForward()
  await expect(page.getByRole('heading', { level: 1, name: '客户' })).toBeAttached()
})

test('an address leads to the same place after a reload', async ({ page }) => {
  await open_sample_book(page)
  await page.evaluate(() => { location.hash = '#/settings' })
  await expect(page.getByRole('heading', { level: 1, name: '设置' })).toBeAttached()
  await page.reload()
  await started(page)
  await expect(page.getByRole('heading', { level: 1, name: '设置' }))
    .toBeAttached({ timeout: 30_000 })
})

test('when nothing happens nothing is drawn, also with a field focused', async ({ page }) => {
  await open_sample_book(page)
  await page.waitForTimeout(8000) // the toast goes
  const before = await count(page, 0)
  await page.waitForTimeout(3000)
  expect(await count(page, 0)).toBe(before)
  await to_customers(page)
  const field = page.getByRole('searchbox').or(page.getByRole('textbox')).first()
  await field.focus()
  await page.waitForTimeout(1500)
  const focused = await count(page, 0)
  await page.waitForTimeout(3000)
  expect(await count(page, 0)).toBe(focused)
})

test('a field is a real field: typing, undo, selection, no text twice',
  async ({ page, isMobile }) => {
  await open_sample_book(page)
  await to_customers(page)
  const field = page.locator('input.field:visible').first()
  await expect(field).toBeAttached()
  await field.fill('东方贸易')
  await expect(field).toHaveValue('东方贸易')
  await field.fill('')
  if (isMobile) await field.tap()
  else await field.click()
  await page.keyboard.type('abc 123')
  await expect(field).toHaveValue('abc 123')
  await expect(field).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await expect(field).toHaveValue('')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(field).toHaveValue('abc 123')
})

test('an input method composes in the field, and only its result is taken',
  async ({ page, browserName }) => {
  test.skip(browserName !== 'chromium', 'compositions are driven through Chromium\'s own protocol')
  await open_sample_book(page)
  await to_customers(page)
  const field = page.locator('input.field:visible').first()
  await field.focus()
  const frames_before = await count(page, 2)
  const browser = await page.context().newCDPSession(page)
  await browser.send('Input.imeSetComposition', { text: 'qian', selectionStart: 4,
    selectionEnd: 4 })
  await expect(field).toHaveValue('qian')
  await browser.send('Input.insertText', { text: '欠款' })
  await expect(field).toHaveValue('欠款')
  expect(await count(page, 2)).toBeGreaterThan(frames_before)
  await page.keyboard.press('Backspace')
  await expect(field).toHaveValue('欠')
})

test('the keyboard alone goes through the page, without a trap', async ({ page, isMobile }) => {
  test.skip(isMobile, 'no keyboard')
  await open_sample_book(page)
  const names = new Set()
  let left = false
  for (let presses = 0; presses < 80 && !left; ++presses) {
    await page.keyboard.press('Tab')
    left = await page.evaluate(() => document.activeElement === document.body)
    if (!left) names.add(await active_name(page))
  }
  expect(names.size).toBeGreaterThan(8)
  for (const name of names) expect(name.trim()).not.toBe('')
})

test('Ctrl+K opens the palette, Escape closes it and gives the focus back',
  async ({ page, isMobile }) => {
  test.skip(isMobile, 'no keyboard')
  await open_sample_book(page)
  const opener = page.getByRole('button', { name: '开立发票' })
  await opener.focus()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog')).toBeAttached()
  await expect(page.locator('input:focus')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(opener).toBeFocused()
})

// The field that had the focus is gone; another's element may have its number by then.
test('a page that is gone to from a form has its top in the picture', async ({ page }) => {
  await open_sample_book(page)
  for (const form of ['/receivables/invoices?new=invoice', '/receipts?new=receipt']) {
    await page.evaluate(hash => { location.hash = hash }, `#${form}`)
    await expect(page.getByRole('dialog').getByRole('combobox', { name: '客户' })).toBeFocused()
  }
  await page.evaluate(() => { location.hash = '#/settings' })
  const heading = page.getByRole('heading', { level: 1, name: '设置' })
  await expect(heading).toBeAttached()
  await page.waitForTimeout(500)
  expect((await heading.boundingBox()).y).toBeGreaterThan(0)
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
})

test('a dialog keeps the focus and makes the rest inert', async ({ page }) => {
  await open_sample_book(page)
  await page.getByRole('button', { name: '开立发票' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeAttached()
  for (let presses = 0; presses < 12; ++presses) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement === document.body ||
      document.activeElement.closest('[role=dialog]') !== null)).toBe(true)
  }
  expect(await page.getByRole('tab').first().evaluate(tab => tab.closest('[inert]') !== null))
    .toBe(true)
})

test('a wheel scrolls what lies under it, and the browser\'s zoom stays the browser\'s',
  async ({ page, isMobile }) => {
  test.skip(isMobile, 'no wheel')
  await open_sample_book(page)
  const drawn = await count(page, 1)
  await page.mouse.move(700, 500)
  await page.mouse.wheel(0, 300)
  await expect.poll(() => count(page, 1)).toBeGreaterThan(drawn)
  const prevented = await page.evaluate(() => {
    const event = new WheelEvent('wheel', { deltaY: 100, ctrlKey: true, bubbles: true,
      cancelable: true })
    return !document.querySelector('#root').dispatchEvent(event)
  })
  expect(prevented).toBe(false)
})

test('a finger scrolls with inertia and does not click what it drags over',
  async ({ page, isMobile }) => {
  test.skip(!isMobile, 'touch')
  await open_sample_book(page)
  const browser = await page.context().newCDPSession(page)
  // The finger's own clock: a slow machine must not turn a flick into a rest.
  let clock = Date.now() / 1000
  const touch = (type, touchPoints) => {
    clock += 0.016
    return browser.send('Input.dispatchTouchEvent', { type, touchPoints, timestamp: clock })
  }
  const address = page.url()
  const row = page.getByRole('heading', { level: 1 })
  const place = async () => (await row.count()) === 0 ? -1e6 : (await row.boundingBox())?.y ?? -1e6
  const before = await place()
  await touch('touchStart', [{ x: 200, y: 600 }])
  for (let y = 580; y >= 480; y -= 20) await touch('touchMove', [{ x: 200, y }])
  await touch('touchEnd', [])
  // The finger went 120 px; the page goes on by itself.
  await expect.poll(place).toBeLessThan(before - 125)
  expect(page.url()).toBe(address)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.waitForTimeout(3000)
  const rested = await count(page, 0)
  await page.waitForTimeout(500)
  expect(await count(page, 0)).toBe(rested)
})

test('a finger that scrolls from a field opens neither its list nor the keyboard; a tap does',
  async ({ page, isMobile }) => {
  test.skip(!isMobile, 'touch')
  await open_sample_book(page)
  await page.evaluate(() => { location.hash = '#/receipts/statements' })
  const field = page.getByRole('combobox', { name: '客户', exact: true })
  await expect(field).toBeVisible()
  const browser = await page.context().newCDPSession(page)
  const touch = (type, touchPoints) => browser.send('Input.dispatchTouchEvent',
    { type, touchPoints })
  const { x, y, height } = await field.boundingBox()
  await touch('touchStart', [{ x: x + 40, y: y + height / 2 }])
  for (let up = 10; up <= 100; up += 10) {
    await touch('touchMove', [{ x: x + 40, y: y + height / 2 - up }])
  }
  await page.waitForTimeout(120) // rests, so that nothing glides on
  await touch('touchEnd', [])
  await expect.poll(async () => (await field.boundingBox()).y).toBeLessThan(y - 60)
  await expect(field).not.toBeFocused()
  await expect(page.getByRole('listbox')).toHaveCount(0)
  await field.tap()
  await expect(field).toBeFocused()
  await expect(page.getByRole('listbox')).toHaveCount(1)
})

test('two fingers make the page larger, and it stays so', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'touch')
  await open(page)
  const heading = page.getByRole('heading', { name: '回款' })
  const before = await heading.boundingBox()
  const browser = await page.context().newCDPSession(page)
  const touch = (type, points) => browser.send('Input.dispatchTouchEvent', { type,
    touchPoints: points })
  await touch('touchStart', [{ x: 180, y: 400, id: 1 }, { x: 220, y: 400, id: 2 }])
  for (let wide = 2; wide <= 12; ++wide) {
    await touch('touchMove', [{ x: 180 - wide, y: 400, id: 1 }, { x: 220 + wide, y: 400, id: 2 }])
  }
  await touch('touchEnd', [])
  const height = async () => (await heading.boundingBox())?.height // none while it is drawn anew
  await expect.poll(height).toBeGreaterThan(before.height * 1.3)
  await page.reload()
  await started(page)
  await expect.poll(height).toBeGreaterThan(before.height * 1.3)
})

test('the program opens and the book is there without a network',
  async ({ page, allowed_errors }) => {
  allowed_errors.push(/ERR_(FAILED|CONNECTION_REFUSED)|A ServiceWorker (intercepted|passed a)/)
  const server = await serve({ folder: dist, port: 0 })
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  await started(page)
  await page.getByRole('button', { name: '用示例数据试一试' }).click()
  await expect(page.getByText('示例数据已就绪。').first()).toBeAttached({ timeout: 30_000 })
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(() => Boolean(navigator.serviceWorker.controller)))
    .toBe(true)
  await new Promise(resolve => { // nobody answers any more, in every browser alike
    server.close(resolve)
    server.closeAllConnections()
  })
  await page.reload()
  await started(page)
  await sees_the_book(page)
})

test('?reset fetches the program anew and keeps the book', async ({ page, allowed_errors }) => {
  // The worker that goes was still answering for the page that leaves: Firefox says so.
  allowed_errors.push(/A ServiceWorker intercepted the request/)
  await open_sample_book(page)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.goto('./?reset')
  await expect.poll(() => page.url()).not.toContain('reset')
  await started(page)
  await sees_the_book(page)
})

test('nothing on the pages fails axe', async ({ page }) => {
  await open_sample_book(page)
  // Evaluated by the debugger, which the page's policy does not concern.
  await page.evaluate(readFileSync(new URL('../../node_modules/axe-core/axe.min.js',
    import.meta.url),
    'utf8'))
  for (const route of ['/receivables', '/customers', '/receipts', '/import', '/settings']) {
    await page.evaluate(hash => { location.hash = hash }, `#${route}`)
    await page.waitForTimeout(800)
    const found = await page.evaluate(async () => {
      const result = await window.axe.run(document,
        { rules: { 'meta-viewport': { enabled: true } } })
      return result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3)
        .map(node => node.html.slice(0, 160)).join(' | ')}`)
    })
    expect(found, route).toEqual([])
  }
})

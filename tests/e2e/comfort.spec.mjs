// What a person has set for every program is kept here too; what nobody looks at costs nothing.
import { count, expect, open, open_sample_book, started, test } from './app.mjs'
import { tongue } from './person.mjs'

const say = tongue('zh')
const route = (page, hash) => page.evaluate(to => { location.hash = to }, `#${hash}`)

// The colour of the page's ground, as it is painted.
async function ground(page, at = { x: 3, y: 3 }) {
  const picture = (await page.screenshot({ clip: { ...at, width: 2, height: 2 } }))
    .toString('base64')
  return page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = document.createElement('canvas')
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)]
  }, picture)
}

test('forced colours are the system\'s own', async ({ page, browserName }) => {
  test.skip(browserName !== 'chromium', 'no other driver can force colours')
  await open(page, '?sw=none')
  const before = await ground(page)
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' })
  const canvas = await page.evaluate(() => {
    const probe = document.createElement('p')
    probe.style.color = 'Canvas'
    document.body.append(probe)
    const color = getComputedStyle(probe).color.match(/\d+/g).map(Number)
    probe.remove()
    return color
  })
  await expect.poll(() => ground(page)).toEqual(canvas)
  expect(canvas).not.toEqual(before)
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' })
  await expect.poll(() => ground(page)).toEqual(before)
})

test('larger letters of the browser are larger here, at once', async ({ page }) => {
  await open(page, '?sw=none')
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toBeVisible()
  const before = await heading.boundingBox()
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '20px' // what the browser's own setting does
    window.dispatchEvent(new Event('resize'))
  })
  await expect.poll(async () => ((await heading.boundingBox())?.height ?? 0) / before.height)
    .toBeGreaterThan(1.2)
})

test('who wants less motion gets no gliding on', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'touch')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open_sample_book(page)
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toBeVisible()
  const browser = await page.context().newCDPSession(page)
  let clock = Date.now() / 1000
  const touch = (type, touchPoints) => {
    clock += 0.016
    return browser.send('Input.dispatchTouchEvent', { type, touchPoints, timestamp: clock })
  }
  const tab = page.getByRole('tab').first()
  const before = (await tab.boundingBox()).y
  await touch('touchStart', [{ x: 200, y: 600 }])
  for (let y = 590; y >= 540; y -= 10) await touch('touchMove', [{ x: 200, y }])
  await touch('touchEnd', [])
  await page.waitForTimeout(1500)
  const moved = before - (await tab.boundingBox()).y
  expect(moved).toBeGreaterThan(30)
  expect(moved).toBeLessThan(75)
})

test('without a network a badge says so, and it goes with the network',
  async ({ page, context }) => {
  await open_sample_book(page)
  const badge = page.getByRole('banner').getByText(say('save.offline'))
  await expect(badge).toHaveCount(0)
  await context.setOffline(true)
  await expect(badge).toBeVisible()
  await context.setOffline(false)
  await expect(badge).toHaveCount(0)
})

test('where the browser offers to install, the settings do', async ({ page }) => {
  await open_sample_book(page)
  await page.evaluate(() => {
    const event = new Event('beforeinstallprompt', { cancelable: true })
    event.prompt = () => { window.asked_to_install = true }
    window.dispatchEvent(event)
    if (!event.defaultPrevented) throw new Error('the browser would ask by itself')
  })
  await route(page, '/settings')
  const install = page.getByRole('button', { name: say('settings.install') })
  await expect(install).toBeAttached()
  await install.evaluate(button => button.click()) // wherever it stands on the page
  expect(await page.evaluate(() => window.asked_to_install)).toBe(true)
  await expect(install).toHaveCount(0)
})

for (const [state, prepare] of [
  ['nothing is focused', async () => {}],
  ['a field has the focus', async page => page.locator('input.field').first().focus()],
  ['words are shown beside an icon', async page => {
    await page.getByRole('button', { name: say('list.columns') }).hover()
    await page.waitForTimeout(1000)
  }],
]) {
  test(`when ${state}, ten seconds pass without a frame`, async ({ page, isMobile }) => {
    test.skip(isMobile, 'the same code')
    await open_sample_book(page, '?sw=none')
    await route(page, '/customers')
    await expect(page.getByRole('table')).toBeVisible()
    await page.waitForTimeout(12_000) // toasts go, the book is kept
    await prepare(page)
    await page.waitForTimeout(2_000)
    const before = [await count(page, 0), await count(page, 1)]
    await page.waitForTimeout(10_000)
    expect([await count(page, 0), await count(page, 1)]).toEqual(before)
  })
}

test('a hidden tab draws nothing, and its import goes on', async ({ page, isMobile }) => {
  test.skip(isMobile, 'the same code')
  test.setTimeout(120_000)
  await open_sample_book(page, '?sw=none')
  await route(page, '/import')
  const lines = ['customer,invoice,date,due,amount']
  for (let at = 0; at < 8000; ++at) {
    lines.push(`客户${at % 300},H${at},2025-01-${String(1 + at % 28).padStart(2, '0')},` +
      `2025-03-01,${1 + at}.00`)
  }
  await page.evaluate(text => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'hidden.csv', { type: 'text/csv' }))
    document.querySelector('#root').dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  }, lines.join('\n'))
  const start = page.getByRole('button', { name: say('import.start', '8,000') })
  await expect(start).toBeEnabled({ timeout: 30_000 })
  const hide = hidden => page.evaluate(now => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: now })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
  await start.evaluate(button => button.click())
  await hide(true)
  const frames = [await count(page, 0), await count(page, 1)]
  // Whether it has ended can be seen only from outside: no more work is asked for.
  await page.waitForTimeout(20_000)
  expect([await count(page, 0), await count(page, 1)]).toEqual(frames)
  await hide(false)
  await expect(page.getByRole('main').getByText(say('import.finished'), { exact: true }))
    .toBeVisible({ timeout: 2_000 })
  expect(await count(page, 0) - frames[0]).toBeLessThan(60) // it was not done only now
})

test('what was typed into a form is there after a reload', async ({ page }) => {
  await open_sample_book(page)
  const shows = async (hash, dialog) => {
    await route(page, hash)
    return page.getByRole('dialog', { name: dialog })
  }
  const invoice = await shows('/receivables/invoices?new=invoice', say('invoices.issue'))
  await invoice.getByRole('textbox', { name: say('label.number') }).fill('草稿-1')
  await invoice.getByRole('textbox', { name: say('label.amount') }).fill('1.2万')
  await page.reload()
  await started(page)
  await expect(invoice.getByRole('textbox', { name: say('label.number') })).toHaveValue('草稿-1',
    { timeout: 30_000 })
  await expect(invoice.getByRole('textbox', { name: say('label.amount') })).toHaveValue('1.2万')
  const receipt = await shows('/receipts?new=receipt', say('receipts.record'))
  await receipt.getByRole('textbox', { name: say('label.amount') }).fill('88')
  await page.reload()
  await started(page)
  await expect(receipt.getByRole('textbox', { name: say('label.amount') })).toHaveValue('88',
    { timeout: 30_000 })
  await receipt.getByRole('button', { name: say('kit.cancel') }).evaluate(button => button.click())
  await expect(receipt).toHaveCount(0)
  await route(page, '/receipts?new=receipt')
  await expect(receipt.getByRole('textbox', { name: say('label.amount') })).toHaveValue('')
})

test('an amount in another currency than the field\'s is refused in words', async ({ page }) => {
  await open_sample_book(page)
  await route(page, '/receipts?new=receipt')
  const amount = page.getByRole('textbox', { name: say('label.amount') })
  await amount.fill('USD 100')
  await expect(amount).toHaveAttribute('aria-invalid', 'true')
  await expect(amount).toHaveAttribute('aria-description', /CNY/)
  await amount.fill('¥100')
  await expect(amount).not.toHaveAttribute('aria-invalid', 'true')
})

// Both renderers show the same, a lost context comes back, density is exact.
import { font_stack } from '../../web/glyphs.mjs'
import { expect, open, open_sample_book, sees_the_book, test } from './app.mjs'
import { Person } from './person.mjs'

// Share of pixels whose channels differ by more than a little, in two PNGs of one size.
async function difference(page, a, b) {
  return page.evaluate(async ([first, second]) => {
    const read = async base64 => {
      const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      const context = canvas.getContext('2d', { willReadFrequently: true })
      context.drawImage(image, 0, 0)
      return context.getImageData(0, 0, image.width, image.height)
    }
    const [one, two] = [await read(first), await read(second)]
    if (one.width !== two.width || one.height !== two.height) return 1
    let differing = 0
    for (let at = 0; at < one.data.length; at += 4) {
      const far = [0, 1, 2].some(c => Math.abs(one.data[at + c] - two.data[at + c]) > 24)
      if (far) ++differing
    }
    return differing / (one.width * one.height)
  }, [a.toString('base64'), b.toString('base64')])
}

const no_graphics = browserName => test.skip(browserName === 'firefox' && !process.env.DISPLAY,
  'Firefox has WebGL only where there is a display')

test('WebGL and the software rasteriser draw the same picture', async ({ page, browserName }) => {
  no_graphics(browserName)
  await open(page, '?renderer=webgl&sw=none')
  await page.mouse.move(1, 1)
  await page.waitForTimeout(500)
  const webgl = await page.screenshot()
  await open(page, '?renderer=software&sw=none')
  await page.waitForTimeout(500)
  const software = await page.screenshot()
  expect(await difference(page, webgl, software)).toBeLessThan(0.003)
})

test('a context that is lost and comes back shows the same picture',
  async ({ page, browserName }) => {
  no_graphics(browserName)
  await open(page, '?renderer=webgl&sw=none')
  await page.waitForTimeout(500)
  const before = await page.screenshot()
  await page.evaluate(async () => {
    const rest = ms => new Promise(resolve => { setTimeout(resolve, ms) })
    const gl = document.querySelector('canvas').getContext('webgl2')
    const loss = gl.getExtension('WEBGL_lose_context')
    loss.loseContext()
    await rest(300)
    loss.restoreContext()
    await rest(500)
  })
  expect(await difference(page, before, await page.screenshot())).toBe(0)
})

test('a context that does not come back is replaced by the software rasteriser',
  async ({ page, browserName }) => {
  no_graphics(browserName)
  await open(page, '?renderer=webgl&sw=none')
  await page.waitForTimeout(500)
  const before = await page.screenshot()
  await page.evaluate(() => document.querySelector('canvas').getContext('webgl2')
    .getExtension('WEBGL_lose_context').loseContext())
  await page.waitForTimeout(4500)
  expect(await page.evaluate(() => document.querySelector('canvas').getContext('webgl2')))
    .toBe(null)
  expect(await difference(page, before, await page.screenshot())).toBeLessThan(0.003)
})

test('the canvas has one pixel for each of the screen', async ({ browser, browserName,
  baseURL }) => {
  const densities = browserName === 'webkit' ? [1, 2, 3] : [1, 1.25, 1.5, 2, 3] // GTK's are whole
  for (const density of densities) {
    const context = await browser.newContext({
      baseURL, viewport: { width: 903, height: 601 }, deviceScaleFactor: density, locale: 'zh-CN',
    })
    const page = await context.newPage()
    await open(page, '?sw=none')
    const size = await page.evaluate(() => {
      const canvas = document.querySelector('canvas')
      return [canvas.width, canvas.height]
    })
    expect(Math.abs(size[0] - 903 * density)).toBeLessThan(1)
    expect(Math.abs(size[1] - 601 * density)).toBeLessThan(1)
    await context.close()
  }
})

test('the subset font is fetched only when asked for, and then draws everything',
  async ({ page }) => {
  const fonts = () => page.evaluate(() => performance.getEntriesByType('resource')
    .map(({ name }) => name).filter(name => name.includes('/fonts/')))
  await open_sample_book(page, '?sw=none')
  expect(await fonts()).toEqual([])
  await open(page, '?sw=none&font=subset')
  expect((await fonts()).length).toBe(1)
  await sees_the_book(page)
})

// The smallest box around what differs from the ground, in a PNG.
async function ink_of(page, picture) {
  return page.evaluate(async base64 => {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    const context = canvas.getContext('2d', { willReadFrequently: true })
    context.drawImage(image, 0, 0)
    const { data, width, height } = context.getImageData(0, 0, image.width, image.height)
    let [left, right, top, bottom] = [width, 0, height, 0]
    for (let at = 0; at < data.length; at += 4) {
      if ([0, 1, 2].every(c => Math.abs(data[at + c] - data[c]) < 64)) continue
      const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)]
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
    return { width: right - left + 1, height: bottom - top + 1 }
  }, picture.toString('base64'))
}

test('words that are joined and run from the right are set as a page sets them',
  async ({ page, isMobile }) => {
  test.skip(isMobile, 'the company stands in the rail of a desk')
  await open(page, '?sw=none')
  const company = 'شركة النور'
  const person = new Person(page, 'zh')
  await person.begins_book({ company, currency: 'CNY' })
  const name = page.getByText(company, { exact: true }).first()
  await expect(name).toBeAttached()
  await page.mouse.move(700, 500)
  await page.evaluate(() => window.huikuan.settle())
  const clip = await name.boundingBox()
  const drawn = await ink_of(page, await page.screenshot({ clip }))
  await page.evaluate(([text, font]) => {
    const line = document.createElement('div')
    line.id = 'set'
    line.textContent = text
    line.style.cssText = `position:fixed;left:400px;top:300px;z-index:9;padding:4px;
      background:#fff;color:#000;font:13px/20px ${font}`
    document.body.append(line)
  }, [company, font_stack])
  const set = await ink_of(page, await page.locator('#set').screenshot())
  expect(Math.abs(drawn.width - set.width), `${drawn.width} ${set.width}`).toBeLessThan(3)
  expect(Math.abs(drawn.height - set.height), `${drawn.height} ${set.height}`).toBeLessThan(3)
})

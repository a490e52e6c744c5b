// Every page as a picture, compared with the one that was looked at and found good
// (tests/e2e/golden/). The subset font, the software rasteriser, a clock that stands still and dice
// that always fall alike make them the same on every machine. To take them anew, and then to look
// at them:
//   HUIKUAN_GOLDEN=write tools/test e2e
import { mkdirSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, started, test } from './app.mjs'
import { tongue } from './person.mjs'

const folder = fileURLToPath(new URL('golden/', import.meta.url))
const writes = process.env.HUIKUAN_GOLDEN === 'write'
const desk = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

// Where a page shows what differs from run to run (ids, sizes of this disk), no picture is taken.
// An address may be followed by what is done on its page.
const first_row = page => page.getByRole('rowheader').first().click()
const interest_of_it = page => page.evaluate(() => {
  location.hash = location.hash.replace(/([?&])invoice=/, '$1interest=')
})
const scenes = {
  today: '/today',
  customers: '/customers',
  aging: '/receivables/aging',
  bucket: '/receivables/aging?bucket=5',
  invoices: '/receivables/invoices',
  receipts: '/receipts',
  bank: '/receipts/bank',
  statements: '/receipts/statements',
  'to-apply': '/receipts/apply',
  bills: '/receipts/bills',
  'aging-by-owner': '/receivables/aging?by=owner',
  import: '/import',
  legal: '/legal',
  exceptions: '/exceptions',
  'invoice-form': '/receivables/invoices?new=invoice',
  'receipt-form': '/receipts?new=receipt',
  settings: '/settings',
  integrity: '/integrity',
  'credit-note': '/customers?new=credit_note',
  duplicates: '/customers/duplicates',
  calendar: '/settings/calendar',
  rates: '/settings/rates',
  'write-offs': '/receipts/write-offs',
  gains: '/receipts/gains',
  customer: ['/customers', first_row],
  invoice: ['/receivables/invoices', first_row],
  receipt: ['/receipts', first_row],
  interest: ['/receivables/invoices', first_row, interest_of_it],
}
const sights = [ // they lie in the repository: each page in two looks, some in others
  ['zh', 'light', 'desk', Object.keys(scenes)],
  ['en', 'dark', 'phone', Object.keys(scenes)],
  ['en', 'light', 'desk', ['invoice-form', 'integrity']],
  ['zh', 'dark', 'phone', ['receipt-form', 'settings']],
]

// The share of pixels whose colour is another one; anything but equal sizes is all of them.
const compare = (page, pictures) => page.evaluate(async ([first, second]) => {
  const read = async base64 => {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes]))
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
    if ([0, 1, 2].some(c => Math.abs(one.data[at + c] - two.data[at + c]) > 24)) ++differing
  }
  return differing / (one.width * one.height)
}, pictures.map(picture => picture.toString('base64')))

async function same_as_golden(page, name) {
  await page.mouse.move(1, 1)
  await page.evaluate(() => window.huikuan.settle())
  await page.waitForTimeout(300)
  const file = `${folder}${name}.png`
  const picture = await page.screenshot()
  if (writes) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, picture)
    return
  }
  expect(existsSync(file), `${file} is there`).toBe(true)
  const share = await compare(page, [readFileSync(file), picture])
  if (share >= 0.002) writeFileSync(test.info().outputPath(`${name}.png`), picture)
  expect.soft(share, name).toBeLessThan(0.002) // what else differs is told in the same run
}

for (const [language, theme, device, names] of sights) {
  test(`the pages look as they did: ${language}, ${theme}, ${device}`, async ({ browser,
    browserName, isMobile, baseURL }) => {
    test.skip(browserName !== 'chromium' || isMobile, 'once; the others draw the same pixels')
    test.setTimeout(300_000)
    const context = await browser.newContext({ baseURL, colorScheme: theme,
      locale: language === 'zh' ? 'zh-CN' : 'en-US', timezoneId: 'Asia/Shanghai',
      ...(device === 'desk' ? desk : phone) })
    const page = await context.newPage()
    await page.clock.setFixedTime(new Date('2026-11-20T09:30:00+08:00'))
    await page.addInitScript(() => { // whose device wrote what is shown: always the same one
      let state = 1
      crypto.getRandomValues = values => {
        const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
        for (let at = 0; at < bytes.length; ++at) {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
          bytes[at] = state >>> 24
        }
        return values
      }
    })
    const say = tongue(language)
    await page.goto('./?font=subset&renderer=software&sw=none')
    await started(page)
    await same_as_golden(page, `${language}-${theme}-${device}-start`)
    await page.getByRole('button', { name: say('start.sample') }).click()
    await expect(page.getByRole('banner').getByText(say('save.saved')))
      .toBeVisible({ timeout: 60_000 })
    await page.evaluate(() => { location.hash = '#/customers' })
    await expect(page.getByRole('rowheader').first()).toBeAttached({ timeout: 60_000 })
    await page.waitForTimeout(6000) // the example book is filled, its toast has gone
    await expect(page.getByRole('button', { name: say('kit.close_toast') })).toHaveCount(0)
    for (const name of names) {
      const [address, ...then] = [scenes[name]].flat()
      await page.evaluate(hash => { location.hash = hash }, `#${address}`)
      await page.waitForTimeout(500)
      for (const step of then) {
        await step(page)
        await page.waitForTimeout(500)
      }
      await same_as_golden(page, `${language}-${theme}-${device}-${name}`)
    }
    await context.close()
  })
}

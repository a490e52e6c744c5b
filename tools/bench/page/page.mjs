// The app as a person meets it, beside the empty page of the same kind, in one Chromium and run:
//   start       navigation to the first page that can be used; again with a stored book
//   import      rows of a file through the Import page
//   drag        frames while the as-of slider is dragged on a large book
//   first frame from the compiled program to the first picture, beside the browser's own first use
//               of a Chinese font on a page without the app
//   ledger      a letter into a filter, a customer's page of 5,000 documents, a receipt recorded
//   scroll      frames of the large list, beside the same rows as elements of a page
//   idle        frames and main thread time when nobody touches anything
// Prints medians and ratios; asserts nothing. Arguments: rows of the large book (default 100,000).
import { chromium } from '@playwright/test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { serve } from '../../serve.mjs'
import { Person } from '../../../tests/e2e/person.mjs'
import { bench_ledger } from './ledger.mjs'
import { bench_scroll, without_limit } from './scroll.mjs'

const [app_folder, empty_folder, rows_wanted = '100000'] = process.argv.slice(2)
const dom_folder = fileURLToPath(new URL('dom', import.meta.url))
const rows = Number(rows_wanted)
// The browser as a person starts it. (The tests ask for a WebGL that is computed: then a machine
// without a graphics card composes every page through it, at half the frames, ours or not.)
const program = {
  executablePath: process.env.HUIKUAN_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
}
const desk = { viewport: { width: 1440, height: 900 }, locale: 'en-US' }
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]
const iso = days => new Date(days * 86_400_000).toISOString().slice(0, 10)

const usable = page => page.waitForFunction(() =>
  document.documentElement.dataset.ready === 'yes' &&
  document.querySelector('#mirror h1, #mirror [role=heading]') &&
  !document.querySelector('#mirror [role=progressbar], #mirror progress') && performance.now(),
null, { timeout: 120_000, polling: 'raf' }).then(handle => handle.jsonValue())

// Fresh profiles, the two in turn, so that noise falls on both.
async function bench_start(browser, app, empty) {
  const took = { app: [], empty: [] }
  for (let run = 0; run < 6; ++run) {
    for (const [name, address] of [['app', app], ['empty', empty]]) {
      const context = await browser.newContext(desk)
      const page = await context.newPage()
      await page.goto(address)
      const at = await usable(page)
      if (run > 0) took[name].push(at) // the first warms the machine
      await context.close()
    }
  }
  const [mine, other] = [median(took.app), median(took.empty)]
  console.log(`start, first visit: ${mine.toFixed(0)} ms, an empty page ${other.toFixed(0)} ms; `
    + `ratio ${(mine / other).toFixed(2)}`)
}

// In fresh browsers, since the first use of a font is the browser's own.
async function bench_first_frame(app, dom) {
  const frames = []
  const fonts = []
  for (let run = 0; run < 5; ++run) {
    for (const [address, took] of [[app, frames], [`${dom}empty`, fonts]]) {
      const browser = await chromium.launch(program)
      const page = await browser.newPage({ ...desk, locale: 'zh-CN' })
      await page.goto(address).catch(() => {})
      if (took === frames) {
        await usable(page)
        took.push(await page.evaluate(() => performance.measure('', 'compiled', 'first frame')
          .duration))
      } else {
        took.push(await page.evaluate(() => {
          const context = document.createElement('canvas').getContext('2d')
          const began = performance.now()
          context.font = '16px sans-serif'
          context.fillText('账款回收', 0, 20)
          context.getImageData(0, 0, 60, 24)
          return performance.now() - began
        }))
      }
      await browser.close()
    }
  }
  const [mine, font] = [median(frames), median(fonts)]
  console.log(`first frame after the program is compiled: ${mine.toFixed(0)} ms, of which the `
    + `browser's first use of a font ${font.toFixed(0)} ms; rest ${(mine - font).toFixed(0)} ms`)
}

// Plain invoices, or most with the day on which they were paid: a receipt and its allocation then.
function large_file(folder, name, settled) {
  const lines = ['country,customer_ID,invoice_number,invoice_date,due_date,invoice_amount_usd,'
    + 'settled_date']
  for (let i = 0; i < rows; ++i) {
    const issued = 19_000 + (i * 7) % 900
    const customer = i < 5000 ? 0 : i % 1000 // the first has thousands
    lines.push(`China,C${String(customer).padStart(4, '0')},${100_000 + i},${iso(issued)},`
      + `${iso(issued + 30)},${100 + i % 9000}.${String(i % 100).padStart(2, '0')},`
      + (settled && i % 4 && customer ? iso(issued + i % 70) : ''))
  }
  const file = join(folder, name)
  writeFileSync(file, lines.join('\n') + '\n')
  return file
}

async function bench_import(person, file, what) {
  await person.begins_book({ company: 'Bench' })
  await person.goes_to('import')
  await person.shows_file(file)
  const start = person.start_of_import()
  await start.waitFor({ timeout: 120_000 })
  while (!await start.isEnabled()) await person.page.waitForTimeout(200) // until all is read
  await person.brings_into_view(start)
  const from = performance.now()
  await start.click()
  await person.main.getByText(person.say('import.finished'), { exact: true })
    .waitFor({ timeout: 300_000 })
  const took = performance.now() - from
  console.log(`import, ${rows} rows${what}: ${(took / 1000).toFixed(1)} s `
    + `(${(took * 1000 / rows).toFixed(0)} us a row)`)
  await person.has_saved()
}

async function bench_drag(person) {
  const page = person.page
  await person.goes_to('receivables')
  const slider = page.getByRole('slider').first()
  const box = await slider.boundingBox()
  const counts = () => page.evaluate(() => [window.huikuan.count(0), performance.now()])
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2)
  await page.mouse.down()
  const [frames, from] = await counts()
  for (let step = 0; step < 120; ++step) {
    await page.mouse.move(box.x + box.width * (0.2 + 0.6 * step / 120), box.y + box.height / 2)
  }
  const [frames_then, until] = await counts()
  await page.mouse.up()
  console.log(`drag of the as-of slider on ${rows} invoices: `
    + `${((frames_then - frames) * 1000 / (until - from)).toFixed(0)} frames/s, `
    + `${((until - from) / (frames_then - frames)).toFixed(1)} ms a frame`)
}

async function bench_idle(person) {
  const page = person.page
  await page.mouse.move(5, 5)
  await page.waitForTimeout(12_000) // toasts go, checkpoints end
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return [metrics.find(each => each.name === 'TaskDuration').value,
      await page.evaluate(() => window.huikuan.count(0))]
  }
  const [busy, frames] = await read()
  await page.waitForTimeout(10_000)
  const [busy_then, frames_then] = await read()
  console.log(`idle, 10 s: ${frames_then - frames} frames, `
    + `${((busy_then - busy) * 10).toFixed(2)} % of the main thread`)
}

async function bench_large(app, dom, empty, folder) {
  const profile = join(folder, 'profile')
  const open = (name = profile) => chromium.launchPersistentContext(name, { ...program, ...desk })
  let context = await open(join(folder, 'plain'))
  let person = new Person(context.pages()[0])
  await person.opens(app)
  await bench_import(person, large_file(folder, 'plain.csv', false), '')
  await context.close()
  context = await open()
  person = new Person(context.pages()[0])
  await person.opens(app)
  await bench_import(person, large_file(folder, 'large.csv', true), ' with receipts of most')
  await bench_drag(person)
  await bench_ledger(person)
  await bench_idle(person)
  await context.close()
  context = await chromium.launchPersistentContext(profile,
    { ...program, ...desk, args: [...program.args, ...without_limit] })
  const page = context.pages()[0]
  await page.goto(app)
  await usable(page)
  await bench_scroll(context, page, dom)
  await context.close()
  // Both in a browser that was just started, with a profile that was there before.
  const took = { app: [], empty: [] }
  for (let run = 0; run < 6; ++run) {
    for (const [name, address, place] of
      [['app', app, profile], ['empty', empty, join(folder, 'other')]]) {
      context = await open(place)
      const page = context.pages()[0]
      await page.goto(address)
      const at = await usable(page)
      if (run > 0) took[name].push(at)
      await context.close()
    }
  }
  const [mine, other] = [median(took.app), median(took.empty)]
  console.log(`start with ${rows} invoices stored: ${mine.toFixed(0)} ms, an empty page `
    + `${other.toFixed(0)} ms; ratio ${(mine / other).toFixed(2)}`)
}

const folder = mkdtempSync(join(tmpdir(), 'huikuan-bench-'))
const servers = [await serve({ folder: app_folder, port: 0 }),
  await serve({ folder: empty_folder, port: 0 }), await serve({ folder: dom_folder, port: 0 })]
const [app, empty, dom] = servers.map(server => `http://127.0.0.1:${server.address().port}/`)
const browser = await chromium.launch(program)
try {
  await bench_start(browser, app, empty)
  await bench_first_frame(app, dom)
  await bench_large(app, dom, empty, folder)
} finally {
  await browser.close()
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
}

// The large list, scrolled: what a frame costs in wasm, and how many are seen a second beside the
// same rows as elements of a page. Both in one Chromium without a limit of frames; in turn, so that
// noise falls on both.
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]
export const without_limit = ['--disable-frame-rate-limit', '--disable-gpu-vsync']
const seconds = 3

// Scrolls by three rows in each frame that the browser asks for; answers frames a second as shown.
const scroll_dom = page => page.evaluate(async length => {
  const view = document.querySelector('#view')
  view.scrollTop = 0
  const began = performance.now()
  let frames = 0
  while (performance.now() - began < length * 1000) {
    view.scrollTop += 96
    window.draw()
    await new Promise(requestAnimationFrame)
    ++frames
  }
  return frames * 1000 / (performance.now() - began)
}, seconds)

const scroll_app = (page, at) => page.evaluate(async ([length, [x, y]]) => {
  const root = document.querySelector('#root')
  const count = window.huikuan.count
  const before = [0, 1, 3, 4].map(count)
  const began = performance.now()
  while (performance.now() - began < length * 1000) {
    root.dispatchEvent(new WheelEvent('wheel',
      { deltaY: 96, clientX: x, clientY: y, bubbles: true, cancelable: true }))
    await new Promise(requestAnimationFrame)
  }
  const passed = performance.now() - began
  const [run, drawn, ms, mirror_ms] = [0, 1, 3, 4].map((what, at) => count(what) - before[at])
  return { rate: drawn * 1000 / passed, frame: ms / run, mirror: mirror_ms / run,
    nodes: count(5) }
}, [seconds, at])

export async function bench_scroll(context, page, dom) {
  await page.evaluate(() => { location.hash = '#/receivables/invoices' })
  const table = page.getByRole('table')
  await table.waitFor()
  const box = await table.boundingBox()
  const middle = [box.x + box.width / 2, box.y + box.height / 2]
  const other = await context.newPage()
  await other.goto(dom)
  await other.waitForFunction(() => document.documentElement.dataset.ready === 'yes')
  const app = []
  const rows = []
  for (let run = 0; run < 5; ++run) {
    await page.bringToFront()
    app.push(await scroll_app(page, middle))
    await other.bringToFront()
    rows.push(await scroll_dom(other))
  }
  await other.close()
  const mine = median(app.map(each => each.rate))
  const theirs = median(rows)
  console.log(`scrolling 100,000 rows: ${median(app.map(each => each.frame)).toFixed(2)} ms of `
    + `wasm a frame; ${mine.toFixed(0)} frames/s, as rows of the page ${theirs.toFixed(0)}; ratio `
    + (mine / theirs).toFixed(2))
  const { nodes } = app[0]
  const compared = median(app.map(each => each.mirror))
  console.log(`semantic nodes: ${nodes} on the page, ${compared.toFixed(3)} ms a frame to compare; `
    + `${(compared * 1000 / nodes).toFixed(3)} ms a thousand`)
}

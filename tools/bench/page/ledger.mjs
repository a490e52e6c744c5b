// What a person of the ledger waits for on the large book, from the key to the picture:
//   a letter typed into the filter of a list; the page of a customer with thousands of documents;
//   a receipt, to the new figures and until it is kept
// Milliseconds as the page sees them (from the event to the first frame that shows its answer), and
// beside them what all frames up to rest took in wasm. Prints; asserts nothing.
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1]
const most = values => Math.max(...values)

// The time from the next event of the kind to the frame after which `answer` is another one; an
// error where it still is the same after half a minute. `answer` is a function of the page. An act
// that the page hears of later says itself when it began (bench_from).
async function timed(page, kind, answer, act) {
  const began = await page.evaluate(([event, of]) => {
    const look = new Function(`return (${of})()`)
    const was = look()
    window.bench_seen = new Promise((done, fail) => {
      addEventListener(event, () => {
        const from = window.bench_from ?? performance.now()
        const again = () => {
          const took = performance.now() - from
          if (look() !== was) done(took)
          else if (took > 30_000) fail(new Error(`${event}: nothing changed`))
          else requestAnimationFrame(again)
        }
        again()
      }, { capture: true, once: true })
    })
    return [0, 3].map(window.huikuan.count)
  }, [kind, String(answer)])
  await act()
  const seen = await page.evaluate(() => window.bench_seen)
  const ended = await page.evaluate(() => {
    window.huikuan.settle()
    return [0, 3].map(window.huikuan.count)
  })
  return { seen, frames: ended[0] - began[0], wasm: ended[1] - began[1] }
}

const rows_in_sight = () => {
  const table = document.querySelector('#mirror [role=main] [role=table]')
  return `${table?.getAttribute('aria-rowcount')} ${table?.textContent.length}`
}
const links = () => [...document.querySelectorAll('#mirror [role=main] a')]
  .map(element => element.textContent).join('|')
const heading = () => document.querySelector('#mirror [role=heading], #mirror h1')?.textContent

async function goes(page, route) {
  await page.evaluate(to => { location.hash = to }, `#${route}`)
  await page.waitForTimeout(600)
}

async function bench_filter(person, route, letters) {
  const page = person.page
  await goes(page, route)
  const field = person.main.getByRole('searchbox').first()
  await field.click()
  const took = []
  for (const letter of letters) {
    took.push(await timed(page, 'keydown', rows_in_sight, () => page.keyboard.press(letter)))
  }
  const shown = await person.main.getByRole('table').first().getAttribute('aria-rowcount')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.waitForTimeout(300)
  const all = await person.main.getByRole('table').first().getAttribute('aria-rowcount')
  console.log(`a letter into the filter of ${route}, ${all} rows: ${
    median(took.map(one => one.seen)).toFixed(1)} ms to the picture, at most ${
    most(took.map(one => one.seen)).toFixed(1)}; wasm ${
    median(took.map(one => one.wasm)).toFixed(1)} ms, at most ${
    most(took.map(one => one.wasm)).toFixed(1)}; ${shown} rows in the end`)
}

// Answers the address of its page.
async function bench_customer(person, name) {
  const page = person.page
  await goes(page, '/customers')
  await person.main.getByRole('searchbox').first().fill(name)
  await page.waitForTimeout(300)
  await person.main.getByRole('rowheader', { name, exact: true }).first().click()
  await page.waitForTimeout(600)
  const address = await page.evaluate(() => location.hash.slice(1))
  const took = []
  for (let run = 0; run < 5; ++run) {
    await goes(page, '/integrity')
    took.push(await timed(page, 'hashchange', heading,
      () => page.evaluate(to => {
        window.bench_from = performance.now()
        location.hash = to
      }, `#${address}`)))
  }
  await page.evaluate(() => { window.bench_from = undefined })
  const documents = await person.main.getByRole('table').first().getAttribute('aria-rowcount')
  console.log(`page of ${name}, ${documents} open documents: ${
    median(took.map(one => one.seen)).toFixed(1)} ms to the picture, at most ${
    most(took.map(one => one.seen)).toFixed(1)}; wasm ${
    median(took.map(one => one.wasm)).toFixed(1)} ms`)
  return address
}

// On the page of the large customer: its figures are the ones that change.
async function bench_receipt(person, address) {
  const page = person.page
  const took = []
  const kept = []
  for (let run = 0; run < 5; ++run) {
    await goes(page, `${address}?new=receipt`)
    const form = person.receipt_form()
    await form.getByRole('textbox', { name: person.say('label.amount'), exact: true })
      .fill(String(101 + run))
    await page.waitForTimeout(800) // until the split is shown
    await page.keyboard.down('Control') // what is timed is the second key of the two
    await page.waitForTimeout(100)
    await page.evaluate(words => {
      const banner = document.querySelector('#mirror [role=banner], #mirror header')
      window.bench_kept = new Promise(done => {
        addEventListener('keydown', () => {
          const from = performance.now()
          let gone = false // "saved" stands there until the receipt is on its way
          const again = () => {
            const saved = banner.textContent.includes(words)
            if (gone && saved) return done(performance.now() - from)
            gone ||= !saved
            return requestAnimationFrame(again)
          }
          requestAnimationFrame(again)
        }, { capture: true, once: true })
      })
    }, person.say('save.saved'))
    took.push(await timed(page, 'keydown', links, () => page.keyboard.press('Enter')))
    await page.keyboard.up('Control')
    kept.push(await page.evaluate(() => window.bench_kept))
    await person.has_saved()
  }
  console.log(`a receipt of that customer: ${median(took.map(one => one.seen)).toFixed(1)} ms from `
    + `the key to the new figures, wasm ${median(took.map(one => one.wasm)).toFixed(1)} ms in ${
      median(took.map(one => one.frames))} frames; kept after ${median(kept).toFixed(1)} ms`)
}

export async function bench_ledger(person) {
  // The slider was left on another day: what is recorded now would not be seen there.
  const today = person.page.getByRole('banner')
    .getByRole('button', { name: person.say('asof.today'), exact: true })
  if (await today.count() > 0) await today.click()
  // Each letter leaves other rows than the one before.
  await bench_filter(person, '/receivables/invoices', '4172')
  await bench_filter(person, '/receipts', '417')
  await bench_filter(person, '/customers', '417')
  const address = await bench_customer(person, 'C0000')
  await bench_receipt(person, address)
}

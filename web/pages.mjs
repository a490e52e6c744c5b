// Page x of y where many documents are printed at once, each counted for itself.
//
// A browser's page counter cannot be set back by a document. So every document is broken into pages
// here, in columns of a page's size (the engine that breaks pages breaks columns too); every part
// then belongs to a named page, which says "2 / 5" itself, and where the name changes, the printer
// begins a page. That can give more pages than were counted (a person chose wider margins), never
// fewer: where the printer's total is what was counted, every page is the counted one. Each number
// is therefore written as a counter style that has one symbol, at that total. Of any other total
// nothing is said, rather than what is wrong.

const groups = '.document, tbody, tfoot' // what they hold has a page, never they themselves
const splits = `${groups}, table, div:not(.letterhead, .columns)`
const has_text = element => [...element.childNodes]
  .some(node => node.nodeType === 3 && node.data.trim() !== '')

// [element, page] of every undivided part, or null where such a part is longer than a page.
function parts_of(one) {
  const column = one.getBoundingClientRect()
  const found = []
  const place = element => {
    const pages = [...element.getClientRects()].filter(box => box.height > 0)
      .map(box => 1 + Math.floor((box.left - column.left) / column.width + 0.01))
    if (pages.length === 0 || element.tagName === 'THEAD') return true
    if (!element.matches(groups) && pages.every(page => page === pages[0])) {
      return found.push([element, pages[0]]) > 0
    }
    return element.matches(splits) && !has_text(element) && [...element.children].every(place)
  }
  return place(one) ? found : null
}

// A month's statements take seconds: they are counted one after the other, each alone laid out
// (print.css hides the others while nobody prints), and after every few milliseconds the page has
// its turn.
const slice_ms = 12
const turn = () => new Promise(go => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = go
  port2.postMessage(0)
})

// `paper`: a document with its styles, before it goes to the printer. Of one that is printed alone
// the sheet's own counter is right. `tell` hears how much is counted, 0 to 1.
export async function number_pages(paper, tell, stopped) {
  const documents = [...paper.querySelectorAll('.document')]
  if (documents.length < 2 || !('CSSMarginRule' in window)) return
  const measured = []
  let until = performance.now() + slice_ms
  for (const one of documents) {
    one.classList.add('counted')
    measured.push(parts_of(one))
    one.classList.remove('counted')
    if (performance.now() < until) continue
    tell(measured.length / documents.length)
    await turn()
    if (stopped()) return
    until = performance.now() + slice_ms
  }
  const sheet = paper.styleSheets[0]
  const add = rule => sheet.insertRule(rule, sheet.cssRules.length)
  add('@page { @bottom-center { content: none } }') // the count of all says nothing about any
  if (measured.includes(null)) return
  const last = parts => Math.max(...parts.map(part => part[1]))
  const total = measured.reduce((sum, parts) => sum + last(parts), 0)
  const made = new Set()
  for (const parts of measured) {
    const count = last(parts)
    for (const [element, page] of parts) {
      const name = `page-${page}-of-${count}`
      element.style.page = name
      if (made.has(name)) continue
      made.add(name)
      add(`@counter-style ${name} { system: fixed ${total}; symbols: "${page} / ${count}"; ` +
        'fallback: unsaid }')
      add(`@page ${name} { @bottom-center { content: counter(pages, ${name}) } }`)
    }
  }
  add('@counter-style unsaid { system: cyclic; symbols: "" }')
}

// A hundred thousand rows of the same columns as the list of invoices, virtualised as well as rows
// of a page are: as many elements as are seen, moved and written anew while one scrolls.
const count = 100_000
const height = 32
const view = document.querySelector('#view')
const rows = document.querySelector('#rows')
rows.style.height = `${count * height}px`

const date = days => new Date((19_000 + days % 900) * 86_400_000).toISOString().slice(0, 10)
const money = at => (100 + at % 9000).toLocaleString('en-US', { minimumFractionDigits: 2 })
const cells = at => ['', `2411-${String(at).padStart(6, '0')}`, `江南机电有限公司 ${at % 1000}`,
  date(at * 7), date(at * 7 + 30), money(at), money(at * 3),
  at % 3 ? 'Settled' : 'late by 707 days']

const pool = []
function row() {
  const element = document.createElement('div')
  element.className = 'row'
  for (let at = 0; at < 8; ++at) {
    const cell = document.createElement('span')
    if (at === 5 || at === 6) cell.className = 'number'
    if (at === 7) cell.className = 'badge'
    element.append(cell)
  }
  rows.append(element)
  return element
}

let first_shown = -1
window.draw = () => {
  const first = Math.floor(view.scrollTop / height)
  if (first === first_shown) return
  first_shown = first
  const seen = Math.ceil(view.clientHeight / height) + 1
  while (pool.length < seen) pool.push(row())
  for (let at = first; at < Math.min(first + seen, count); ++at) {
    const element = pool[at % seen]
    if (element.at === at) continue
    element.at = at
    element.style.transform = `translateY(${at * height}px)`
    const texts = cells(at)
    for (let column = 0; column < 8; ++column) {
      element.children[column].textContent = texts[column]
    }
  }
}
view.addEventListener('scroll', window.draw)
window.draw()
document.documentElement.dataset.ready = 'yes'

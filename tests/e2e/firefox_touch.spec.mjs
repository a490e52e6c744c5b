// Firefox under a finger: real touches, which only its own protocol makes. A receipt is recorded
// without anything else, a list goes with the finger and nothing in it is pressed by that.
import { expect, test } from '@playwright/test'

import { has_firefox, open_firefox } from './marionette.mjs'
import { tongue } from './person.mjs'

test.skip(!has_firefox, 'Firefox ESR is needed')
const say = tongue('zh')

// The first element of this role and name, as the mirror has it.
function find_in_page(role, name) {
  const tags = { button: 'button', link: 'a', heading: 'h1, h2, h3', textbox: 'input, textarea' }
  const choice = `${tags[role] ?? 'x'}, [role=${role}]`
  for (const element of document.querySelectorAll(`#mirror :is(${choice})`)) {
    const own = element.getAttribute('role')
    if (own && own !== role) continue
    const said = element.getAttribute('aria-label') ?? element.textContent
    if ((name === '' || said.trim() === name) && !element.closest('[inert]')) return element
  }
  return null
}

test('a receipt by finger in Firefox, and a list that follows it', async ({ baseURL }, info) => {
  const firefox = await open_firefox(info.outputPath('profile'), { touch: true })
  const find = async (role, name) => {
    await firefox.wait(find_in_page, role, name)
    return firefox.call(find_in_page, role, name)
  }
  const tap = async (role, name) => firefox.finger([await find(role, name)])
  const sees = words => firefox.wait(wanted =>
    document.querySelector('#mirror').textContent.includes(wanted), words)
  try {
    await firefox.set_size(390, 844) // as narrow as it lets its window be
    await firefox.goto(`${baseURL}?sw=none`)
    await firefox.wait(() => document.documentElement.dataset.ready === 'yes')
    expect(await firefox.call(() => innerWidth)).toBeLessThan(720)
    await firefox.call(() => {
      window.pointers = new Set()
      for (const kind of ['pointerdown', 'pointermove', 'pointerup']) {
        addEventListener(kind, event => window.pointers.add(event.pointerType), true)
      }
    })
    await tap('button', say('start.sample'))
    await sees(say('sample.done'))

    // The list goes with the finger; the row that lay under it stays shut.
    await tap('link', say('nav.customers'))
    await find('table', say('nav.customers'))
    const top = () => firefox.call(() =>
      document.querySelector('#mirror [role=rowheader]').getBoundingClientRect().top)
    const first = () => firefox.call(() =>
      document.querySelector('#mirror [role=rowheader]').textContent)
    const [before, name] = [await top(), await first()]
    const height = await firefox.call(() => innerHeight)
    const way = [0.75, 0.7, 0.6, 0.5, 0.4, 0.35].map(part => [200, height * part])
    await firefox.finger(way, 200)
    expect(await first() !== name || await top() < before - 100).toBe(true)
    expect(await firefox.call(() => location.hash)).toBe('#/customers')

    await tap('link', say('nav.receipts'))
    await tap('button', say('receipts.record'))
    await tap('combobox', say('label.customer'))
    await firefox.types('C00003')
    await firefox.wait(() => document.querySelector('#mirror [role=option]'))
    await firefox.finger([await firefox.call(() =>
      document.querySelector('#mirror [role=option]'))])
    await tap('textbox', say('label.amount'))
    expect(await firefox.call(() => document.activeElement.inputMode)).toBe('decimal')
    await firefox.types('1.2万')
    await sees('12,000.00')
    await tap('button', say('receipts.save'))
    await firefox.wait(title => ![...document.querySelectorAll('#mirror [role=dialog]')]
      .some(dialog => dialog.getAttribute('aria-label') === title), say('receipts.record'))
    await sees(say('save.saved'))
    expect(await firefox.call(() => [...window.pointers])).toEqual(['touch'])
    await firefox.reload()
    await firefox.wait(() => document.documentElement.dataset.ready === 'yes')
    await sees('12,000.00')
  } finally {
    await firefox.close()
  }
})

// The pages in WebKit by role and label, desk and phone: the lists and forms that the other
// browsers' suites walk, files that leave, rows that are pasted, drafts.
import { test as base, expect } from '@playwright/test'
import { tongue } from './person.mjs'
import { has_webkit, open_webkit } from './webkit.mjs'

base.skip(!has_webkit, 'WebKitGTK, its driver and a display are needed')

const sizes = { desk: { width: 1200, height: 800 }, phone: { width: 390, height: 844 } }
for (const [device, size] of Object.entries(sizes)) {
  base.describe(device, () => {
    const test = base.extend({
      web: async ({ baseURL }, use, info) => {
        const web = await open_webkit(info.outputPath('profile'), size)
        try {
          await web.goto(`${baseURL}?sw=none`)
          web.language = await web.call(() => navigator.language.startsWith('zh') ? 'zh' : 'en')
          web.say = tongue(web.language)
          web.press = async (role, name) => web.call(element => element.click(),
            await web.find(role, name))
          web.until = (act, ...values) => web.driver.wait(() => web.call(act, ...values), 20_000,
            String(act))
          web.visit = hash => web.call(to => { location.hash = to }, `#${hash}`)
          await web.press('button', web.say('start.sample'))
          // The book is filled: only then one goes elsewhere.
          await web.until(wanted => document.body.textContent.includes(wanted),
            web.say('sample.done'))
          await use(web)
        } finally {
          await web.close()
        }
      },
    })

    test('every page has a heading of its own and a name for everything', async ({ web }) => {
      for (const [hash, key] of [['/customers', 'nav.customers'],
        ['/receivables/aging', 'nav.receivables'], ['/receipts', 'nav.receipts'],
        ['/import', 'nav.import'], ['/exceptions', 'nav.exceptions'],
        ['/integrity', 'nav.integrity'], ['/settings', 'nav.settings']]) {
        await web.visit(hash)
        await web.until(wanted => document.querySelector('#mirror h1')?.textContent === wanted,
          web.say(key))
        const nameless = await web.call(() => [...document.querySelectorAll(
          '#mirror :is(button, a, input, [role=table], [role=dialog])')]
          .filter(element => !(element.getAttribute('aria-label') ?? element.textContent).trim())
          .map(element => element.outerHTML.slice(0, 120)))
        expect(nameless, hash).toEqual([])
      }
    })

    test('a list leaves as a workbook', async ({ web }) => {
      await web.visit('/customers')
      await web.find('heading', web.say('nav.customers'))
      await web.call(() => {
        window.saved = []
        const create = URL.createObjectURL.bind(URL)
        URL.createObjectURL = blob => {
          window.saved.push(blob)
          return create(blob)
        }
        HTMLAnchorElement.prototype.click = function () { window.saved.name = this.download }
      })
      await web.press('button', web.say('list.export'))
      await web.press('button', web.say('list.export_xlsx'))
      await web.until(() => window.saved.name?.endsWith('.xlsx'))
      const start = await web.driver.executeAsyncScript(`
        const done = arguments[0]
        window.saved.at(-1).arrayBuffer().then(bytes => done(
          [bytes.byteLength, String.fromCharCode(...new Uint8Array(bytes, 0, 2))]))`)
      expect(start[1]).toBe('PK')
      expect(start[0]).toBeGreaterThan(5000)
    })

    test('an invoice is issued: a customer found, an amount understood', async ({ web }) => {
      await web.visit('/receivables/invoices?new=invoice')
      const label = key => web.say(`label.${key}`)
      const fill = async (name, text) => {
        await web.until(wanted => [...document.querySelectorAll('#mirror input.field')]
          .some(field => field.getAttribute('aria-label') === wanted), name)
        await web.call((wanted, typed) => {
          const field = [...document.querySelectorAll('#mirror input.field')]
            .find(each => each.getAttribute('aria-label') === wanted)
          field.focus()
          field.value = typed
          field.dispatchEvent(new InputEvent('input', { bubbles: true }))
        }, name, text)
      }
      await fill(label('customer'), 'C00003')
      await web.until(() => document.querySelector('#mirror [role=option]'))
      await web.call(() => document.querySelector('#mirror [role=option]').click())
      await fill(label('number'), 'WK-1')
      await fill(label('amount'), '1.2万')
      await web.press('button', web.say('invoices.save'))
      await web.until(() => !document.querySelector('#mirror [role=dialog]'))
      await web.visit('/receivables/invoices')
      await web.until(() => document.querySelector('#mirror [role=table]'))
      const search = await web.find('searchbox', web.say('invoices.search'))
      await search.sendKeys('WK-1')
      await web.until(() => document.querySelector('#mirror [role=table]')
        ?.textContent.includes('12,000.00'))
    })

    test('a draft is there after a reload', async ({ web }) => {
      await web.visit('/receipts?new=receipt')
      const amount = await web.find('textbox', web.say('label.amount'))
      await amount.sendKeys('77')
      await web.driver.navigate().refresh()
      await web.until(name => [...document.querySelectorAll('#mirror input.field')]
        .find(field => field.getAttribute('aria-label') === name)?.value === '77',
      web.say('label.amount'))
    })
  })
}

// Every page in both languages and both themes: no violation of axe's rules, a title of its own,
// one heading of the first level, no text that was cut away to nothing.
import { readFileSync } from 'node:fs'
import { expect, open, test } from './app.mjs'
import { tongue } from './person.mjs'

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
export const routes = ['/today', '/today?new=task', '/today/visits', '/today/calendar',
  '/today/improvements', '/today/promises', '/receivables/aging',
  '/receivables/aging?bucket=5', '/receivables/invoices', '/receivables/forecast',
  '/receivables/forecast?week=undated',
  '/customers', '/receipts', '/import', '/legal', '/legal/guarantees',
  '/legal/cases', '/legal?escalate=new', '/exceptions', '/integrity', '/settings',
  '/receipts?new=receipt', '/receivables/invoices?new=invoice', '/receipts/bills',
  '/receipts/bank', '/receipts/statements', '/dunning', '/dunning/sent', '/dunning/letters',
  '/dunning/letters?template=demand_firm', '/dunning/ladders', '/dunning/ladders?ladder=standard',
  '/dunning/disputes',
  '/receipts/apply', '/receipts/write-offs', '/receipts/gains', '/receivables/aging?by=owner',
  '/customers?new=debit_note', '/customers?new=credit_note', '/customers?new=advance',
  '/customers/duplicates', '/settings/calendar', '/settings/rates',
  '/settings/process', '/settings/conduct', '/settings/law']

async function violations(page) {
  return page.evaluate(async () => {
    const result = await window.axe.run(document, { rules: { 'meta-viewport': { enabled: true } } })
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3)
      .map(node => node.html.slice(0, 160)).join(' | ')}`)
  })
}

// Each language in one theme and on one kind of screen; a phone's is finer by one.
const looks = [['zh', 'zh-CN', 'light', 1], ['en', 'en-US', 'dark', 2]]
for (const [language, locale, theme, fine] of looks) {
  test(`every page, ${language}, ${theme}, a screen of ${fine}: nothing fails axe`, async ({
    browser, browserName, isMobile, viewport, hasTouch, baseURL }) => {
    test.setTimeout(240_000)
    const deviceScaleFactor = fine + (isMobile ? 1 : 0)
    const context = await browser.newContext({ baseURL, locale, viewport, deviceScaleFactor,
      ...(browserName === 'firefox' ? {} : { colorScheme: theme, isMobile, hasTouch }) })
    const page = await context.newPage()
    const say = tongue(language)
    await open(page, '?sw=none')
    await page.evaluate(axe) // by the debugger, which the page's policy does not concern
    expect(await violations(page), 'start').toEqual([])
    await page.getByRole('button', { name: say('start.sample') }).click()
    await expect(page.getByRole('banner')).toBeVisible({ timeout: 30_000 })
    if (browserName === 'firefox') { // whose automation knows no theme of the system
      await page.evaluate(() => { location.hash = '#/settings' })
      const choice = page.getByRole('radio', { name: say(`settings.theme_${theme}`), exact: true })
      await choice.evaluate(element => element.click()) // wherever it stands on the page
      await expect(choice).toBeChecked()
    }
    // Every pixel of the screen is drawn, none is stretched.
    expect(await page.evaluate(() => [devicePixelRatio,
      document.querySelector('canvas').width, document.querySelector('canvas').height]))
      .toEqual([deviceScaleFactor, viewport.width * deviceScaleFactor,
        viewport.height * deviceScaleFactor])
    const titles = new Set()
    const look = async what => {
      await page.waitForTimeout(600)
      expect(await violations(page), what).toEqual([])
    }
    for (const route of routes) {
      await page.evaluate(hash => { location.hash = hash }, `#${route}`)
      await look(route)
      expect(await page.getByRole('heading', { level: 1 }).count(), route).toBe(1)
      titles.add(await page.title())
    }
    expect(titles.size).toBeGreaterThan(6)
    await page.evaluate(() => { location.hash = '#/customers' })
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('nav.customers'))
    await page.waitForTimeout(600) // what moves has come to rest, as in look()
    await page.getByRole('rowheader').first().click()
    await expect(page).toHaveURL(/#\/customers\/[0-9a-f-]+/)
    const tabs = page.getByRole('tab')
    for (let at = 0; at < await tabs.count(); ++at) {
      await tabs.nth(at).evaluate(tab => tab.click())
      await look(`customer, tab ${at}`)
    }
    await page.keyboard.press('ControlOrMeta+k')
    await look('palette')
    await context.close()
  })
}

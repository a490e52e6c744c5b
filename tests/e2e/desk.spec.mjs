// The desk around the window: what goes to the printer is a document of its own, under the page's
// policy, with its styles from print.css.
import { expect, open, test } from './app.mjs'

test('a document is laid out for the printer in a hidden frame, without inline styles',
  async ({ page, allowed_errors }) => {
    // The driver's own script is kept out of the frame, as every script is.
    allowed_errors.push(/Blocked script execution in 'about:srcdoc'/)
    await open(page, '?sw=none')
    const printed = await page.evaluate(async () => {
      // Instead of the browser's dialog, which waits for a person: what it would be given.
      const given = new Promise(resolve => {
        document.addEventListener('load', ({ target }) => {
          const inside = target.contentDocument
          target.contentWindow.print = () => resolve([document.title, inside.title,
            inside.defaultView.getComputedStyle(inside.querySelector('td')).textAlign,
            inside.body.textContent])
        }, { capture: true, once: true })
      })
      window.huikuan.print('<h1>对账单</h1><table><tbody><tr><td class="number">1.00</td></tr>' +
        '</tbody></table>', '对账单 <2026>')
      return given
    })
    expect(printed).toEqual(['对账单 <2026>', '对账单 <2026>', 'right', '对账单1.00'])
    await expect(page).not.toHaveTitle('对账单 <2026>')
  })

// A person whose hand is a finger or a keyboard alone: the same walk is done by either.
import { expect } from '@playwright/test'

import { Person } from './person.mjs'

export class Hand extends Person {
  constructor(page, language, by_keys) {
    super(page, language)
    this.by_keys = by_keys
  }
  async goes(route) {
    await this.page.evaluate(async to => {
      location.hash = to
      await new Promise(resolve => { setTimeout(resolve, 50) }) // what is left has rows too
      window.huikuan.settle()
    }, `#${route}`)
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  // By keys: Tab to it, then the key that a person presses there.
  async press(what) {
    if (!this.by_keys) return super.press(what)
    await expect(what.first()).toBeAttached()
    await this.tabs_to(what)
    const box = await what.first().getAttribute('type')
    await this.page.keyboard.press(box === 'checkbox' || box === 'radio' ? 'Space' : 'Enter')
  }
  // In a list of choices the focus stays at its button, arrows move the mark.
  async chooses(list, option, within = this.page) {
    if (!this.by_keys) return super.chooses(list, option, within)
    await this.press(within.getByRole('combobox', { name: list, exact: true }).first())
    const exact = typeof option === 'string'
    const wanted = this.page.getByRole('option', { name: option, exact })
    await expect(wanted.first()).toBeAttached()
    for (let down = 0; down < 400; ++down) {
      if (await wanted.first().getAttribute('aria-selected') === 'true') break
      await this.page.keyboard.press('ArrowDown')
      await this.page.waitForTimeout(30)
    }
    await this.page.keyboard.press('Enter')
  }
  fills(within, key, value, role) { return this.fills_named(within, this.say(key), value, role) }
  async fills_named(within, name, value, role = 'textbox') {
    const field = within.getByRole(role, { name, exact: true })
    if (this.by_keys) {
      await this.tabs_to(field)
      await this.page.keyboard.press('ControlOrMeta+a')
      await this.page.keyboard.type(value)
    } else {
      await this.brings_into_view(field)
      await field.fill(value)
    }
  }
  in(sheet, key) {
    return sheet.getByRole('button', { name: this.say(key), exact: true })
  }
  // Keys have one way for every form.
  async saves(sheet, key) {
    if (this.by_keys) await this.page.keyboard.press('Control+Enter')
    else await this.press(this.in(sheet, key))
  }
  // A row of a list, by what stands in it: the arrows go to it, Enter opens it.
  async opens_row(table, words) {
    if (!this.by_keys) {
      return this.press(table.getByRole('row').filter({ hasText: words }).first())
    }
    await this.tabs_to(table)
    const name = await table.getAttribute('aria-label')
    const at = (await this.rows_of(name)).findIndex(cells => cells.join(' ').includes(words))
    expect(at, `${words} is a row of ${name}`).toBeGreaterThanOrEqual(0)
    await this.page.keyboard.press('Home') // where the mark was left, it still is
    for (let down = 0; down < at; ++down) await this.page.keyboard.press('ArrowDown')
    await this.page.keyboard.press('Enter')
  }
}

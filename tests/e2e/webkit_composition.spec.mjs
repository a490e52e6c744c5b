// Typing with an input method in Firefox and in WebKit, by the events that their own input methods
// make. (Chromium's is in platform.spec.mjs.) What is being composed is seen in the field, is not
// taken for text before it is committed, and then stands there once.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { has_firefox, open_firefox } from './marionette.mjs'
import { has_webkit, open_webkit } from './webkit.mjs'

const rest = ms => new Promise(resolve => { setTimeout(resolve, ms) })

// In the page: the field of the new book's company gets the focus, and its events are noted.
function prepare() {
  const press = name => [...document.querySelectorAll('#mirror button')]
    .find(button => button.textContent === name)
  const door = press('新建空账套') ?? press('New empty book')
  if (!document.querySelector('#mirror input.field')) {
    door?.click()
    return false
  }
  const field = document.querySelector('#mirror [role=dialog] input.field')
  if (!field || field.getBoundingClientRect().width < 60) return false
  window.noted = []
  for (const kind of ['compositionstart', 'compositionupdate', 'compositionend', 'input']) {
    field.addEventListener(kind, event => window.noted.push([kind, event.data, field.value]))
  }
  field.focus()
  return document.activeElement === field
}
const value = () => document.querySelector('#mirror [role=dialog] input.field').value
const noted = () => window.noted.map(([kind]) => kind)

test('Firefox: a composition is shown while it grows, and stands there once', async ({ baseURL },
  info) => {
  test.skip(!has_firefox, 'Firefox ESR is needed')
  const firefox = await open_firefox(info.outputPath('profile'))
  try {
    await firefox.goto(`${baseURL}?sw=none`)
    await firefox.wait(() => document.documentElement.dataset.ready === 'yes')
    await firefox.wait(prepare)
    await firefox.compose(['q', 'qi', 'qian', '欠款'], '欠款')
    expect(await firefox.call(value)).toBe('欠款')
    await firefox.compose(['k', 'ke hu', '客户'], '客户')
    expect(await firefox.call(value)).toBe('欠款客户')
    const events = await firefox.call(noted)
    expect(events.filter(kind => kind === 'compositionstart').length).toBe(2)
    expect(events.filter(kind => kind === 'compositionend').length).toBe(2)
    // The app has it too, once: it writes back what it holds when the field is left.
    await firefox.call(() => document.activeElement.blur())
    await rest(300)
    expect(await firefox.call(value)).toBe('欠款客户')
  } finally {
    await firefox.close()
  }
})

test('WebKit: a character by its code point through the system\'s input method', async ({ baseURL },
  info) => {
  const tools = ['/usr/bin/xdotool', '/usr/bin/openbox'].every(existsSync)
  test.skip(!has_webkit || !tools, 'WebKitGTK, a display, xdotool and openbox are needed')
  const windows = spawn('openbox', [], { stdio: 'ignore' })
  const web = await open_webkit(info.outputPath('profile'))
  try {
    await rest(500)
    await web.goto(`${baseURL}?sw=none`)
    await web.driver.wait(() => web.call(prepare), 15_000)
    const field = await web.call(() => document.activeElement)
    await field.click()
    await rest(600)
    const keys = (...words) => execFileSync('xdotool', words)
    for (const code of ['6b20', '6b3e']) { // 欠 款
      keys('key', 'ctrl+shift+u')
      await rest(300)
      keys('type', '--delay', '80', code)
      await rest(200)
      keys('key', 'Return')
      await rest(400)
    }
    expect(await web.call(value)).toBe('欠款')
    const events = await web.call(noted)
    expect(events.filter(kind => kind === 'compositionstart').length).toBe(2)
    // WebKitGTK ends a composition twice: once emptied, once committed.
    expect(events.filter(kind => kind === 'compositionend').length).toBeGreaterThanOrEqual(2)
    await web.call(() => document.activeElement.blur())
    await rest(300)
    expect(await web.call(value)).toBe('欠款')
  } finally {
    await web.close()
    windows.kill()
  }
})

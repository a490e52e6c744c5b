// WebKitGTK through its own WebDriver, on a profile folder that stays (tests/kill/wkbrowser.py).
// It needs a display: tools/test runs the suite under xvfb.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import webdriver from 'selenium-webdriver'

const driver_program = '/usr/bin/WebKitWebDriver'
const window_program = fileURLToPath(new URL('../kill/wkbrowser.py', import.meta.url))
export const has_webkit = existsSync(driver_program) && existsSync(window_program) &&
  Boolean(process.env.DISPLAY)

// A driver port that was used before makes the next session wait half a minute.
const free_port = () => new Promise(resolve => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    server.close(() => resolve(port))
  })
})

// `scale` is the screen's device pixels per pixel; `dark` is what the system prefers.
// `locale` and `zone` are the person's; `scripts` run first in every page; who `announces` is an
// origin that may.
export async function open_webkit(profile, { width = 1000, height = 700, scale = 1, dark = false,
  locale = '', zone, scripts = [], announces = '' } = {}) {
  mkdirSync(profile, { recursive: true })
  const port = await free_port()
  const env = { ...process.env, GDK_SCALE: String(scale) }
  if (dark) env.GTK_THEME = 'Adwaita:dark'
  if (zone) env.TZ = zone
  const file = join(profile, 'scripts.json')
  writeFileSync(file, JSON.stringify(scripts))
  const service = spawn(driver_program, [`--port=${port}`, '--host=127.0.0.1'],
    { stdio: 'ignore', env })
  await new Promise(resolve => { setTimeout(resolve, 500) })
  const driver = await new webdriver.Builder().usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(new webdriver.Capabilities({
      browserName: 'wkbrowser',
      'webkitgtk:browserOptions': {
        binary: window_program,
        args: ['--automation', '--profile', profile, '--size', `${width}x${height}`,
          '--language', locale, '--scripts', file, '--announces', announces],
      },
    })).build()
  await driver.manage().setTimeouts({ script: 60_000, pageLoad: 30_000 })
  return {
    driver,
    async close() {
      await driver.quit().catch(() => {})
      service.kill()
    },
    async goto(address) {
      await driver.get(address)
      await driver.wait(() => driver.executeScript(
        'return document.documentElement.dataset.ready === "yes"'), 30_000)
    },
    call: (act, ...values) => driver.executeScript(`return (${act})(...arguments)`, ...values),
    // What the window does by a signal (wkbrowser.py): reads the scripts anew, loses its network.
    async tells(signal) {
      process.kill(Number(readFileSync(`${file}.reader`, 'utf8')), signal)
      await new Promise(resolve => { setTimeout(resolve, 100) })
    },
    // From now on these run first in every page.
    async prepares(wanted) {
      writeFileSync(file, JSON.stringify(wanted))
      await this.tells('SIGUSR1')
    },
  }
}

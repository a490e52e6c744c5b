// One way to three engines, each on a profile folder that outlives it: Debian's Chromium, Firefox
// ESR and WebKitGTK (tests/kill/wkbrowser.py: MiniBrowser forgets everything when automated).
//
//   const page = await open_browser('chromium', profile_folder)
//   await page.goto(address); await page.call(async (a, b) => ..., a, b)
//   page.kill()      SIGKILL of every process of this browser, nothing is flushed
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

export const engines = ['chromium', 'firefox', 'webkit']
const wkbrowser = fileURLToPath(new URL('wkbrowser.py', import.meta.url))
const sleep = ms =>
  new Promise(wait => {
    setTimeout(wait, ms)
  })

const programs = {
  chromium: '/usr/bin/chromium',
  firefox: '/usr/bin/firefox-esr',
  webkit: '/usr/bin/WebKitWebDriver',
}
export const has_engine = engine => existsSync(programs[engine])

// Firefox has WebGL and WebKit has a window only with a display. One for this process.
let display = null
async function need_display() {
  if (process.env.DISPLAY || display) return
  const found = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  )
  display = found
  const number = await new Promise((resolve, reject) => {
    let number = ''
    found.stdio[3].on('data', data => {
      number += data
      if (number.endsWith('\n')) resolve(number.trim())
    })
    found.once('error', reject)
    found.once('exit', () => reject(new Error('Xvfb did not start')))
  })
  process.env.DISPLAY = `:${number}`
  found.unref() // it ends with this process, and must not keep it
  found.stdio[3].unref()
  process.on('exit', () => found.kill('SIGKILL'))
}

// Every process whose command line names the profile, and all that came of them; never our own.
export function processes_of(profile) {
  const parents = new Map()
  const found = new Set()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const pid = Number(entry)
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (command.includes(profile) && pid !== process.pid && !/^[^\0]*node\0/.test(command))
        found.add(pid)
    } catch {
      /* it has ended */
    }
  }
  for (let size = -1; size !== found.size;) {
    size = found.size
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid)
  }
  found.delete(process.pid)
  return [...found]
}

function kill_tree(profile) {
  let count = 0
  for (let round = 0; round < 3; ++round) {
    // a process may start another while we read
    for (const pid of processes_of(profile)) {
      try {
        process.kill(pid, 'SIGKILL')
        ++count
      } catch {
        /* it has ended */
      }
    }
  }
  return count
}

async function gone(profile) {
  for (let i = 0; i < 100 && processes_of(profile).length > 0; ++i) await sleep(30)
}

const free_port = () =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

async function open_playwright(engine, profile, { size }) {
  const playwright = await import('playwright-core')
  const how =
    engine === 'chromium'
      ? {
          executablePath: programs.chromium,
          args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
        }
      : { executablePath: programs.firefox, channel: 'moz-firefox' }
  const context = await playwright[engine].launchPersistentContext(profile, {
    ...how,
    headless: true,
    viewport: size,
  })
  const wrap = page => ({
    page,
    goto: async address => {
      await page.goto(address)
      await page.waitForFunction(() => window.ready === true, null, { timeout: 30000 })
    },
    call: (act, ...values) => page.evaluate(`(${act})(...${JSON.stringify(values)})`),
    another: async () => wrap(await context.newPage()),
    close_tab: () => page.close(),
    close: () => context.close(),
    context,
    kill: () => kill_tree(profile),
    gone: () => gone(profile),
  })
  return wrap(context.pages()[0] ?? (await context.newPage()))
}

async function listens(port) {
  for (let i = 0; i < 400; ++i) {
    const found = await new Promise(resolve => {
      const socket = connect(port, '127.0.0.1')
      const end = answer => {
        socket.destroy()
        resolve(answer)
      }
      socket.once('connect', () => end(true)).once('error', () => end(false))
    })
    if (found) return
    await sleep(25)
  }
  throw new Error('WebKitWebDriver did not come up')
}

// Now and then the driver and its browser do not find each other: what takes too long begins anew.
async function open_webkit(profile, options) {
  for (let attempt = 1; ; ++attempt) {
    try {
      return await start_webkit(profile, options)
    } catch (error) {
      kill_tree(profile)
      await gone(profile)
      if (attempt === 4) throw error
    }
  }
}

async function start_webkit(profile, { size }) {
  const { Builder, Capabilities } = (await import('selenium-webdriver')).default
  const port = await free_port()
  const service = spawn(programs.webkit, [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
  })
  service.unref()
  const stop = () => {
    process.off('exit', stop)
    service.kill('SIGKILL')
  }
  process.on('exit', stop)
  await listens(port)
  const building = new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities(
      new Capabilities({
        'browserName': 'wkbrowser',
        'webkitgtk:browserOptions': {
          binary: wkbrowser,
          args: [
            '--automation',
            '--profile',
            profile,
            '--features',
            'StorageAPI,StorageAPIEstimate',
            '--size',
            `${size.width}x${size.height}`,
          ],
        },
      }),
    )
    .build()
  let late
  const patience = new Promise((_, reject) => {
    late = setTimeout(() => reject(new Error('the browser did not come up')), 20000)
  })
  Promise.resolve(building).catch(() => {}) // when the patience is over, nobody waits for it
  const driver = await Promise.race([building, patience])
    .catch(error => {
      stop()
      throw error
    })
    .finally(() => clearTimeout(late))
  await driver.manage().setTimeouts({ script: 120000, pageLoad: 30000 })
  const wrap = handle => {
    const focus = async () => {
      if (handle) await driver.switchTo().window(handle)
    }
    return {
      goto: async address => {
        await focus()
        await driver.get(address)
        await driver.wait(() => driver.executeScript('return window.ready === true'), 30000)
      },
      call: async (act, ...values) => {
        await focus()
        const answer = await driver.executeAsyncScript(
          `const [values, done] = arguments; Promise.resolve((${act})(...values)).then(
             value => done({ value }), error => done({ error: String(error) }))`,
          values,
        )
        if (answer.error) throw new Error(answer.error)
        return answer.value
      },
      another: async () => {
        await driver.switchTo().newWindow('tab')
        return wrap(await driver.getWindowHandle())
      },
      close_tab: async () => {
        await focus()
        await driver.close()
        await driver.switchTo().window((await driver.getAllWindowHandles())[0])
      },
      close: async () => {
        await driver.quit().catch(() => {})
        stop()
      },
      kill: () => {
        const count = kill_tree(profile)
        stop()
        return count
      },
      gone: () => gone(profile),
    }
  }
  return wrap(await driver.getWindowHandle().catch(() => null))
}

export async function open_browser(
  engine,
  profile,
  { size = { width: 1000, height: 700 } } = {},
) {
  mkdirSync(profile, { recursive: true })
  if (engine !== 'chromium') await need_display()
  return engine === 'webkit'
    ? open_webkit(profile, { size })
    : open_playwright(engine, profile, { size })
}

export function has_python_gi() {
  return spawnSync('/usr/bin/python3', ['-c', 'import gi']).status === 0
}

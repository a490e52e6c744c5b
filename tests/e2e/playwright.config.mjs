// The app in real browsers, by what a person sees: the installed Chromium (desk and phone) and
// Firefox ESR through Playwright, WebKitGTK through its own WebDriver, which webkit_page.mjs makes
// look like Playwright's: the same walks go through all three.
//
//   HUIKUAN_DIST   the folder to serve instead of dist/
//   HUIKUAN_PORT   the port to serve it on
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'

const repo = join(dirname(fileURLToPath(import.meta.url)), '../..')
const port = Number(process.env.HUIKUAN_PORT ?? 8497)
const dist = process.env.HUIKUAN_DIST ?? join(repo, 'dist')

const chromium = {
  browserName: 'chromium',
  launchOptions: {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  },
}

const firefox = (preferences = {}) => ({
  browserName: 'firefox',
  channel: 'moz-firefox',
  launchOptions: { executablePath: '/usr/bin/firefox-esr', firefoxUserPrefs: preferences },
})

// The main job is one long way, and who walks it chooses the screen: once is enough.
const main_job = /(main_job(_phone)?|bad_input|two_profiles|slice|collector_week|clerk)\.spec\.mjs$/
const elsewhere = [/(webkit_composition|firefox_touch)\.spec\.mjs$/, main_job]

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: join(repo, 'build/e2e/results'),
  workers: 1, // two processors are shared with the browsers' own processes
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  webServer: {
    command: `node tools/serve.mjs --port ${port} --dir "${dist}"`,
    cwd: repo,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
  },
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    locale: 'zh-CN',
    viewport: { width: 1200, height: 800 },
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'chromium', testIgnore: elsewhere, use: chromium },
    {
      name: 'phone',
      testIgnore: elsewhere,
      use: {
        ...chromium, viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true,
        isMobile: true,
      },
    },
    { name: 'firefox', testIgnore: elsewhere, use: firefox() },
    // A phone's screen, dark and twice as fine; of fingers Playwright's Firefox knows nothing
    // (firefox_touch.spec.mjs has them).
    {
      name: 'firefox phone',
      testMatch: 'all_pages.spec.mjs', // the long ways set a phone's screen themselves
      use: {
        ...firefox({ 'ui.systemUsesDarkTheme': 1 }), viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2, isMobile: true,
      },
    },
    { name: 'firefox touch', testMatch: 'firefox_touch.spec.mjs', timeout: 120_000 },
    { name: 'composition', testMatch: 'webkit_composition.spec.mjs', timeout: 120_000 },
    { name: 'webkit', testIgnore: elsewhere, timeout: 240_000, use: { browserName: 'webkit' } },
    {
      name: 'webkit phone',
      testMatch: 'all_pages.spec.mjs',
      timeout: 240_000,
      use: {
        browserName: 'webkit', viewport: { width: 390, height: 844 }, deviceScaleFactor: 2,
        isMobile: true,
      },
    },
    {
      name: 'main job',
      testMatch: main_job,
      timeout: 240_000,
      expect: { timeout: 30_000 },
      use: {
        ...chromium, viewport: { width: 1440, height: 900 }, locale: 'en-US', actionTimeout: 30_000,
      },
    },
    {
      name: 'main job in Firefox', // the long ways of a clerk and a collector: in Chromium alone
      testMatch: /(main_job(_phone)?|bad_input|two_profiles|slice)\.spec\.mjs$/,
      timeout: 300_000,
      expect: { timeout: 30_000 },
      use: {
        ...firefox(), viewport: { width: 1440, height: 900 }, locale: 'en-US',
        actionTimeout: 30_000,
      },
    },
    {
      name: 'main job in WebKit',
      testMatch: main_job,
      timeout: 300_000,
      expect: { timeout: 30_000 },
      use: { browserName: 'webkit', viewport: { width: 1440, height: 900 }, locale: 'en-US' },
    },
  ],
})

// The app in real browsers, by what a person sees: the installed Chromium (desk and phone) and
// Firefox ESR through Playwright, WebKitGTK through its own WebDriver (webkit.mjs).
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
    { name: 'chromium', testIgnore: 'webkit*.spec.mjs', use: chromium },
    {
      name: 'phone',
      testIgnore: 'webkit*.spec.mjs',
      use: {
        ...chromium, viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true,
        isMobile: true,
      },
    },
    {
      name: 'firefox',
      testIgnore: 'webkit*.spec.mjs',
      use: {
        browserName: 'firefox',
        channel: 'moz-firefox',
        launchOptions: { executablePath: '/usr/bin/firefox-esr' },
      },
    },
    { name: 'webkit', testMatch: 'webkit*.spec.mjs', timeout: 120_000 },
  ],
})

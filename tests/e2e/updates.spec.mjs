// A new version is used whole at the next start; two versions are never mixed, and what a person
// entered stays.
import { cpSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { serve } from '../../tools/serve.mjs'
import { dist, expect, started, test } from './app.mjs'

// The next build of the same program: another name, which every file that names it says.
function next_build(folder, from, to) {
  renameSync(join(folder, from), join(folder, to))
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath ?? entry.path, entry.name)
    if (['.br', '.gz'].includes(extname(path))) {
      rmSync(path)
    } else if (['.html', '.js', '.mjs', '.webmanifest', '.css'].includes(extname(path))) {
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to))
    }
  }
}

test('a newer version waits while another tab works, and is used whole at the next start',
  async ({ page, context, allowed_errors }, info) => {
  test.setTimeout(150_000)
  allowed_errors.push(/404|Failed to (load|update)/)
  const folder = info.outputPath('site')
  cpSync(dist, folder, { recursive: true })
  const server = await serve({ folder, port: 0 })
  const address = `http://127.0.0.1:${server.address().port}/`
  const build = () => page.evaluate(() => window.huikuan.build)
  try {
    await page.goto(address)
    await started(page)
    const first = await build()
    await expect.poll(() => page.evaluate(() => Boolean(navigator.serviceWorker.controller)))
      .toBe(true)

    const second = 'abcdef012345'
    next_build(folder, first, second)
    const waiting = () => page.evaluate(async () =>
      Boolean((await navigator.serviceWorker.getRegistration()).waiting))
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update())
    await expect.poll(waiting).toBe(true)
    expect(await build()).toBe(first)

    // Another tab of the old version: a reload stays with it.
    const other = await context.newPage()
    await other.goto(address)
    await started(other)
    expect(await other.evaluate(() => window.huikuan.build)).toBe(first)
    await other.close()

    // Alone: the next start is the new one, and every file of it is the new one's.
    await page.reload()
    await expect.poll(() => build().catch(() => ''), { timeout: 30_000 }).toBe(second)
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource')
      .map(entry => new URL(entry.name).pathname).filter(path => /\/[0-9a-f]{12}\//.test(path)))
    expect(loaded.length).toBeGreaterThan(2)
    expect(loaded.filter(path => !path.includes(second))).toEqual([])

    // A server in the middle of an update gives no whole version: the present one goes on.
    rmSync(join(folder, second, 'styles.css'))
    writeFileSync(join(folder, 'sw.js'),
      readFileSync(join(folder, 'sw.js'), 'utf8').replaceAll(second, 'fedcba543210'))
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration()).update().catch(() => {})
    })
    await page.reload()
    await started(page)
    expect(await build()).toBe(second)
  } finally {
    server.close()
    server.closeAllConnections?.()
  }
})

// Which form of a Han character is drawn: 骨 and 直 have one in China and another in Japan. The
// stack names fonts with the forms of China; where none is there, the page's language decides.
//   HUIKUAN_ENGINES=chromium,firefox,webkit node --test tests/kill/glyphs.test.mjs
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { has_engine, open_browser } from './browsers.mjs'
import { start_server } from './server.mjs'

for (const engine of (process.env.HUIKUAN_ENGINES ?? 'chromium').split(',')) {
  const skip = has_engine(engine) ? false : `${engine} is not installed`
  test(`${engine}: Han characters have the forms of China`, { skip }, async context => {
    const server = await start_server()
    const folder = mkdtempSync(join(tmpdir(), `huikuan-glyphs-${engine}-`))
    const page = await open_browser(engine, folder)
    try {
      await page.goto(server.address)
      const found = await page.call(async () => {
        const { create_glyphs, font_stack } = await import('/web/glyphs.mjs')
        const drawn = (stack, language) => {
          const glyphs = create_glyphs(stack)
          glyphs.set_language(language)
          return ['骨', '直'].map(character => {
            const { left, top, pixels } = glyphs.draw(character, false, 48)
            return `${left} ${top} ${[...(pixels ?? [])].join()}`
          }).join(';')
        }
        const china = drawn('"Noto Sans CJK SC"', 'zh-CN')
        const japan = drawn('"Noto Sans CJK JP"', 'ja')
        return {
          two_forms: china !== japan,
          ours: ['zh-CN', 'en'].filter(language => drawn(font_stack, language) === china),
          by_language: [['zh-CN', china], ['ja', japan]]
            .filter(([language, form]) => drawn('sans-serif', language) === form)
            .map(([language]) => language),
        }
      })
      if (!found.two_forms) return context.skip('no font here has both forms')
      assert.deepEqual(found.ours, ['zh-CN', 'en'])
      assert.deepEqual(found.by_language, ['zh-CN', 'ja'])
    } finally {
      await page.close().catch(() => {})
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

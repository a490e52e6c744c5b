// How a book is kept, as a person meets it: a seal that is put on and off, the lock, work that the
// browser does not take, the saved file, the reminder of backups.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { expect, open, saved_file, saves_files, started, test } from './app.mjs'
import { Person } from './person.mjs'

async function with_book(page, company = '江南机电') {
  await saves_files(page)
  await open(page)
  const person = new Person(page, 'zh')
  await person.begins_book({ company, currency: 'CNY' })
  await person.has_saved()
  return person
}

const book_line = (person, company) =>
  person.page.getByRole('button', { name: new RegExp(`^${company}`) })
const unlock_dialog = (person, company) => person.dialog(person.say('start.unlock', company))

async function unlocks(person, company, passphrase) {
  const dialog = unlock_dialog(person, company)
  await dialog.getByRole('textbox').fill(passphrase)
  await person.press(dialog.getByRole('button', { name: person.say('start.open'), exact: true }))
}
async function is_open(person) {
  await expect(person.page.getByRole('banner')).toBeVisible({ timeout: 60_000 })
}

// The form of the seal: `was` where there is one.
async function sets_seal(person, { was, is }) {
  await person.goes_to('settings')
  await person.press(person.button(was ? 'seal.change' : 'seal.set'))
  const dialog = person.dialog(person.say('seal.title'))
  await expect(dialog.getByText(person.say('seal.final'))).toBeVisible()
  const save = dialog.getByRole('button', { name: person.say('kit.save'), exact: true })
  const field = key => dialog.getByRole('textbox', { name: person.say(key), exact: true })
  if (was) await field('seal.old').fill(was)
  await field('seal.new').fill(is)
  await field('seal.again').fill(`${is}x`)
  await person.press(dialog.getByRole('checkbox', { name: person.say('seal.understood') }))
  await expect(save).toBeDisabled() // the two differ
  await field('seal.again').fill(is)
  await expect(save).toBeEnabled()
  await person.press(save)
  await expect(dialog).toBeHidden()
}

test('a book is sealed, locked, opened by its passphrase alone, and unsealed', async ({ page }) => {
  test.setTimeout(120_000)
  const company = '江南机电'
  const person = await with_book(page, company)
  await sets_seal(person, { is: '口令 one' })
  await is_open(person)
  await person.goes_to('settings')
  await expect(person.main.getByText(person.say('seal.on'))).toBeVisible()
  // No plain copy stays behind.
  const names = () => page.evaluate(async () =>
    (await indexedDB.databases()).map(each => each.name).filter(name => /book/.test(name)))
  await expect.poll(names).toHaveLength(1)
  const plain = await page.evaluate(async () => {
    const [{ name }] = (await indexedDB.databases()).filter(each => /book/.test(each.name))
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open(name)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const found = []
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store)
      const [keys, values] = await Promise.all([objects.getAllKeys(), objects.getAll()].map(
        request => new Promise(resolve => {
          request.onsuccess = () => resolve(request.result)
        })))
      keys.forEach((key, at) => {
        if (values[at] instanceof Uint8Array && key !== 'k' && values[at][0] !== 0x45) {
          found.push(key)
        }
      })
    }
    database.close()
    return found
  })
  expect(plain).toEqual([])

  await page.reload()
  await started(page)
  await person.press(book_line(person, company))
  await unlocks(person, company, 'wrong')
  await expect(page.getByText('口令不正确。').first()).toBeVisible({ timeout: 30_000 })
  await person.press(book_line(person, company))
  await unlocks(person, company, '口令 one')
  await is_open(person)

  await sets_seal(person, { was: '口令 one', is: 'two' })
  await expect(page.getByText(person.say('seal.changed')).first()).toBeVisible({ timeout: 30_000 })
  await person.closes_toasts()
  await person.press(person.button('seal.lock_now'))
  await expect(unlock_dialog(person, company)).toBeVisible({ timeout: 30_000 })
  await unlocks(person, company, 'two')
  await is_open(person)

  await person.goes_to('settings')
  await person.press(person.button('seal.remove'))
  const dialog = person.dialog(person.say('seal.remove'))
  const old = dialog.getByRole('textbox', { name: person.say('seal.old'), exact: true })
  const remove = dialog.getByRole('button', { name: person.say('seal.remove'), exact: true })
  await expect(remove).toBeDisabled()
  await old.fill('wrong')
  await person.press(remove)
  // Not without the passphrase: the book stays sealed, and is closed.
  await expect(page.getByText('口令不正确。').first()).toBeVisible({ timeout: 30_000 })
  await person.press(book_line(person, company))
  await unlocks(person, company, 'two')
  await is_open(person)
  await person.goes_to('settings')
  await person.press(person.button('seal.remove'))
  await old.fill('two')
  await person.press(remove)
  await is_open(person)
  await expect(person.main.getByText(person.say('seal.off'))).toBeVisible()
  await page.reload()
  await started(page)
  await is_open(person) // by itself
})

test('a sealed book that nobody touches is locked', async ({ page }) => {
  const company = '江南机电'
  const person = await with_book(page, company)
  await sets_seal(person, { is: 'secret' })
  await is_open(person)
  await person.goes_to('settings')
  await person.chooses(person.say('seal.lock_after'), person.say('seal.minutes', 5))
  await page.waitForTimeout(500)
  await page.evaluate(() => {
    const now = Date.now
    Date.now = () => now() + 4.5 * 60_000
  })
  await page.waitForTimeout(6000)
  await expect(page.getByRole('banner')).toBeVisible()
  await page.evaluate(() => {
    const now = Date.now
    Date.now = () => now() + 60_000
  })
  await expect(unlock_dialog(person, company)).toBeVisible({ timeout: 15_000 })
  await expect(page.getByRole('banner')).toHaveCount(0)
  await unlocks(person, company, 'secret')
  await is_open(person)
})

test('work that the browser does not take stays, leaves as a file, and is saved later',
  async ({ page }) => {
    const person = await with_book(page)
    await page.evaluate(() => {
      window.real_put = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('no room', 'QuotaExceededError')
      }
    })
    await person.goes_to('settings')
    await person.field('label.company').fill('新名字')
    await person.press(person.button('kit.save').first())
    await expect(page.getByText(/浏览器的存储空间已满/).first()).toBeVisible()
    await expect(page.getByRole('banner').getByText(person.say('save.failed'))).toBeVisible()
    await person.press(person.button('save.as_file'))
    expect((await saved_file(page, '.huikuan')).name).toBe('新名字.huikuan')
    await person.closes_toasts()
    await person.press(person.button('save.retry'))
    await expect(page.getByRole('banner').getByText(person.say('save.failed'))).toBeVisible()
    await page.evaluate(() => {
      IDBObjectStore.prototype.put = window.real_put
    })
    await person.has_saved()
    await page.reload()
    await started(page)
    await is_open(person)
    await person.goes_to('settings')
    await expect(person.field('label.company')).toHaveValue('新名字')
  })

test('the saved file is opened as a book, and anything else is refused', async ({ page }, info) => {
  const person = await with_book(page)
  await person.goes_to('settings')
  await person.press(person.button('storage.save_file'))
  const file = info.outputPath('江南机电.huikuan')
  await writeFile(file, (await saved_file(page, '.huikuan')).bytes)
  // Any SQLite tool reads it, and so does the command line.
  const read = 'import sqlite3, sys; book = sqlite3.connect(sys.argv[1]);'
    + 'print(*book.execute("PRAGMA integrity_check").fetchone(),'
    + ' *book.execute("SELECT count(*) > 0 FROM change").fetchone())'
  expect(execFileSync('python3', ['-c', read, file], { encoding: 'utf8' }).trim()).toBe('ok 1')
  const command_line = 'build/sanitize/huikuan' // of this run of tools/test
  if (existsSync(command_line)) {
    const said = JSON.parse(execFileSync(command_line, ['verify', file, '--json'],
      { encoding: 'utf8' }))
    expect(said.sound).toBe(true)
  }
  await person.closes_toasts()
  await person.press(person.button('settings.other_book'))
  await person.picks_file(person.button('start.open_file'),
    { name: 'x.huikuan', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9000, 7) })
  const refused = words => expect(page.getByText(words).first()).toBeVisible({ timeout: 30_000 })
  await refused(/^x\.huikuan：.*不是/)
  const torn = await readFile(file)
  for (let at = 4096; at < torn.length; at += 512) torn[at] ^= 0x55
  await person.picks_file(person.button('start.open_file'),
    { name: 'torn.huikuan', mimeType: 'application/octet-stream', buffer: torn })
  await refused(/^torn\.huikuan：.*损坏/)
  await expect(book_line(person, '江南机电')).toHaveCount(1)
  await person.picks_file(person.button('start.open_file'), file)
  await is_open(person)
  await person.goes_to('settings')
  await expect(person.field('label.company')).toHaveValue('江南机电')
  await person.has_saved()
  await page.reload() // all of it is in the browser
  await started(page)
  await is_open(person)
  await person.goes_to('settings')
  await expect(person.field('label.company')).toHaveValue('江南机电')
  await person.press(person.button('settings.other_book'))
  await expect(book_line(person, '江南机电')).toHaveCount(2)
  // Closed while it could not be kept: no book of that name; the unfinished one says so, and goes.
  await page.evaluate(() => {
    const real = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function put(value, key) {
      if (value instanceof Uint8Array) throw new DOMException('full', 'QuotaExceededError')
      return real.call(this, value, key)
    }
  })
  await person.picks_file(person.button('start.open_file'), file)
  await is_open(person)
  await expect(page.getByRole('banner').getByText(person.say('save.failed'))).toBeVisible()
  page.once('dialog', dialog => dialog.accept()) // leaving with unsaved work asks first
  await page.reload()
  await started(page)
  await refused(person.say('error.truncated.book'))
  await expect(book_line(person, '江南机电')).toHaveCount(2)
  const unfinished = book_line(person, person.say('start.unnamed'))
  await expect(unfinished).toHaveCount(1)
  await person.press(person.button('start.remove_empty'))
  await expect(unfinished).toHaveCount(0)
  await expect(person.button('start.remove_empty')).toHaveCount(0)
  await page.reload()
  await started(page)
  await expect(book_line(person, '江南机电')).toHaveCount(2)
})

test('a reminder where nothing has left the device for long', async ({ page }) => {
  const person = await with_book(page)
  await person.goes_to('customers')
  await expect(person.main.getByText(/离开这台设备/)).toHaveCount(0)
  await page.addInitScript(() => {
    const Real = Date
    const ahead = 20 * 24 * 3600_000
    window.Date = class extends Real {
      constructor(...values) {
        super(...(values.length > 0 ? values : [Real.now() + ahead]))
      }
      static now() { return Real.now() + ahead }
    }
  })
  await page.reload()
  await started(page)
  await is_open(person)
  await expect(person.main.getByText(person.say('backup.reminder', 20))).toBeVisible()
  await person.press(person.button('storage.save_file').first())
  await saved_file(page, '.huikuan')
  await expect(person.main.getByText(/离开这台设备/)).toHaveCount(0)
})

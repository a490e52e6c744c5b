// The page's script: window.book answers promises; what the keeper says is counted in book.news.
import load from '/build/vault_page.mjs'
import { create_vaults } from '/web/vault_bridge.mjs'

const answers = new Map()
let last = 0
const host = {
  answer(request, value) {
    answers.get(request)?.(value)
    answers.delete(request)
  },
  heard(what) {
    news[what] = (news[what] ?? 0) + 1
    for (const call of listeners.splice(0)) call(what)
  },
}
const news = {}
const listeners = []
const module = await load({
  host,
  preRun: [
    the_module => {
      host.vaults = create_vaults(the_module, () => {})
    },
  ],
})

const text = (value, call) => {
  const at = module.stringToNewUTF8(value)
  try {
    return call(at)
  } finally {
    module._free(at)
  }
}
const ask = call =>
  new Promise(resolve => {
    answers.set(++last, resolve)
    call(last)
  })
const texts = (values, call, pointers = []) =>
  values.length === 0
    ? call(...pointers)
    : text(values[0], at => texts(values.slice(1), call, [...pointers, at]))

const tick = () => {
  const ms = module._page_tick()
  setTimeout(tick, ms < 0 ? 250 : Math.min(ms, 250))
}
setTimeout(tick, 50)

window.book = {
  news,
  module,
  open: (name, create = false, passphrase = '') =>
    ask(request =>
      texts([name, passphrase], (at_name, at_pass) =>
        module._page_open(request, at_name, create ? 1 : 0, at_pass),
      ),
    ),
  close: () => module._page_close(),
  sql: sql => text(sql, at => JSON.parse(module.UTF8ToString(module._page_sql(at)))),
  compile: sql => text(sql, at => module._page_compile(at)),
  run: (first, second) => module._page_run(first, second),
  saved: () => ask(request => module._page_when_saved(request)),
  async commit(sql) {
    const rows = this.sql(sql)
    if (rows.error) throw new Error(rows.error)
    const done = await this.saved()
    if (done.error) throw new Error(`${done.error} ${done.detail}`)
    return rows
  },
  status: () => JSON.parse(module.UTF8ToString(module._page_status())),
  thresholds: (bytes, items) => module._page_thresholds(bytes, items),
  take_over: () => ask(request => module._page_take_over(request)),
  snapshot: label => ask(request => text(label, at => module._page_snapshot(request, at))),
  snapshots: () => JSON.parse(module.UTF8ToString(module._page_snapshots())),
  return_to: key => ask(request => text(key, at => module._page_return_to(request, at))),
  passphrase: (was, is) =>
    ask(request => texts([was, is], (a, b) => module._page_passphrase(request, a, b))),
  list: () => ask(request => module._page_list(request)),
  label: (name, label) =>
    ask(request => texts([name, label], (a, b) => module._page_label(request, a, b))),
  remove: name => ask(request => text(name, at => module._page_delete(request, at))),
  next_news: () => new Promise(resolve => listeners.push(resolve)),
}
window.ready = true

#!/usr/bin/env node
// Kills browsers in the middle of writing, and looks whether every commit that was called saved is
// there afterwards.
//   tools/kill [--engine chromium|firefox|webkit|all] [--kills 20] [--kinds commits,import,...]
//              [--seed N] [--fresh]
// Broken off, the same command goes on where it was (build/kill/<engine>); --fresh begins anew.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { engines, has_engine, open_browser } from './browsers.mjs'
import { start_server } from './server.mjs'
import { check_book, kinds as all_kinds, start_work } from './work.mjs'

const argument = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}
const sleep = ms =>
  new Promise(wait => {
    setTimeout(wait, ms)
  })

// Small and seeded: the moments of the kills can be repeated, as far as a machine repeats itself.
function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

async function with_patience(promise, ms, what) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no answer in ${ms / 1000} s`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

async function start_page(engine, profile, address) {
  for (let attempt = 1; ; ++attempt) {
    // a driver that did not come up says nothing about the book
    try {
      const page = await with_patience(
        open_browser(engine, profile),
        60000,
        'starting the browser',
      )
      await with_patience(page.goto(address), 60000, 'loading the page')
      return page
    } catch (error) {
      if (attempt === 3) throw error
      await sleep(1000)
    }
  }
}

// What a later call needs to go on where this one was broken off: the books stay in the profile,
// what was called saved stands here.
class Progress {
  constructor(folder) {
    this.file = join(folder, 'progress.json')
    this.state = { kills: 0, acked: 0, unacked: 0, faults: [], pending: [], told: {}, ms: 0 }
    if (existsSync(this.file)) this.state = JSON.parse(readFileSync(this.file, 'utf8'))
  }
  // Of each kind the last commit is enough to judge by, and the passphrases since the one that
  // opened the book last: any change of them may have been the one that was cut off.
  hear(notes) {
    for (const note of notes) {
      const told = (this.state.told[note.kind] ??= { n: 0, trying: [], failed: [] })
      if (note.n) {
        ++this.state.acked
        told.n = Math.max(told.n, Number(note.n))
      }
      if (note.trying) told.trying.push(note.trying)
      if (note.failed) told.failed.push(note.failed)
    }
  }
  told(kind) {
    const { n = 0, trying = [], failed = [] } = this.state.told[kind] ?? {}
    return [
      { n },
      ...trying.map(word => ({ trying: word })),
      ...failed.map(words => ({ failed: words })),
    ]
  }
  opened(kind, word) {
    if (word && this.state.told[kind]) this.state.told[kind].trying = [word]
  }
  keep() {
    writeFileSync(`${this.file}.new`, JSON.stringify(this.state))
    renameSync(`${this.file}.new`, this.file)
  }
}

async function look_at(page, kind, progress, server) {
  progress.hear(server.notes.splice(0))
  const looked = await with_patience(
    check_book(page, kind, progress.told(kind)),
    120000,
    `opening ${kind}`,
  )
  if (!looked.found.report.error) progress.opened(kind, looked.found.word)
  return looked
}

// The browser mends or throws away what it finds when it starts: what it found stays beside it,
// for whoever has to find out why.
function keep_what_was_found(folder) {
  const profile = join(folder, 'profile')
  rmSync(join(folder, 'found'), { recursive: true, force: true })
  if (existsSync(profile)) cpSync(profile, join(folder, 'found'), { recursive: true })
}

async function one_kill({ engine, folder, server, progress, kind, random, say }) {
  const { state } = progress
  if (state.faults.length === 0) keep_what_was_found(folder)
  const page = await start_page(engine, join(folder, 'profile'), server.address)
  try {
    // The books that were being written when the last one was killed.
    for (const was of [...state.pending]) {
      const { found, wrong } = await look_at(page, was, progress, server)
      state.unacked += Math.max(0, (found.n ?? 0) - (state.told[was]?.n ?? 0))
      for (const sentence of wrong) {
        state.faults.push(`kill ${state.kills}, ${was}: ${sentence}`)
        say(`${engine}: ${state.faults.at(-1)}`)
      }
      state.pending = state.pending.filter(each => each !== was)
      await page.call(() => book.close())
    }
    progress.keep()
    if (!kind) return await page.close()
    const { wrong } = await look_at(page, kind, progress, server)
    for (const sentence of wrong)
      state.faults.push(`before kill ${state.kills + 1}, ${kind}: ${sentence}`)
    if (wrong.length > 0) return
    // Before the work begins: were this driver killed too, the book would still be looked at.
    state.pending.push(kind)
    progress.keep()
    const before = server.notes.length
    await start_work(page, kind, state.kills)
    for (let i = 0; i < 400 && server.notes.length === before; ++i) await sleep(25)
    await sleep(30 + random() * 900)
    page.kill()
    await page.gone()
    ++state.kills
  } finally {
    progress.hear(server.notes.splice(0))
    progress.keep()
    page.kill()
    await page.gone()
  }
}

export async function run_kills({
  engine,
  kills,
  kinds = all_kinds,
  seed = Date.now() % 1e6,
  folder = mkdtempSync(join(tmpdir(), `huikuan-kill-${engine}-`)),
  say = console.log,
}) {
  mkdirSync(folder, { recursive: true })
  const progress = new Progress(folder)
  const { state } = progress
  const server = await start_server({ port: state.port }) // books belong to an origin
  state.port = Number(new URL(server.address).port)
  const began = Date.now() - state.ms
  try {
    while (state.faults.length <= 5) {
      const kind = state.kills < kills ? kinds[state.kills % kinds.length] : null
      const random = seeded(seed + state.kills * 7919)
      await one_kill({ engine, folder, server, progress, kind, random, say })
      state.ms = Date.now() - began
      if (!kind) break
      if (state.kills % 20 === 0)
        say(
          `${engine}: ${state.kills} kills, ${state.acked} commits called saved, ` +
            `${state.faults.length} faults`,
        )
    }
    progress.keep()
  } finally {
    await server.close()
  }
  if (state.faults.length > 0) say(`kept: ${folder}`)
  else rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  return { engine, seed, ...state }
}

if (process.argv[1]?.endsWith('kill.mjs')) {
  const wanted = argument('engine', 'chromium')
  const kinds = argument('kinds')?.split(',') ?? all_kinds
  let bad = 0
  for (const engine of wanted === 'all' ? engines : wanted.split(',')) {
    if (!has_engine(engine)) {
      console.error(`${engine} is not installed: tools/setup browsers`)
      bad = 1
      continue
    }
    const folder = fileURLToPath(new URL(`../../build/kill/${engine}`, import.meta.url))
    if (process.argv.includes('--fresh')) rmSync(folder, { recursive: true, force: true })
    const result = await run_kills({
      engine,
      folder,
      kinds,
      kills: Number(argument('kills', 20)),
      seed: Number(argument('seed', Date.now() % 1e6)),
    })
    console.log(
      `${engine}: ${result.kills} kills (seed ${result.seed}), ` +
        `${result.acked} commits called saved, ` +
        `${result.unacked} more found whole, ${result.faults.length} faults, ` +
        `${Math.round(result.ms / 1000)} s`,
    )
    for (const fault of result.faults) console.log(`  ${fault}`)
    if (result.faults.length > 0) bad = 1
  }
  process.exit(bad)
}

#!/usr/bin/env node
// Kills browsers in the middle of writing, and looks whether every commit that was called saved is
// there afterwards.
//   tools/kill [--engine chromium|firefox|webkit|all] [--kills 20] [--kinds commits,import,...]
//              [--seed N]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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

export async function run_kills({
  engine,
  kills,
  kinds = all_kinds,
  seed = Date.now() % 1e6,
  say = console.log,
}) {
  const random = seeded(seed)
  const folder = mkdtempSync(join(tmpdir(), `huikuan-kill-${engine}-`))
  const server = await start_server()
  const told = kind => server.notes.filter(note => note.kind === kind)
  const counts = { kills: 0, acked: 0, unacked: 0, faults: [] }
  try {
    const pending = new Set()
    for (let round = 0; round <= kills; ++round) {
      const page = await start_page(engine, folder, server.address)
      // The books that were being written when the last one was killed.
      for (const kind of pending) {
        const { found, wrong } = await with_patience(
          check_book(page, kind, told(kind)),
          120000,
          `opening ${kind}`,
        )
        counts.unacked += Math.max(
          0,
          (found.n ?? 0) - Math.max(0, ...told(kind).map(note => Number(note.n ?? 0))),
        )
        for (const sentence of wrong) {
          counts.faults.push(`kill ${round}, ${kind}: ${sentence}`)
          say(counts.faults.at(-1))
        }
        pending.delete(kind)
        await page.call(() => book.close())
      }
      if (round === kills || counts.faults.length > 5) {
        await page.close()
        break
      }
      const kind = kinds[round % kinds.length]
      const { wrong } = await with_patience(
        check_book(page, kind, told(kind)),
        120000,
        `opening ${kind}`,
      )
      if (wrong.length > 0)
        counts.faults.push(`before kill ${round + 1}, ${kind}: ${wrong.join('; ')}`)
      const before = server.notes.length
      await start_work(page, kind, round)
      for (let i = 0; i < 400 && server.notes.length === before; ++i) await sleep(25)
      await sleep(30 + random() * 900)
      pending.add(kind)
      page.kill()
      await page.gone()
      ++counts.kills
      if (counts.kills % 20 === 0)
        say(
          `${engine}: ${counts.kills} kills, ${server.notes.filter(note => note.n).length} ` +
            `commits called saved, ${counts.faults.length} faults`,
        )
    }
  } finally {
    counts.acked = server.notes.filter(note => note.n).length
    await server.close()
    if (counts.faults.length > 0 && process.env.HUIKUAN_KEEP) say(`kept: ${folder}`)
    else rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return { engine, seed, ...counts }
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
    const began = Date.now()
    const result = await run_kills({
      engine,
      kinds,
      kills: Number(argument('kills', 20)),
      seed: Number(argument('seed', Date.now() % 1e6)),
    })
    console.log(
      `${engine}: ${result.kills} kills (seed ${result.seed}), ` +
        `${result.acked} commits called saved, ` +
        `${result.unacked} more found whole, ${result.faults.length} faults, ` +
        `${Math.round((Date.now() - began) / 1000)} s`,
    )
    for (const fault of result.faults) console.log(`  ${fault}`)
    if (result.faults.length > 0) bad = 1
  }
  process.exit(bad)
}

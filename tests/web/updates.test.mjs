// The page's half of a change of versions: a start never hangs on a worker that does not step back.
import assert from 'node:assert/strict'
import { test } from 'node:test'

// A browser with a waiting worker that says it is alone and takes over after `delay`, or never.
function browser_with_waiting(delay) {
  const container = new EventTarget()
  const state = { reloads: 0, asked: [] }
  const waiting = {
    postMessage(message, ports) {
      state.asked.push(message)
      if (message === 'are we alone?') ports[0].postMessage(true)
      if (message === 'take over' && delay !== undefined) {
        setTimeout(() => container.dispatchEvent(new Event('controllerchange')), delay)
      }
    },
  }
  container.controller = {}
  container.getRegistration = async () => ({ waiting })
  Object.defineProperty(globalThis, 'navigator',
    { value: { serviceWorker: container }, configurable: true })
  globalThis.location = { reload: () => { state.reloads += 1 } }
  return { container, state }
}

async function create() {
  globalThis.window ??= globalThis
  return (await import('../../web/updates.mjs')).create_updates()
}

test('a waiting version takes over before anything runs, and the page is loaded once', async () => {
  const { state } = browser_with_waiting(10)
  assert.equal(await (await create()).start(), true)
  assert.deepEqual(state.asked, ['are we alone?', 'take over'])
  assert.equal(state.reloads, 1)
})

test('where it does not take over, this version starts and is not torn away later', async at => {
  const { container, state } = browser_with_waiting()
  const updates = await create()
  at.mock.timers.enable({ apis: ['setTimeout'] })
  const started = updates.start()
  while (!state.asked.includes('take over')) await new Promise(resolve => setImmediate(resolve))
  at.mock.timers.tick(8_000)
  assert.equal(await started, false)
  container.dispatchEvent(new Event('controllerchange'))
  assert.equal(state.reloads, 0)
})

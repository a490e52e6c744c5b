// The service worker of this build. A new version is stored whole beside the old one, which goes on
// until it is asked to step back: at the next start, when no other tab runs the old one, or when
// the person says so. Pages of two builds are never mixed: a build's files lie in its own folder.
import { trusted_script } from './trust.mjs'

const ask = (worker, message) => new Promise(resolve => {
  const channel = new MessageChannel()
  const answered = data => {
    channel.port1.close()
    resolve(data)
  }
  channel.port1.onmessage = event => answered(event.data)
  setTimeout(answered, 1500, null)
  worker.postMessage(message, [channel.port2])
})

// What a first visit left out comes in idle time of a later one; the worker keeps it.
function fetch_the_rest() {
  if (!navigator.serviceWorker.controller || !navigator.onLine) return
  const later = JSON.parse('@LATER@')
  const begin = async () => {
    for (const file of later) await fetch(new URL(file, document.baseURI)).catch(() => {})
  }
  if (window.requestIdleCallback) window.requestIdleCallback(begin)
  else setTimeout(begin, 2000)
}

export function create_updates() {
  const supported = 'serviceWorker' in navigator
  let registration = null
  let told = () => {}
  let reloading = false

  // Asks the waiting version to take over; the page is loaded anew when it has. False where it has
  // not after `patience`: then this version goes on, and the new one has its turn at a later start.
  function take_over(patience) {
    return new Promise(resolve => {
      const changed = () => {
        clearTimeout(late)
        if (!reloading) location.reload()
        reloading = true
        resolve(true)
      }
      const late = setTimeout(() => {
        navigator.serviceWorker.removeEventListener('controllerchange', changed)
        resolve(false)
      }, patience)
      navigator.serviceWorker.addEventListener('controllerchange', changed, { once: true })
      registration.waiting.postMessage('take over')
    })
  }

  return {
    get ready() { return Boolean(registration?.waiting && navigator.serviceWorker.controller) },
    on_ready(call) { told = call },
    apply() {
      if (registration?.waiting) take_over(60_000)
    },

    // Before anything runs: whether the page is about to be loaded anew by a waiting version.
    async start() {
      if (!supported) return false
      const known = await navigator.serviceWorker.getRegistration().catch(() => undefined)
      if (!known?.waiting || !navigator.serviceWorker.controller) return false
      registration = known
      if (await ask(known.waiting, 'are we alone?') !== true) return false
      return take_over(8_000)
    },

    // Once the page works: what is newer is fetched while the person works.
    async register() {
      if (!supported) return
      fetch_the_rest()
      try {
        registration = await navigator.serviceWorker.register(trusted_script('sw.js'),
          { scope: './', updateViaCache: 'none' })
      } catch (error) {
        console.info('offline use is not possible here:', error.message)
        return
      }
      const watch = worker => worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed') told()
      })
      watch(registration.installing)
      registration.addEventListener('updatefound', () => watch(registration.installing))
      if (registration.waiting) told()
      const look = () => {
        if (!document.hidden && navigator.onLine) registration.update().catch(() => {})
      }
      document.addEventListener('visibilitychange', look)
      setInterval(look, 6 * 3600_000)
    },
  }
}

// ?reset: the stored program goes, what people entered stays.
export async function reset_program() {
  const registrations = supported_registrations()
  for (const one of await registrations) await one.unregister()
  for (const name of await window.caches?.keys() ?? []) {
    if (name.startsWith('huikuan-')) await caches.delete(name)
  }
}

async function supported_registrations() {
  if (!('serviceWorker' in navigator)) return []
  const here = new URL('./', document.baseURI).href
  const all = await navigator.serviceWorker.getRegistrations()
  return all.filter(one => one.scope === here)
}

// The service worker of one build: keeps all its files, whole or not at all, and serves them from
// then on. tools/dist.mjs fills in the names with @.
//
// A newer worker installs beside this one and waits; it takes over when a page that is alone, or
// a person, asks it to. The cache of the build before is kept for tabs that still run it.
const build = '@BUILD@'
const files = JSON.parse('@FILES@')
const words = JSON.parse('@WORDS@') // Chinese, English
const later = JSON.parse('@LATER@')
const cache_name = `huikuan-${build}`
const font_cache = 'huikuan-fonts'
const home = new URL('./', self.location).href
const known = new Set(files.map(file => new URL(file, home).href))

// A first visit keeps what it ran with; a later version all that the one before may have had.
async function wanted_files() {
  const before = (await caches.keys())
    .some(name => name.startsWith('huikuan-') && name !== font_cache && name !== cache_name)
  if (before) return [...files, ...later]
  return [...files, words[(self.navigator.language ?? 'zh').startsWith('zh') ? 0 : 1]]
}

async function install() {
  const wanted = await wanted_files()
  const cache = await caches.open(cache_name)
  try {
    // What lies in the build's folder never changes: it is not fetched twice.
    await cache.addAll(wanted.map(file => new Request(new URL(file, home),
      { cache: file.startsWith(`${build}/`) ? 'default' : 'reload' })))
    const page = await (await cache.match(home)).text()
    if (!page.includes(build)) throw new Error('the server is in the middle of an update')
  } catch (error) {
    await caches.delete(cache_name) // whole or not at all; the browser tries again later
    throw error
  }
}

async function clean_up() {
  const builds = (await caches.keys())
    .filter(name => name.startsWith('huikuan-') && name !== font_cache && name !== cache_name)
  for (const name of builds.slice(0, -1)) await caches.delete(name) // all but the last one
}

async function reset() {
  for (const name of await caches.keys()) {
    if (name.startsWith('huikuan-')) await caches.delete(name)
  }
  await self.registration.unregister()
}

// What a build has beyond its files for a first visit is kept once it was asked for.
async function from_any_build(request) {
  const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true })
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && new URL(request.url).pathname.includes(`/${build}/`)) {
    const cache = await caches.open(cache_name)
    await cache.put(request, answer.clone()).catch(() => {}) // no space: then without
  }
  return answer
}

async function font(request) {
  const cache = await caches.open(font_cache)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

async function page(request) {
  if (new URL(request.url).searchParams.has('reset')) {
    await reset()
    return fetch(request, { cache: 'reload' }).catch(() => caches.match(home))
  }
  const cache = await caches.open(cache_name)
  return await cache.match(home) ?? fetch(request)
}

self.addEventListener('install', event => event.waitUntil(install()))
self.addEventListener('activate', event => {
  event.waitUntil(clean_up().then(() => self.clients.claim()))
})
self.addEventListener('message', event => {
  if (event.data === 'take over') self.skipWaiting()
  if (event.data === 'are we alone?') {
    event.waitUntil(self.clients.matchAll({ type: 'window', includeUncontrolled: true })
      .then(open => event.ports[0].postMessage(open.length <= 1)))
  }
})
// A reminder was pressed: the app comes forward, at what it was about.
self.addEventListener('notificationclick', event => {
  event.notification.close()
  const route = event.notification.data?.route ?? ''
  const address = home + (/^#\/[\w/?=&-]*$/.test(route) ? route : '')
  event.waitUntil(self.clients.matchAll({ type: 'window' }).then(async open => {
    if (open.length === 0) return self.clients.openWindow(address)
    await open[0].focus()
    if (address !== home) await open[0].navigate(address).catch(() => {})
  }))
})
self.addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET') return
  const url = new URL(request.url)
  const address = url.origin + url.pathname
  if (request.mode === 'navigate') {
    if (address === home || address === `${home}index.html`) event.respondWith(page(request))
  } else if (known.has(address) || (address.startsWith(home) && /\/[0-9a-f]{12}\//.test(address))) {
    event.respondWith(from_any_build(request))
  } else if (address.startsWith(`${home}fonts/`)) {
    event.respondWith(font(request))
  }
})

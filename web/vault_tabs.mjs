// Several tabs with one book: a Web Lock says which of them owns it, a BroadcastChannel says that
// something was written. The lock is for order; what makes it safe is the fence in vault.mjs.
const hand_over_ms = 1500 // how long the owner has to save and let go before the lock is stolen
const courtesy_ms = 2000 // how long others stand back for the tab that asked

export function create_tabs(name, vault) {
  const id = vault.token
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  const locks = navigator.locks ?? null
  let owner = false
  let closed = false
  let release = null // ends the hold of the lock
  let waiting = null // AbortController of the queued request
  let yielded_to = null // { id, until }
  let became_owner = []

  const say = kind => channel?.postMessage({ kind, id })

  // Once whoever waits in this tab has been told: a message costs a tenth of a small commit.
  let unsaid = false
  const say_written = () => {
    if (unsaid) say('written')
    unsaid = false
  }
  const later = new MessageChannel()
  later.port1.onmessage = say_written

  function hold() {
    return new Promise(resolve => {
      release = resolve
    })
  }

  async function become_owner(tell) {
    await vault.take_fence()
    owner = true
    if (tell) vault.on_news('owner')
    became_owner.splice(0).forEach(resolve => resolve())
  }

  function lost() {
    if (!owner) return
    owner = false
    vault.on_news('reader')
    queue()
  }

  // Waits for the lock behind whoever has it.
  function queue() {
    if (!locks || closed || waiting) return
    waiting = new AbortController()
    locks
      .request(name, { signal: waiting.signal }, async () => {
        waiting = null
        if (closed) return
        if (yielded_to && yielded_to.id !== id && performance.now() < yielded_to.until) {
          setTimeout(queue, 300) // another tab was promised it
          return
        }
        await become_owner(true)
        await hold()
      })
      .catch(error => {
        if (error.name === 'AbortError' && owner)
          lost() // stolen
        else if (error.name !== 'AbortError') setTimeout(queue, 1000)
      })
  }

  async function yield_to(asker) {
    if (!owner) {
      yielded_to = { id: asker, until: performance.now() + courtesy_ms }
      return
    }
    vault.on_news('hidden') // saves what waits
    const until = performance.now() + hand_over_ms - 300
    while (vault.in_flight > 0 && performance.now() < until)
      await new Promise(wait => {
        setTimeout(wait, 5)
      })
    owner = false
    yielded_to = { id: asker, until: performance.now() + courtesy_ms }
    const let_go = release
    release = null
    vault.on_news('reader')
    let_go?.()
    queue()
  }

  if (channel) {
    channel.onmessage = ({ data }) => {
      if (closed || data.id === id) return
      if (data.kind === 'written' && !owner) vault.on_news('written')
      if (data.kind === 'yield') yield_to(data.id)
      if (data.kind === 'taken' && owner && !locks) lost()
    }
  }

  const hidden = () => {
    if (document.visibilityState === 'hidden') vault.on_news('hidden')
  }
  const leaving = () => vault.on_news('hidden')
  document.addEventListener('visibilitychange', hidden)
  window.addEventListener('pagehide', leaving)

  return {
    get owner() {
      return owner
    },
    lost,
    announce() {
      unsaid = true
      later.port2.postMessage(0)
    },

    // Owner if nobody else is; a reader that waits its turn otherwise.
    async start() {
      if (!locks) {
        // a page that is not secure: the newest tab has the book, the fence keeps order
        await become_owner(false)
        say('taken')
        return
      }
      await new Promise((resolve, reject) => {
        locks
          .request(name, { ifAvailable: true }, async lock => {
            if (!lock) {
              queue()
              return resolve()
            }
            await become_owner(false)
            resolve()
            return hold()
          })
          .catch(error => {
            if (error.name === 'AbortError' && owner) lost()
            else reject(error)
          })
      })
    },

    async take_over() {
      if (owner) return
      const done = new Promise(resolve => {
        became_owner.push(resolve)
      })
      if (!locks) {
        await become_owner(true)
        say('taken')
        return
      }
      yielded_to = null // whom this tab stood back for is past
      say('yield')
      queue()
      const late = new Promise(resolve => {
        setTimeout(() => resolve('late'), hand_over_ms)
      })
      if ((await Promise.race([done, late])) !== 'late') return
      waiting?.abort() // frozen, or busy for ever: the lock is taken from it
      waiting = null
      locks
        .request(name, { steal: true }, async () => {
          await become_owner(true)
          await hold()
        })
        .catch(error => {
          if (error.name === 'AbortError' && owner) lost()
        })
      await done
    },

    close() {
      closed = true
      owner = false
      waiting?.abort()
      release?.()
      say_written()
      later.port1.close()
      channel?.close()
      document.removeEventListener('visibilitychange', hidden)
      window.removeEventListener('pagehide', leaving)
    },
  }
}

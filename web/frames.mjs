// When frames run: on request, never in a loop. The module answers after each in how many
// milliseconds it wants the next one, -1 never. A hidden page runs none and draws nothing; work
// that was begun goes on there by messages to oneself, since the browser slows a hidden page's
// timers down to one a second, and later to one a minute.

export function create_frames(module) {
  let handle = 0
  let timer = 0
  let timer_at = Infinity
  let inside = false
  let settle_again = false
  const listeners = new Set() // before each frame: what moves by itself (inertia)

  function plan(delay) {
    if (delay === 0) request()
    else if (delay > 0) request_in(delay)
  }

  function run() {
    handle = 0
    for (const before of listeners) before(performance.now())
    enter(() => module._hk_frame(performance.now()))
  }

  function enter(work) {
    if (inside) { // a frame changed the page, and the page answers at once
      settle_again = true
      return
    }
    inside = true
    let delay
    try {
      delay = work()
    } finally {
      inside = false
    }
    if (settle_again) {
      settle_again = false
      request()
    }
    plan(delay)
  }

  function request() {
    if (handle !== 0) return
    if (document.hidden) work_unseen()
    else handle = requestAnimationFrame(run)
  }

  function request_in(ms) {
    const at = performance.now() + ms
    if (at >= timer_at) return
    clearTimeout(timer)
    timer_at = at
    timer = setTimeout(() => {
      timer_at = Infinity
      request()
    }, ms)
  }

  // --- nobody looks

  const channel = new MessageChannel()
  let message_due = false
  channel.port1.onmessage = () => {
    message_due = false
    if (!document.hidden || inside || !module._hk_busy()) return
    const delay = module._hk_work_unseen()
    if (delay === 0) work_unseen()
    else if (delay > 0) request_in(delay)
  }
  function work_unseen() {
    if (message_due || !module._hk_busy()) return
    message_due = true
    channel.port2.postMessage(0)
  }

  document.addEventListener('visibilitychange', () => {
    cancelAnimationFrame(handle)
    handle = 0
    request()
  })

  return {
    request,
    request_in,
    // Runs what is due now, so that whoever looks next sees what the event did.
    settle() {
      cancelAnimationFrame(handle)
      handle = 0
      enter(() => module._hk_settle(performance.now()))
    },
    before_each: listeners,
  }
}

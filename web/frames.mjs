// When frames run: on request, never in a loop. The module answers after each in how many
// milliseconds it wants the next one, -1 never. A hidden page runs none, unless work goes on.

const hidden_pause_ms = 50

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
    if (document.hidden) {
      if (module._hk_busy()) request_in(hidden_pause_ms)
      return
    }
    handle = requestAnimationFrame(run)
  }

  function request_in(ms) {
    const at = performance.now() + ms
    if (at >= timer_at) return
    clearTimeout(timer)
    timer_at = at
    timer = setTimeout(() => {
      timer_at = Infinity
      if (!document.hidden) request()
      else if (module._hk_busy()) run()
    }, ms)
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      cancelAnimationFrame(handle)
      handle = 0
      if (module._hk_busy()) request_in(hidden_pause_ms)
    } else {
      request()
    }
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

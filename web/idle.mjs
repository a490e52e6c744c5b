// Tells when nobody has touched the page for so long. Timers of a hidden page come late, and those
// of a machine that slept do not come at all: the clock decides, and a page that is shown again
// looks at it first.
const look_every_ms = 5000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'compositionupdate']

export function create_idle_watch(idle, { now = () => Date.now(), page = window } = {}) {
  let limit_ms = 0
  let touched = now()
  let timer = 0

  const look = () => {
    if (limit_ms > 0 && now() - touched >= limit_ms) idle()
  }
  for (const sign of signs) {
    page.addEventListener(
      sign,
      () => {
        look() // who comes back after hours must not wake what should be locked by now
        touched = now()
      },
      { capture: true, passive: true },
    )
  }
  page.document.addEventListener('visibilitychange', look)

  // 0 ends the watch. Told again and again while it lasts: who cannot lock now is asked later.
  return ms => {
    if (ms === limit_ms) return
    limit_ms = ms
    touched = now()
    clearInterval(timer)
    if (ms > 0) timer = setInterval(look, Math.min(look_every_ms, ms / 4))
  }
}

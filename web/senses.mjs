// What a device can see and say beyond files: a picture from its camera, where it is, and a word at
// a moment. Nothing is asked for before a person presses for it; a refusal is an answer.

const quality = 0.82
const position_wait_ms = 20_000

// A picture turned as it was held, at most `longest` pixels on its longer side, as a JPEG. Drawn
// anew, it carries nothing that the camera wrote beside it (place, time, device). Of what cannot be
// drawn only its name comes back, with nothing in it.
export async function smaller_picture(file, longest) {
  let image
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return new File([], file.name)
  }
  const share = Math.min(1, longest / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * share))
  canvas.height = Math.max(1, Math.round(image.height * share))
  const context = canvas.getContext('2d', { alpha: false })
  context.fillStyle = '#fff' // below what was transparent
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', quality))
  if (!blob) return new File([], file.name)
  const name = file.name.replace(/\.[^.]*$/, '') || 'photo'
  return new File([blob], `${name}.jpg`, { type: 'image/jpeg' })
}

// "31.230416,121.473701", or '' where the person or the device does not say.
export function where_it_is() {
  return new Promise(done => {
    if (!navigator.geolocation) return done('')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done(`${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`),
      () => done(''),
      { enableHighAccuracy: true, timeout: position_wait_ms, maximumAge: 60_000 })
  })
}

// Words at a moment, while the app is open in any tab. Those that were set before are forgotten.
export function create_reminders() {
  let timers = []
  let coming = []
  // Asking the browser costs milliseconds, and each frame wants to know: it is asked when a person
  // answers here, or comes back from its settings.
  let allowed = permission()
  const look_again = () => { allowed = permission() }
  addEventListener('focus', look_again)
  document.addEventListener('visibilitychange', look_again)

  // 0: cannot, 1: not asked, 2: allowed, 3: refused
  function permission() {
    if (!globalThis.Notification || !isSecureContext) return 0
    return { granted: 2, denied: 3 }[Notification.permission] ?? 1
  }

  async function say({ title, body, tag, route }) {
    if (globalThis.Notification?.permission !== 'granted') return
    const look = { body, tag, icon: new URL('icon-192.png', import.meta.url).href,
      data: { route } }
    try {
      const worker = await navigator.serviceWorker?.getRegistration()
      if (worker) return await worker.showNotification(title, look) // Android has no other way
    } catch { /* then without it */ }
    try {
      const word = new Notification(title, look)
      word.onclick = () => {
        window.focus()
        location.hash = route
        word.close()
      }
    } catch { /* a browser that has neither */ }
  }

  return {
    state: () => allowed,
    async ask() {
      try {
        await Notification.requestPermission()
      } catch { /* it stays as it was */ }
      look_again()
      return allowed
    },
    begin() { coming = [] },
    add(one) { coming.push(one) },
    set() {
      for (const timer of timers) clearTimeout(timer)
      timers = []
      for (const one of coming) {
        const wait = new Date().setHours(0, one.minute, 0, 0) - Date.now()
        if (wait < 0) continue
        timers.push(setTimeout(() => say(one), wait))
      }
    },
  }
}

// What the App knows of the page around it: size, density, system preferences, address, title,
// network, installation and updates.
import { font_stack } from './glyphs.mjs'

const smallest_zoom = 0.7
const largest_zoom = 2.5
const zoom_step = 0.05
const usual_letters_px = 16

const flag_bit = {
  touch: 1, dark: 2, reduced: 4, forced: 8, online: 16, installable: 32, update: 64,
}

export function create_page(root, settings, updates) {
  const queries = {
    touch: matchMedia('(pointer: coarse)'),
    dark: matchMedia('(prefers-color-scheme: dark)'),
    reduced: matchMedia('(prefers-reduced-motion: reduce)'),
    forced: matchMedia('(forced-colors: active)'),
  }
  const safe_area = document.querySelector('#safe-area')
  let module = null
  let frames = null
  let install_prompt = null
  let device_box = null
  let told = ''
  let language_set = null

  const page = {
    dpr: window.devicePixelRatio || 1,
    zoom: Number(settings.get('zoom')) || 1,
    font_stack,
    get reduced_motion() { return queries.reduced.matches },
    pointer_was_here: () => false,

    connect(the_module, the_frames) {
      module = the_module
      frames = the_frames
      measure()
      tell_environment()
      tell_route()
      watch()
    },
    on_language(call) { language_set = call },

    // --- asked by the module
    set_route(route, replace) {
      const address = `#${route}`
      if (address === location.hash) return
      if (replace) history.replaceState(null, '', address)
      else history.pushState(null, '', address)
    },
    back() { history.back() },
    set_title(title) { document.title = title },
    set_language(tag) {
      document.documentElement.lang = tag
      language_set?.(tag)
    },
    set_colors(dark, background, accent) {
      const css = rgba => `#${[0, 8, 16].map(shift =>
        ((rgba >> shift) & 255).toString(16).padStart(2, '0')).join('')}`
      const style = document.documentElement.style
      style.colorScheme = dark ? 'dark' : 'light'
      style.setProperty('--background', css(background))
      style.setProperty('--accent', css(accent))
      document.querySelector('meta[name=theme-color]').content = css(background)
    },
    set_unsaved(unsaved) {
      if (unsaved) window.addEventListener('beforeunload', ask_first)
      else window.removeEventListener('beforeunload', ask_first)
    },
    set_zoom(zoom) {
      const stepped = Math.round(zoom / zoom_step) * zoom_step
      const next = Math.min(largest_zoom, Math.max(smallest_zoom, stepped))
      if (!(Math.abs(next - page.zoom) > zoom_step / 2)) return
      page.zoom = next
      settings.set('zoom', next.toFixed(2))
      measure()
    },
    install() {
      install_prompt?.prompt()
      install_prompt = null
      tell_environment()
    },
    apply_update() { updates.apply() },
    ready() { document.querySelector('#boot')?.remove() },
  }

  function ask_first(event) {
    event.preventDefault()
    event.returnValue = true
  }

  // The colours of the person's own choice, as the module packs them.
  function system_colors() {
    return ['Canvas', 'CanvasText', 'LinkText', 'GrayText', 'Highlight'].map(name => {
      safe_area.style.color = name
      const [red, green, blue] = getComputedStyle(safe_area).color.match(/[\d.]+/g).map(Number)
      return (0xff000000 | blue << 16 | green << 8 | red) >>> 0
    })
  }

  // How much larger than usual the person has set the browser's letters.
  const text_scale = () => Math.min(2, Math.max(0.7,
    Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / usual_letters_px || 1))

  function tell_environment() {
    const flags = (queries.touch.matches ? flag_bit.touch : 0) |
      (queries.dark.matches ? flag_bit.dark : 0) |
      (queries.reduced.matches ? flag_bit.reduced : 0) |
      (queries.forced.matches ? flag_bit.forced : 0) |
      (navigator.onLine ? flag_bit.online : 0) |
      (install_prompt ? flag_bit.installable : 0) |
      (updates.ready ? flag_bit.update : 0)
    if (queries.forced.matches) module._hk_system_colors(...system_colors())
    const language = module.stringToNewUTF8(navigator.language || 'zh-CN')
    module._hk_environment(flags, language)
    module._free(language)
    frames.request()
  }

  function tell_route() {
    const route = decode(location.hash.slice(1))
    const at = module.stringToNewUTF8(route)
    module._hk_route(at)
    module._free(at)
    frames.request()
  }

  function decode(text) {
    try {
      return decodeURIComponent(text)
    } catch { // a '%' that someone typed
      return text
    }
  }

  // The canvas covers the root exactly, in whole device pixels. The browser knows their number
  // best, except where it answers CSS pixels although the density is another (some automation).
  function measure() {
    const dpr = window.devicePixelRatio || 1
    const box = root.getBoundingClientRect()
    let width = Math.round(box.width * dpr)
    let height = Math.round(box.height * dpr)
    if (device_box && Math.abs(device_box.width - box.width * dpr) <= 1.5 &&
        Math.abs(device_box.height - box.height * dpr) <= 1.5) {
      width = device_box.width
      height = device_box.height
    }
    const view = window.visualViewport
    const covered = view && view.scale <= 1.01
      ? Math.max(0, box.height - view.height - view.offsetTop) : 0
    const keyboard = covered > 80 ? covered : 0 // less is the browser's own bar
    const safe = getComputedStyle(safe_area)
    const inset = side => Number.parseFloat(safe[`padding${side}`]) || 0
    const larger = text_scale()
    const now = [width, height, dpr, page.zoom * larger, keyboard, inset('Top'), inset('Right'),
      inset('Bottom'), inset('Left')]
    if (now.join() === told) return
    told = now.join()
    const density_changed = page.dpr !== dpr
    page.dpr = dpr
    if (width < 1 || height < 1) return
    module._hk_size(width, height, dpr, dpr * page.zoom * larger)
    module._hk_insets(inset('Top') * dpr, inset('Right') * dpr,
      Math.max(inset('Bottom'), keyboard) * dpr, inset('Left') * dpr, keyboard * dpr)
    if (density_changed) { // every element's place is written in CSS pixels
      page.forget_mirror?.()
      module._hk_forget_mirror()
    }
    frames.request()
  }

  function watch() {
    const observer = new ResizeObserver(entries => {
      const size = entries.at(-1).devicePixelContentBoxSize?.[0]
      device_box = size ? { width: size.inlineSize, height: size.blockSize } : null
      measure()
    })
    try {
      observer.observe(root, { box: 'device-pixel-content-box' })
    } catch { // WebKit
      observer.observe(root)
    }
    const watch_density = () => {
      matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener('change', () => {
        measure()
        watch_density()
      }, { once: true })
    }
    watch_density()
    window.addEventListener('resize', measure)
    document.addEventListener('visibilitychange', measure) // the letters may have been set anew
    window.visualViewport?.addEventListener('resize', measure)
    window.visualViewport?.addEventListener('scroll', measure)
    // Some browsers scroll the page to show a field above the keyboard; the App does that itself.
    window.addEventListener('scroll', () => window.scrollTo(0, 0))
    for (const query of Object.values(queries)) query.addEventListener('change', tell_environment)
    window.addEventListener('online', tell_environment)
    window.addEventListener('offline', tell_environment)
    window.addEventListener('hashchange', tell_route)
    window.addEventListener('popstate', tell_route)
    window.addEventListener('beforeinstallprompt', event => {
      event.preventDefault()
      install_prompt = event
      tell_environment()
    })
    window.addEventListener('appinstalled', () => {
      install_prompt = null
      tell_environment()
    })
    updates.on_ready(tell_environment)
  }

  return page
}

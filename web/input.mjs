// Pointer, touch, pen, wheel and keys on the root, in device pixels to the module. The browser's
// own keys and gestures (copy, reload, zoom, find with our search) stay the browser's.

const still_px = 8 // CSS pixels that a finger may tremble
const long_press_ms = 500
const friction_ms = 325 // inertia loses a third of its speed every so often
const slowest = 0.02 // CSS pixels a millisecond
const sources = { mouse: 0, touch: 1, pen: 2 }
const shortcut = { f: 0, k: 1, p: 2, s: 3 }

export function create_input(module, root, frames, mirror, page) {
  const touches = new Map() // pointer id -> {x, y}
  let gesture = null // of one finger: {kind: 'press' | 'pan' | 'done', ...}
  let pinch = null
  let glide = null
  let last_pointer = -1e9

  const device = event => {
    const box = root.getBoundingClientRect()
    return [(event.clientX - box.left) * page.dpr, (event.clientY - box.top) * page.dpr]
  }
  const source_of = event => sources[event.pointerType] ?? 0
  const field_of = event => event.target.closest?.('.field')
  const drags = event => event.target.closest?.('.n-slider, .n-separator')

  function press(event, button) {
    const [x, y] = device(event)
    module._hk_pointer(x, y, source_of(event))
    frames.settle() // what lies under the pointer must know before it is pressed
    module._hk_pointer_button(button, 1)
    frames.settle()
  }

  function release(event, button) {
    const [x, y] = device(event)
    module._hk_pointer(x, y, source_of(event))
    module._hk_pointer_button(button, 0)
    frames.settle()
  }

  // A press that turned out to be something else must not click.
  function take_back() {
    module._hk_pointer_away()
    frames.settle()
    module._hk_pointer_button(0, 0)
    frames.settle()
  }

  // --- mouse and pen

  function mouse_down(event) {
    const link = event.target.closest?.('a[href]')
    if (link && (event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey)) return
    if (field_of(event) === undefined || !field_of(event)) root.setPointerCapture(event.pointerId)
    press(event, event.button === 1 ? 2 : event.button === 2 ? 1 : event.button)
  }

  function mouse_up(event) {
    last_pointer = performance.now()
    release(event, event.button === 1 ? 2 : event.button === 2 ? 1 : event.button)
  }

  // --- touch

  function touch_down(event) {
    touches.set(event.pointerId, { x: event.clientX, y: event.clientY })
    glide = null
    if (touches.size === 2) {
      if (gesture?.kind === 'press') take_back()
      clearTimeout(gesture?.timer)
      gesture = null
      pinch = { distance: spread(), zoom: page.zoom }
      return
    }
    if (touches.size > 2) return
    const field = field_of(event)
    if (!field) root.setPointerCapture(event.pointerId)
    gesture = {
      kind: drags(event) ? 'drag' : 'press', field, id: event.pointerId,
      x: event.clientX, y: event.clientY, last_x: event.clientX, last_y: event.clientY,
      at: event.timeStamp, vx: 0, vy: 0, timer: 0,
    }
    if (field) return // to scroll from a field is not to type in it: pressed when the finger leaves
    press(event, 0)
    if (gesture.kind === 'press') {
      gesture.timer = setTimeout(() => long_press(event), long_press_ms)
    }
  }

  function long_press(event) {
    if (gesture?.kind !== 'press') return
    gesture.kind = 'done'
    take_back()
    press(event, 1)
    module._hk_pointer_button(1, 0)
    frames.settle()
    navigator.vibrate?.(10)
  }

  const spread = () => {
    const [a, b] = [...touches.values()]
    return Math.max(1, Math.hypot(a.x - b.x, a.y - b.y))
  }

  function touch_move(event) {
    const touch = touches.get(event.pointerId)
    if (!touch) return
    touch.x = event.clientX
    touch.y = event.clientY
    if (pinch && touches.size >= 2) {
      page.set_zoom(pinch.zoom * spread() / pinch.distance)
      return
    }
    if (!gesture || event.pointerId !== gesture.id || gesture.kind === 'done') return
    if (gesture.kind === 'drag') {
      const [x, y] = device(event)
      module._hk_pointer(x, y, 1)
      frames.request()
      return
    }
    const far = Math.hypot(event.clientX - gesture.x, event.clientY - gesture.y) > still_px
    if (gesture.kind === 'press') {
      if (!far) return
      clearTimeout(gesture.timer)
      take_back()
      if (gesture.field) root.setPointerCapture(event.pointerId)
      gesture.kind = 'pan'
      // One direction at a time, as lists scroll: the other would make them swim.
      gesture.across =
        Math.abs(event.clientX - gesture.x) > Math.abs(event.clientY - gesture.y) * 1.5
      const box = root.getBoundingClientRect()
      module._hk_scroll_begin((gesture.x - box.left) * page.dpr, (gesture.y - box.top) * page.dpr)
    }
    pan(event)
  }

  function pan(event) {
    const dx = gesture.across ? gesture.last_x - event.clientX : 0
    const dy = gesture.across ? 0 : gesture.last_y - event.clientY
    const passed = Math.max(1, event.timeStamp - gesture.at)
    const trust = Math.min(1, passed / 40) // smoothed over some moves
    gesture.vx += (dx / passed - gesture.vx) * trust
    gesture.vy += (dy / passed - gesture.vy) * trust
    gesture.last_x = event.clientX
    gesture.last_y = event.clientY
    gesture.at = event.timeStamp
    module._hk_scroll_by(dx * page.dpr, dy * page.dpr)
    frames.request()
  }

  function touch_up(event) {
    touches.delete(event.pointerId)
    last_pointer = performance.now()
    if (pinch) {
      if (touches.size === 0) pinch = null
      return
    }
    if (!gesture || event.pointerId !== gesture.id) return
    clearTimeout(gesture.timer)
    const ended = gesture
    gesture = null
    if (ended.kind === 'pan') {
      const rested = event.timeStamp - ended.at > 80
      if (!rested && !page.reduced_motion && Math.hypot(ended.vx, ended.vy) > slowest) {
        glide = { vx: ended.vx, vy: ended.vy, at: performance.now() }
        frames.request()
      }
    } else if (ended.kind !== 'done') {
      if (event.type === 'pointercancel') {
        take_back()
      } else {
        if (ended.field) press(event, 0)
        release(event, 0)
      }
      module._hk_pointer_away() // no finger hovers
      frames.request()
    }
  }

  frames.before_each.add(now => {
    if (!glide) return
    const passed = Math.min(64, now - glide.at)
    glide.at = now
    const moved = module._hk_scroll_by(glide.vx * passed * page.dpr, glide.vy * passed * page.dpr)
    const loss = Math.exp(-passed / friction_ms)
    glide.vx *= loss
    glide.vy *= loss
    if (passed > 0 && (!moved || Math.hypot(glide.vx, glide.vy) < slowest)) glide = null
    else queueMicrotask(frames.request)
  })

  // --- listeners

  root.addEventListener('pointerdown', event => {
    if (event.pointerType === 'touch') touch_down(event)
    else mouse_down(event)
  })
  root.addEventListener('pointermove', event => {
    if (event.pointerType === 'touch') {
      touch_move(event)
      return
    }
    const [x, y] = device(event)
    module._hk_pointer(x, y, source_of(event))
    frames.request()
  })
  const up = event => {
    if (event.pointerType === 'touch') touch_up(event)
    else mouse_up(event)
  }
  root.addEventListener('pointerup', up)
  root.addEventListener('pointercancel', up)
  // A selection that began in a field may end outside of the window.
  window.addEventListener('pointerup', event => {
    if (!root.contains(event.target)) up(event)
  })
  root.addEventListener('pointerleave', event => {
    if (event.pointerType === 'touch') return
    module._hk_pointer_away()
    frames.request()
  })
  root.addEventListener('mousedown', event => {
    // The list of a combobox must not take the focus away from its field; a range is drawn by us.
    if (event.target.closest?.('.n-option, .n-menuitem, .n-slider')) event.preventDefault()
    if (event.button === 1) event.preventDefault() // no autoscroll
  })
  root.addEventListener('contextmenu', event => {
    if (!field_of(event) && !event.shiftKey) event.preventDefault()
  })
  root.addEventListener('dragstart', event => event.preventDefault())

  root.addEventListener('wheel', event => {
    if (event.ctrlKey || event.metaKey) return // the browser's zoom
    event.preventDefault()
    const unit = event.deltaMode === 1 ? 24 : event.deltaMode === 2 ? root.clientHeight * 0.9 : 1
    const sideways = event.shiftKey && event.deltaX === 0
    const dx = (sideways ? event.deltaY : event.deltaX) * unit
    const dy = (sideways ? 0 : event.deltaY) * unit
    const [x, y] = device(event)
    module._hk_pointer(x, y, 0)
    module._hk_scroll_begin(x, y)
    if (!module._hk_scroll_by(dx * page.dpr, dy * page.dpr)) {
      module._hk_wheel(-dx / 100, -dy / 100)
    }
    frames.request()
  }, { passive: false })

  // --- keys

  const modifiers = event => (event.ctrlKey ? 1 : 0) | (event.shiftKey ? 2 : 0) |
    (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0)

  function send_key(event, down) {
    const code = module.stringToNewUTF8(event.code)
    const key = module.stringToNewUTF8(event.key)
    module._hk_key(code, key, down ? 1 : 0, modifiers(event))
    module._free(code)
    module._free(key)
    if (down) frames.settle()
    else frames.request()
  }

  // What a field keeps for itself while one types.
  function field_keeps(event) {
    const element = event.target
    if (!element.matches?.('.field')) return false
    const lists = element.getAttribute('aria-expanded') === 'true' &&
      ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].includes(event.key)
    if (lists) event.preventDefault()
    return !lists
  }

  document.addEventListener('keydown', event => {
    if (event.isComposing || event.keyCode === 229) return
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    const which = command ? shortcut[event.key.toLowerCase()] : undefined
    if (which !== undefined) {
      if (module._hk_shortcut(which)) event.preventDefault()
      frames.settle()
      return
    }
    if (event.key === 'Tab') return // the browser moves the focus through the mirror
    if (mirror.key(event)) {
      event.preventDefault()
      return
    }
    if (field_keeps(event)) return
    const native = event.target.closest?.('button, a[href], input')
    // In an open list they choose; elsewhere a click follows.
    const chooses = native?.matches('[role=combobox][aria-expanded=true]')
    if (native && !chooses && (event.key === 'Enter' || event.key === ' ')) return
    if (chooses) event.preventDefault()
    if (native?.type === 'range' && event.key.startsWith('Arrow')) return
    if (native?.type === 'radio' && event.key.startsWith('Arrow')) return
    // Firefox would search the page; and a key that opens a form would be typed into its field.
    const types = event.key.length === 1 && event.key !== ' '
    if (types && !event.ctrlKey && !event.metaKey && !event.altKey) event.preventDefault()
    send_key(event, true)
  })
  document.addEventListener('keyup', event => {
    if (event.isComposing || event.key === 'Tab') return
    if (event.target.matches?.('.field') && event.key.length === 1) return
    send_key(event, false)
  })
  window.addEventListener('blur', () => {
    module._hk_window_focus(0)
    frames.request()
  })
  window.addEventListener('focus', () => {
    module._hk_window_focus(1)
    frames.request()
  })

  // --- clipboard, outside of fields

  const in_field = event => event.target.closest?.('.field')
  document.addEventListener('copy', event => {
    if (in_field(event)) return
    const text = module._hk_copy()
    if (!text) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', module.UTF8ToString(text))
    const html = module.UTF8ToString(module._hk_copied_html())
    if (html) event.clipboardData.setData('text/html', html)
    frames.settle()
  })
  document.addEventListener('paste', event => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (!text) return
    // Rows of a spreadsheet are more than one line of a field takes.
    const rows = /\t[^]*\n[^]*\S/.test(text) || /^[^\n]*\t[^\n]*\n?$/.test(text)
    if (in_field(event) && (event.target.tagName === 'TEXTAREA' || !rows)) return
    const at = module.stringToNewUTF8(text)
    if (module._hk_paste(at)) event.preventDefault()
    module._free(at)
    frames.settle()
  })

  return {
    // Whether a click comes from a pointer that the canvas has already seen.
    pointer_was_here: event => event.detail > 0 && performance.now() - last_pointer < 1000,
  }
}

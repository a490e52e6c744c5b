// The mirror: native elements over the canvas, one for each semantic node, invisible except for the
// field that is being edited. The module sends blocks of changes (layout: app/ui/backend/mirror.h);
// what people, screen readers and tests do to the elements goes back as node events.
//
// Real pointers act through the canvas: the root captures them, and what they click is found by
// ImGui. Clicks without a pointer (keyboard, screen reader, test) activate the element's node.

const roles = ['none', 'text', 'heading', 'button', 'link', 'textbox', 'searchbox', 'textarea',
  'checkbox', 'radio', 'tab', 'tablist', 'combobox', 'listbox', 'option', 'table', 'row',
  'columnheader', 'rowheader', 'cell', 'dialog', 'status', 'alert', 'image', 'progressbar',
  'slider', 'navigation', 'main', 'banner', 'region', 'group', 'list', 'listitem', 'menu',
  'menuitem', 'separator']

// NodeFlag of app/ui/kit/semantics.h
const flag = Object.fromEntries(['disabled', 'read_only', 'checked', 'selected', 'expanded',
  'has_popup', 'required', 'invalid', 'modal', 'current', 'focused', 'assertive', 'numeric', 'date',
  'tel', 'email', 'password', 'sort_ascending', 'sort_descending', 'autofocus', 'align_right',
  'tab_stop']
  .map((name, bit) => [name, 1 << bit]))

// NodeEventKind
export const event_kind = { activate: 0, focus: 1, blur: 2, edit: 3, commit: 4, cancel: 5, set: 6 }

const fields = new Set(['textbox', 'searchbox', 'textarea'])
const inputs = { checkbox: 'checkbox', radio: 'radio', slider: 'range' }
const buttons = new Set(['button', 'tab', 'combobox', 'menuitem'])
// Their text is what they say; all others are named by aria-label.
const speaks_by_text = new Set(['none', 'text', 'heading', 'button', 'link', 'tab', 'option',
  'menuitem', 'cell', 'rowheader', 'columnheader', 'listitem', 'status', 'alert'])
const selectable = new Set(['tab', 'option', 'row', 'cell', 'rowheader', 'columnheader'])
const line_height_per_em = 1.25

class Reader {
  constructor(view) {
    this.view = view
    this.at = 0
    this.decoder = new TextDecoder()
  }
  u32() { this.at += 4; return this.view.getUint32(this.at - 4, true) }
  i32() { this.at += 4; return this.view.getInt32(this.at - 4, true) }
  f32() { this.at += 4; return this.view.getFloat32(this.at - 4, true) }
  f64() { this.at += 8; return this.view.getFloat64(this.at - 8, true) }
  text() {
    const length = this.u32()
    this.at += length
    if (length === 0) return ''
    return this.decoder.decode(
      new Uint8Array(this.view.buffer, this.view.byteOffset + this.at - length, length))
  }
}

function read_node(reader) {
  return {
    slot: reader.u32(), role: roles[reader.u32()] ?? 'none', flags: reader.u32(),
    level: reader.i32(), row: reader.i32(), column: reader.i32(),
    row_count: reader.i32(), column_count: reader.i32(),
    x: reader.f32(), y: reader.f32(), width: reader.f32(), height: reader.f32(),
    font: reader.f32(), pad_x: reader.f32(), pad_y: reader.f32(), color: reader.u32(),
    minimum: reader.f64(), maximum: reader.f64(), now: reader.f64(), step: reader.f64(),
    label: reader.text(), value: reader.text(), description: reader.text(), href: reader.text(),
    placeholder: reader.text(),
  }
}

// An input with a popup is a combobox to screen readers; whatever changes the element's kind makes
// another element.
function kind_of(node) {
  if (node.role === 'heading') return `heading${node.level}`
  if (fields.has(node.role) && node.flags & flag.has_popup) return `${node.role} popup`
  return node.role
}

function make(node) {
  let element
  if (node.role === 'textarea') {
    element = document.createElement('textarea')
  } else if (fields.has(node.role)) {
    element = document.createElement('input')
    element.type = 'text'
    if (node.role === 'searchbox') element.setAttribute('role', 'searchbox')
  } else if (inputs[node.role]) {
    element = document.createElement('input')
    element.type = inputs[node.role]
  } else if (buttons.has(node.role)) {
    element = document.createElement('button')
    element.type = 'button'
    if (node.role !== 'button') element.setAttribute('role', node.role)
  } else if (node.role === 'link') {
    element = document.createElement('a')
  } else if (node.role === 'heading') {
    element = document.createElement(`h${Math.min(Math.max(node.level, 1), 6)}`)
  } else if (node.role === 'text') {
    element = document.createElement('span')
  } else {
    element = document.createElement('div')
    const role = node.role === 'image' ? 'img' : node.role
    if (role !== 'none') element.setAttribute('role', role)
  }
  if (fields.has(node.role)) {
    element.classList.add('field')
    element.autocomplete = 'off'
    if (node.flags & flag.has_popup) element.setAttribute('role', 'combobox')
  }
  element.classList.add(`n-${node.role}`)
  return element
}

// The blank of an amount ends no line in a field either (core::in_amount), and stays one in text.
const amounts = /\b([A-Z]{3}) (?=[-\u2212\d])|(\d) (?=元)/g
const joined = text => text.replace(amounts, '$1$2\u00a0')
const text_of = ({ tagName, value }) =>
  tagName === 'TEXTAREA' ? value.replaceAll('\u00a0', ' ') : value

function set(element, name, value) {
  if (value === null || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name)
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value)
  }
}

const css_color = rgba => `rgb(${rgba & 255} ${(rgba >> 8) & 255} ${(rgba >> 16) & 255} / ${
  ((rgba >>> 24) / 255).toFixed(3)})`

export function create_mirror(root, page, send) {
  const elements = new Map() // slot -> element
  const slots = new WeakMap()
  const nodes = new WeakMap()
  const texts = new WeakMap() // element -> what it says, as its first text node
  const last_value = new WeakMap() // what the app and the field agreed on last
  const polite = root.parentElement.querySelector('#polite')
  const assertive = root.parentElement.querySelector('#assertive')
  let order = [] // [slot, parent slot]
  let inert = []
  let focus_wanted = 0
  let open_dialog = null
  const openers = new WeakMap() // dialog -> what had the focus when it opened
  let applying = false
  let composing = null

  const slot_of = element => slots.get(element) ?? 0

  function announce(node) {
    const loud = node.role === 'alert' || (node.flags & flag.assertive) !== 0
    const region = loud ? assertive : polite
    const line = document.createElement('div')
    line.textContent = node.value ? `${node.label} ${node.value}` : node.label
    region.append(line)
    setTimeout(() => line.remove(), 10_000)
  }

  function write_text(element, text) {
    let first = texts.get(element)
    if (!first) {
      first = document.createTextNode('')
      texts.set(element, first)
      element.prepend(first)
    }
    if (first.data !== text) first.data = text
  }

  function write_field(element, node) {
    const scale = page.dpr
    const line = node.font / scale
    const style = element.style
    style.font = `${line / line_height_per_em}px/${line}px ${page.font_stack}`
    style.padding = `${node.role === 'textarea' ? node.pad_y / scale : 0}px ${node.pad_x / scale}px`
    style.textAlign = node.flags & flag.align_right ? 'right' : 'left'
    style.setProperty('--ink', css_color(node.color))
    const mode = node.flags & flag.numeric ? 'decimal'
      : node.flags & flag.tel ? 'tel'
        : node.flags & flag.email ? 'email'
          : node.role === 'searchbox' ? 'search' : null
    set(element, 'inputmode', mode)
    set(element, 'placeholder', node.placeholder || null)
    set(element, 'enterkeyhint', node.role === 'searchbox' ? 'search' : null)
    if (node.role !== 'textarea') {
      const type = node.flags & flag.password ? 'password' : 'text'
      if (element.type !== type) element.type = type
      const prose = !(node.flags & (flag.numeric | flag.date | flag.tel | flag.email))
      element.spellcheck = prose
    }
    element.readOnly = (node.flags & (flag.read_only | flag.disabled)) !== 0
    set(element, 'aria-required', node.flags & flag.required ? 'true' : null)
    if (last_value.get(element) !== node.value) {
      last_value.set(element, node.value)
      // A composition is never disturbed; its end tells the app what stands there.
      const value = node.role === 'textarea' ? joined(node.value) : node.value
      if (element.value !== value && composing !== element) element.value = value
    }
  }

  function write(element, node) {
    const { flags, role } = node
    const style = element.style
    const scale = page.dpr
    style.left = `${node.x / scale}px`
    style.top = `${node.y / scale}px`
    style.width = `${Math.max(node.width, 1) / scale}px`
    style.height = `${Math.max(node.height, 1) / scale}px`
    const disabled = (flags & flag.disabled) !== 0
    set(element, 'aria-disabled', disabled ? 'true' : null)
    set(element, 'aria-description', node.description || null)
    set(element, 'aria-invalid', flags & flag.invalid ? 'true' : null)
    set(element, 'aria-current', flags & flag.current ? 'page' : null)
    const popup = (flags & flag.has_popup) !== 0
    set(element, 'aria-haspopup', popup ? (role === 'button' ? 'menu' : 'listbox') : null)
    set(element, 'aria-expanded', popup || role === 'combobox'
      ? String((flags & flag.expanded) !== 0) : null)
    if (selectable.has(role) && (role === 'tab' || role === 'option' || flags & flag.selected)) {
      set(element, 'aria-selected', String((flags & flag.selected) !== 0))
    } else {
      set(element, 'aria-selected', null)
    }
    if (speaks_by_text.has(role)) write_text(element, node.label)
    else set(element, 'aria-label', node.label || null)
    set(element, 'lang', null)

    if (fields.has(role)) write_field(element, node)
    else if (role === 'checkbox' || role === 'radio') element.checked = (flags & flag.checked) !== 0
    else if (role === 'combobox') write_text(element, node.value)
    else if (role === 'link') set(element, 'href', node.href || '#')
    else if (role === 'dialog') set(element, 'aria-modal', flags & flag.modal ? 'true' : null)
    else if (role === 'slider') write_slider(element, node)
    else if (role === 'progressbar') write_progress(element, node)
    else if (role === 'table') {
      set(element, 'aria-rowcount', node.row_count >= 0 ? node.row_count : null)
      set(element, 'aria-colcount', node.column_count >= 0 ? node.column_count : null)
    } else if (role === 'status' || role === 'alert') set(element, 'aria-live', 'off')
    if (role === 'columnheader') {
      const sort = flags & flag.sort_ascending ? 'ascending'
        : flags & flag.sort_descending ? 'descending' : null
      set(element, 'aria-sort', sort)
    }
    if (node.row >= 0) set(element, 'aria-rowindex', node.row + 1)
    if (node.column >= 0) set(element, 'aria-colindex', node.column + 1)
    // A table is walked with the arrows, a head that sorts is pressed with Enter.
    if (role === 'table' || (role === 'columnheader' && !(flags & flag.read_only))) {
      set(element, 'tabindex', '0')
    }
    if (disabled) element.tabIndex = -1
    else if (flags & flag.tab_stop) element.tabIndex = 0
    else if (element.tabIndex === -1 && element.matches('button, a, input, textarea')) {
      element.removeAttribute('tabindex')
    }
  }

  function write_slider(element, node) {
    element.min = node.minimum
    element.max = node.maximum
    element.step = node.step > 0 ? node.step : 'any'
    if (element.valueAsNumber !== node.now) element.value = String(node.now)
    set(element, 'aria-valuetext', node.value || null)
  }

  function write_progress(element, node) {
    const known = node.maximum > node.minimum
    set(element, 'aria-valuemin', known ? node.minimum : null)
    set(element, 'aria-valuemax', known ? node.maximum : null)
    set(element, 'aria-valuenow', known ? node.now : null)
    set(element, 'aria-valuetext', node.value || null)
  }

  function replace(slot, node) {
    const old = elements.get(slot)
    const element = make(node)
    elements.set(slot, element)
    slots.set(element, slot)
    if (old) {
      slots.delete(old)
      element.append(...[...old.children])
      old.replaceWith(element)
    }
    return element
  }

  function read_changes(reader) {
    for (let count = reader.u32(); count > 0; --count) {
      const slot = reader.u32()
      const element = elements.get(slot)
      elements.delete(slot)
      if (!element) continue
      slots.delete(element)
      for (const child of [...element.children]) root.append(child) // the order places them
      element.remove()
    }
    let autofocus = null
    for (let count = reader.u32(); count > 0; --count) {
      const node = read_node(reader)
      let element = elements.get(node.slot)
      const before = element ? nodes.get(element) : null
      if (!element || kind_of(before) !== kind_of(node)) {
        element = replace(node.slot, node)
        if (!before && node.flags & flag.autofocus) autofocus = element
      }
      write(element, node)
      nodes.set(element, node)
      const live = node.role === 'status' || node.role === 'alert'
      const said = before ? before.label + before.value : ''
      if (live && node.label && said !== node.label + node.value) announce(node)
      // The row that the arrows came to.
      if (node.role === 'table' && node.value && node.value !== before?.value) {
        announce({ ...node, label: node.value, value: '' })
      }
    }
    return autofocus
  }

  // A field with an open list says which one: the list of choices, or the dialog that it searches.
  function name_list(element) {
    if (element.getAttribute('role') !== 'combobox') return
    const open = element.getAttribute('aria-expanded') === 'true'
    const list = open ? root.querySelector('.n-listbox') ?? element.closest('[role=dialog]') : null
    if (list && !list.id) list.id = `list${slot_of(list)}`
    set(element, 'aria-controls', list?.id ?? null)
  }

  // Brings the elements into reading order and moves as few as possible: a moved element loses its
  // focus, its selection and a screen reader's place.
  function place_all() {
    const next = new Map() // parent -> the child that should come next
    for (const [slot, parent_slot] of order) {
      const element = elements.get(slot)
      const parent = elements.get(parent_slot) ?? root
      if (!element || element.contains(parent)) continue
      let place = next.has(parent) ? next.get(parent) : parent.firstElementChild
      const from = element.parentElement // which must not go on with what has left it
      if (from !== parent && next.get(from) === element) next.set(from, element.nextElementSibling)
      if (place === element) {
        place = element.nextElementSibling
      } else if (element.parentElement === parent && parent.moveBefore) {
        parent.moveBefore(element, place)
      } else {
        parent.insertBefore(element, place)
      }
      next.set(parent, place)
    }
    for (const [slot] of order) {
      const element = elements.get(slot)
      const node = nodes.get(element)
      if (!node || !speaks_by_text.has(node.role)) continue
      // What has parts is named by its parts.
      write_text(element, element.firstElementChild ? '' : node.label)
    }
    for (const [slot] of order) name_list(elements.get(slot))
    const radios = new Map()
    for (const [slot, parent] of order) {
      const element = elements.get(slot)
      if (element.type === 'radio') {
        element.name = `group${parent}`
        radios.set(element, parent)
      }
    }
  }

  // While a modal dialog stands, all that is not on the way to it is inert.
  function close_off() {
    const dialog = top_dialog()
    const off = []
    for (let at = dialog; at && at !== root; at = at.parentElement) {
      for (const sibling of at.parentElement.children) if (sibling !== at) off.push(sibling)
    }
    for (const element of inert) if (!off.includes(element)) element.inert = false
    for (const element of off) if (!element.inert) element.inert = true
    inert = off
    return dialog
  }

  function top_dialog() {
    let dialog = null
    for (const [slot] of order) {
      const element = elements.get(slot)
      if (nodes.get(element).flags & flag.modal) dialog = element
    }
    return dialog
  }

  // The app's wish comes first, unless it lies behind a dialog; then what asked for the focus when
  // it appeared; a new dialog takes it, and a dialog that goes gives it back to where it was.
  // Answers the element that took it without the app's wish.
  function move_focus(slot, autofocus, dialog, before) {
    const active = root.contains(document.activeElement) ? document.activeElement : null
    const wished = elements.get(slot)
    const opened = dialog && !openers.has(dialog)
    // Never a slot: that of what has gone is another's by then. A dialog that took the place of
    // another gives the focus back to where that one would have.
    if (opened) openers.set(dialog, before?.isConnected ? before : openers.get(open_dialog))
    const closed = open_dialog && open_dialog !== dialog && !open_dialog.isConnected
      ? open_dialog : null
    open_dialog = dialog
    const reachable = element => element?.isConnected && !element.closest('[inert]')

    if (reachable(autofocus)) return give_focus(autofocus)
    if (reachable(wished)) {
      focus_wanted = slot
      if (wished !== active) give_focus(wished)
      return null
    }
    if (opened) {
      return give_focus(dialog.querySelector('input, textarea, button, a[href]') ?? dialog)
    }
    if (closed) {
      const opener = openers.get(closed)
      if (reachable(opener)) return give_focus(opener)
    }
    const left_over = active && focus_wanted !== 0 && slot_of(active) === focus_wanted
    if (slot === 0 && left_over) active.blur()
    focus_wanted = slot
    return null
  }

  function give_focus(element) {
    if (element.tabIndex < 0 && !element.hasAttribute('tabindex')) element.tabIndex = -1
    element.focus({ preventScroll: true })
    if (element.matches('input.field')) element.select()
    focus_wanted = slot_of(element)
    return element
  }

  function apply(view) {
    const reader = new Reader(view)
    applying = true
    const active = root.contains(document.activeElement) ? document.activeElement : null
    const before = active ?? elements.get(focus_wanted)
    let focused = null
    try {
      const autofocus = read_changes(reader)
      const count = reader.u32()
      if (count > 0) {
        order = []
        for (let at = 0; at < count; ++at) order.push([reader.u32(), reader.u32()])
        place_all()
      }
      const dialog = close_off()
      focused = move_focus(reader.u32(), autofocus, dialog, before)
    } finally {
      applying = false
    }
    if (focused) send(event_kind.focus, slot_of(focused), '', 1)
  }

  // --- from the elements to the app

  function tell(kind, element, text = '', number = 0) {
    const slot = slot_of(element)
    if (slot !== 0) send(kind, slot, text, number)
  }

  root.addEventListener('focusin', event => {
    if (applying) return
    focus_wanted = slot_of(event.target)
    tell(event_kind.focus, event.target, '', event.target.matches(':focus-visible') ? 1 : 0)
  })
  root.addEventListener('focusout', event => {
    if (composing === event.target) composing = null
    if (!applying) tell(event_kind.blur, event.target)
  })

  function edited(element) {
    const text = text_of(element)
    if (last_value.get(element) === text) return
    last_value.set(element, text)
    tell(event_kind.edit, element, text)
  }
  root.addEventListener('compositionstart', event => { composing = event.target })
  root.addEventListener('compositionend', event => {
    composing = null
    edited(event.target)
  })
  root.addEventListener('input', event => {
    const element = event.target
    if (element.type === 'range') {
      tell(event_kind.set, element, '', element.valueAsNumber)
    } else if (element.matches('.field') && !event.isComposing && composing !== element) {
      edited(element)
    }
  })

  root.addEventListener('click', event => {
    const element = event.target.closest('[class^="n-"], .field')
    if (!element || element.matches('.field, [type=range]')) return
    const by_pointer = page.pointer_was_here(event)
    if (element.matches('a')) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return // a new tab or window
      event.preventDefault()
    }
    if (by_pointer) {
      event.preventDefault() // the canvas has seen it; a box must not turn twice
      return
    }
    if (element.getAttribute('aria-disabled') === 'true') {
      event.preventDefault()
      return
    }
    tell(event_kind.activate, element)
    // The box has turned itself already; the app's answer decides.
    const node = nodes.get(element)
    if (node && (node.role === 'checkbox' || node.role === 'radio')) {
      element.checked = (nodes.get(element).flags & flag.checked) !== 0
      queueMicrotask(() => { element.checked = (nodes.get(element).flags & flag.checked) !== 0 })
    }
  })

  return {
    apply,
    tell,
    // Enter and Escape while a field or a dialog has the focus: true when they were told.
    key(event) {
      const element = event.target
      const field = element.matches?.('.field') && slot_of(element) !== 0
      // Ctrl+Enter saves the form in which it is pressed.
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        const form = element.closest?.('[role=dialog]')
        if (form && slot_of(form) !== 0) {
          if (field) edited(element)
          tell(event_kind.commit, form)
          return true
        }
      }
      if (event.key === 'Enter' && field) {
        const many = element.tagName === 'TEXTAREA'
        if (many && !event.ctrlKey && !event.metaKey) return false
        edited(element)
        tell(event_kind.commit, element)
        return true
      }
      if ((event.key === 'Enter' || event.key === ' ') && element.matches?.('.n-columnheader')) {
        tell(event_kind.activate, element)
        return true
      }
      if (event.key === 'Escape') {
        const target = field ? element : element.closest?.('[role=dialog]')
        if (!target || slot_of(target) === 0) return false
        tell(event_kind.cancel, target)
        return true
      }
      return false
    },
    forget() {
      for (const element of elements.values()) element.remove()
      elements.clear()
      order = []
      inert = []
    },
  }
}

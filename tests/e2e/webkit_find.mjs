// Runs in a page of WebKit: what a way of getByRole, getByText, locator, filter, nth finds there,
// in order. The roles and names are those of the mirror's elements, which say both plainly.
export function find_all(way) {
  const plain = text =>
    (text ?? '').replace(/[\u200b\u00ad]/g, '').replace(/\s+/g, ' ').trim()
  const says = (text, wanted, exact) => {
    if (wanted === undefined) return true
    if (wanted.source !== undefined) return new RegExp(wanted.source, wanted.flags).test(text)
    const words = plain(wanted.text)
    return exact ? text === words : text.toLowerCase().includes(words.toLowerCase())
  }
  const roles = { BUTTON: 'button', TEXTAREA: 'textbox', NAV: 'navigation', MAIN: 'main',
    PROGRESS: 'progressbar', DIALOG: 'dialog', LI: 'listitem', TABLE: 'table', TR: 'row' }
  const inputs = { checkbox: 'checkbox', radio: 'radio', range: 'slider', search: 'searchbox',
    file: '', hidden: '' }
  const role_of = element => element.getAttribute('role') ??
    (element.tagName === 'INPUT' ? inputs[element.type] ?? 'textbox'
      : element.tagName === 'A' && element.hasAttribute('href') ? 'link'
        : /^H[1-6]$/.test(element.tagName) ? 'heading' : roles[element.tagName] ?? '')
  const content = element => [...element.childNodes].map(child => {
    if (child.nodeType === Node.TEXT_NODE) return child.data
    if (child.nodeType !== Node.ELEMENT_NODE || hidden(child)) return ''
    const text = child.getAttribute('aria-label') ?? content(child)
    return getComputedStyle(child).display === 'inline' ? text : ` ${text} `
  }).join('')
  const by_content = new Set(['button', 'link', 'heading', 'tab', 'option', 'menuitem', 'cell',
    'rowheader', 'columnheader', 'row', 'listitem', 'checkbox', 'radio'])
  const name_of = (element, role) => plain(element.getAttribute('aria-label') ??
    (by_content.has(role) ? content(element) : element.getAttribute('placeholder')))
  const hidden = element => element.closest('[aria-hidden=true]') !== null ||
    !element.checkVisibility({ visibilityProperty: true })
  const level = element =>
    Number(element.getAttribute('aria-level') ?? /^H([1-6])$/.exec(element.tagName)?.[1])
  const shown = element => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true })
  }
  const spoken = element => plain(element.tagName === 'INPUT' ? '' : element.textContent)
  const steps = {
    role: (root, { role, name, exact, ...state }) => [...root.querySelectorAll('*')]
      .filter(element => role_of(element) === role && !hidden(element) &&
        (state.level === undefined || level(element) === state.level) &&
        (state.selected === undefined ||
          (element.getAttribute('aria-selected') === 'true') === state.selected) &&
        (state.checked === undefined || element.checked === state.checked) &&
        says(name_of(element, role), name, exact)),
    text: (root, { text, exact }) => [...root.querySelectorAll('*')].filter(element =>
      !['SCRIPT', 'STYLE', 'NOSCRIPT', 'HEAD', 'TITLE'].includes(element.tagName) &&
      says(spoken(element), text, exact) &&
      ![...element.children].some(child => says(spoken(child), text, exact))),
    css: (root, { css }) => css.endsWith(':visible')
      ? [...root.querySelectorAll(css.slice(0, -':visible'.length))].filter(shown)
      : [...root.querySelectorAll(css)],
  }
  let found = [document]
  for (const step of way) {
    if (step.kind === 'nth') {
      const one = found.at(step.at)
      found = one ? [one] : []
    } else if (step.kind === 'filter') {
      found = found.filter(element => says(spoken(element), step.text, false))
    } else if (step.kind === 'or') {
      const all = new Set([...found, ...find_all(step.way)])
      found = [...all].sort((a, b) =>
        a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)
    } else {
      found = [...new Set(found.flatMap(root => steps[step.kind](root, step)))]
    }
  }
  return found
}

// What an assertion asks about an element, and whether it holds.
export function ask(elements, what, { name, wanted, number }) {
  const plain = text => text.replace(/[\u200b\u00ad]/g, '').replace(/\s+/g, ' ').trim()
  const fits = (text, { string, regexSource, regexFlags, matchSubstring, normalizeWhiteSpace }) => {
    const had = normalizeWhiteSpace ? plain(text) : text
    if (regexSource !== undefined) return new RegExp(regexSource, regexFlags).test(had)
    const words = normalizeWhiteSpace ? plain(string) : string
    return matchSubstring ? had.includes(words) : had === words
  }
  if (what === 'to.have.count') {
    return { holds: elements.length === number, value: elements.length }
  }
  if (what.endsWith('.text.array')) {
    const value = elements.map(element => element.textContent)
    return { value, holds: what === 'to.have.text.array'
      ? value.length === wanted.length && value.every((text, at) => fits(text, wanted[at]))
      : wanted.every(each => value.some(text => fits(text, each))) }
  }
  const [element] = elements
  const { width, height } = element?.getBoundingClientRect() ?? { width: 0, height: 0 }
  const seen = width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true })
  const simple = {
    'to.be.attached': ['attached', 'detached', Boolean(element)],
    'to.be.detached': ['detached', 'attached', !element],
    'to.be.visible': ['visible', 'hidden', seen],
    'to.be.hidden': ['hidden', 'visible', !seen],
  }[what]
  if (simple) return { holds: simple[2], value: simple[simple[2] ? 0 : 1] }
  if (!element) return { none: true }
  const disabled = element.disabled === true || element.getAttribute('aria-disabled') === 'true'
  const checked = element.checked ?? element.getAttribute('aria-checked') === 'true'
  const state = {
    'to.be.enabled': ['enabled', 'disabled', !disabled],
    'to.be.disabled': ['disabled', 'enabled', disabled],
    'to.be.focused': ['focused', 'inactive', document.activeElement === element],
    'to.be.checked': ['checked', 'unchecked', checked === (wanted?.checked ?? true)],
    'to.have.attribute': ['there', 'none', element.hasAttribute(name)],
  }[what]
  if (state) return { holds: state[2], value: state[state[2] ? 0 : 1] }
  const value = {
    'to.have.text': () => element.textContent,
    'to.have.value': () => element.value,
    'to.have.accessible.description': () => element.getAttribute('aria-description') ??
      (element.getAttribute('aria-describedby') ?? '').split(' ')
        .map(id => document.getElementById(id)?.textContent ?? '').join(' '),
    'to.have.attribute.value': () => element.getAttribute(name),
  }[what]()
  return { holds: value !== null && fits(value, wanted[0]), value }
}

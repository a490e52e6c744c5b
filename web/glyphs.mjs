// Glyphs in the system's own fonts, drawn one at a time into a small canvas: a character, or a run
// of them that only the system can set (kit/runs.h). Sizes are device pixels. The mirror's fields
// use the same stack, so that text does not move when it is edited.

export const font_stack = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", ' +
  '"PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", ' +
  '"Source Han Sans SC", "Hiragano Sans GB", sans-serif'

const is_digit = text => text.length === 1 && text >= '0' && text <= '9'
const nothing = { left: 0, top: 0, width: 0, height: 0, colored: false, advance: 0, pixels: null }

export function create_glyphs(stack = font_stack) {
  const canvas = document.createElement('canvas')
  canvas.hidden = true
  document.body.append(canvas) // for WebKit one that is in no document has no language
  let context = null
  let font = ''
  let language = document.documentElement.lang
  const digit_widths = new Map()
  const prepared = new Map() // drawn ahead of need, each taken once
  const asked = new Set()

  function grow(width, height) {
    if (context && canvas.width >= width && canvas.height >= height) return
    canvas.width = Math.max(canvas.width, Math.ceil(width / 64) * 64)
    canvas.height = Math.max(canvas.height, Math.ceil(height / 64) * 64)
    // In the processor's memory: reading back from a graphics card is fifteen times slower.
    context ??= canvas.getContext('2d', { willReadFrequently: true })
    font = '' // a new size forgets the state
  }

  function use(bold, em) {
    const wanted = `${bold ? '600 ' : ''}${em}px ${stack}`
    if (font === wanted) return
    font = wanted
    canvas.lang = language // Han variants: 骨 differs by language
    if ('lang' in context) context.lang = language
    context.font = wanted // after the language: WebKit chooses the font here
    context.fillStyle = '#fff'
    context.textBaseline = 'alphabetic'
    if ('fontKerning' in context) context.fontKerning = 'none'
  }

  // All digits take the room of the widest, so that columns of numbers stand in line.
  function digit_width() {
    let width = digit_widths.get(font)
    if (width === undefined) {
      width = 0
      for (let digit = 0; digit <= 9; ++digit) {
        width = Math.max(width, context.measureText(String(digit)).width)
      }
      digit_widths.set(font, width)
    }
    return width
  }

  function advance_of(text, measured) {
    return Math.round(is_digit(text) ? digit_width() : measured)
  }

  // The glyph's own box inside of a picture, as alpha, or as RGBA where it has colours.
  function cut_out(data, stride, x, y, width, height) {
    let left = width, right = -1, top = height, bottom = -1
    let colored = false
    for (let row = 0; row < height; ++row) {
      let at = ((y + row) * stride + x) * 4
      for (let column = 0; column < width; ++column, at += 4) {
        const alpha = data[at + 3]
        if (alpha === 0) continue
        if (column < left) left = column
        if (column > right) right = column
        if (row < top) top = row
        bottom = row
        // Faint pixels do not keep their colour exactly.
        if (alpha > 32 && data[at] + data[at + 1] + data[at + 2] < 720) colored = true
      }
    }
    if (right < 0) return null
    const w = right - left + 1
    const h = bottom - top + 1
    const pixels = new Uint8Array(w * h * (colored ? 4 : 1))
    let out = 0
    for (let row = top; row <= bottom; ++row) {
      let at = ((y + row) * stride + x + left) * 4
      for (let column = 0; column < w; ++column, at += 4) {
        if (colored) {
          pixels.set(data.subarray(at, at + 4), out)
          out += 4
        } else {
          pixels[out++] = data[at + 3]
        }
      }
    }
    return { left, top, width: w, height: h, colored, pixels }
  }

  function draw_now(text, bold, em) {
    grow(64, 64)
    use(bold, em)
    const size = context.measureText(text)
    const advance = advance_of(text, size.width)
    const shift = is_digit(text) ? Math.max(0, (advance - size.width) / 2) : 0
    const room = value => Math.ceil(Math.min(Math.max(value, 0), em * 4 * text.length)) + 2
    const left = room(size.actualBoundingBoxLeft)
    const ascent = room(size.actualBoundingBoxAscent)
    const width = left + room(size.actualBoundingBoxRight + shift)
    const height = ascent + room(size.actualBoundingBoxDescent)
    grow(width, height)
    use(bold, em)
    context.clearRect(0, 0, width, height)
    context.fillText(text, left + shift, ascent)
    const { data } = context.getImageData(0, 0, width, height)
    const box = cut_out(data, width, 0, 0, width, height)
    if (!box) return { ...nothing, advance }
    return { ...box, left: box.left - left, top: box.top - ascent, advance }
  }

  const key_of = (text, bold, em) => `${text} ${bold ? 1 : 0} ${em}`

  // Many at once: one reading back of the canvas for a whole sheet.
  const sheet = 6
  function prepare(texts, bold, em) {
    const cell = Math.ceil(em * 1.5) + 4
    const base = Math.ceil(em * 1.1) + 2
    grow(cell * sheet, cell * sheet)
    use(bold, em)
    context.clearRect(0, 0, cell * sheet, cell * sheet)
    const drawn = []
    for (const text of texts) {
      const size = context.measureText(text)
      const fits = size.actualBoundingBoxLeft < 1 && size.actualBoundingBoxRight < cell - 4 &&
        size.actualBoundingBoxAscent < base - 1 && size.actualBoundingBoxDescent < cell - base - 1
      if (!fits || is_digit(text)) continue
      const x = (drawn.length % sheet) * cell
      const y = Math.floor(drawn.length / sheet) * cell
      context.fillText(text, x + 2, y + base)
      drawn.push({ text, x, y, advance: Math.round(size.width) })
    }
    const { data } = context.getImageData(0, 0, cell * sheet, cell * sheet)
    for (const { text, x, y, advance } of drawn) {
      const box = cut_out(data, cell * sheet, x, y, cell, cell)
      prepared.set(key_of(text, bold, em), box
        ? { ...box, left: box.left - 2, top: box.top - base, advance }
        : { ...nothing, advance })
    }
  }

  return {
    line(bold, em) {
      grow(64, 64)
      use(bold, em)
      const size = context.measureText('x')
      // CSS rounds both before it centres a line.
      return {
        ascent: Math.round(size.fontBoundingBoxAscent),
        descent: Math.round(size.fontBoundingBoxDescent),
      }
    },

    advance(text, bold, em) {
      const known = prepared.get(key_of(text, bold, em))
      if (known) return known.advance
      grow(64, 64)
      use(bold, em)
      return advance_of(text, context.measureText(text).width)
    },

    draw(text, bold, em) {
      const key = key_of(text, bold, em)
      asked.add(key)
      const known = prepared.get(key)
      if (known) {
        prepared.delete(key)
        return known
      }
      return draw_now(text, bold, em)
    },

    prewarm(text, em) {
      const idle = window.requestIdleCallback ?? (work => setTimeout(work, 20))
      let wanted
      const next = () => {
        wanted ??= [...new Set(text)]
          .filter(character => character > ' ' && !asked.has(key_of(character, false, em)))
        if (wanted.length === 0) return
        prepare(wanted.splice(0, sheet * sheet), false, em)
        idle(next)
      }
      idle(next)
    },

    set_language(tag) {
      language = tag
      font = ''
      prepared.clear()
      asked.clear()
    },
  }
}

// Whether the canvas can be trusted with text: 'ok', 'tofu' (no Chinese font) or 'noise' (the
// browser falsifies what a canvas holds, against fingerprinting).
export function test_glyphs(stack = font_stack) {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 40
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return 'noise'
  canvas.lang = 'zh-CN'
  context.fillStyle = '#fff'
  context.font = `24px ${stack}`
  const picture = text => {
    context.clearRect(0, 0, 40, 40)
    context.fillText(text, 4, 30)
    return context.getImageData(0, 0, 40, 40).data
  }
  const same = (a, b) => a.every((value, index) => value === b[index])
  context.fillRect(0, 0, 40, 40)
  if (context.getImageData(0, 0, 40, 40).data.some(value => value !== 255)) return 'noise'
  const once = picture('国')
  if (!same(once, picture('国'))) return 'noise'
  if (!once.some(value => value !== 0)) return 'tofu'
  // Where there is no glyph, every character shows a box of one size (Firefox writes the code into
  // it, so only the outlines are alike). U+0378 is no character.
  const outline = data => {
    let left = 40, right = 0, top = 40, bottom = 0
    for (let at = 3; at < data.length; at += 4) {
      if (data[at] < 64) continue
      const x = ((at - 3) / 4) % 40
      const y = Math.floor((at - 3) / 160)
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
    return `${left} ${right} ${top} ${bottom}`
  }
  const missing = outline(picture('\u0378'))
  if (outline(once) === missing && outline(picture('永')) === missing) return 'tofu'
  return 'ok'
}

// The canvas, and which renderer paints it: WebGL2 on real hardware, else the software rasteriser
// of the module, whose picture is put here.

const software_driver = /swiftshader|llvmpipe|softpipe|software|basic render|warp/i
const patience_ms = 3000 // for a lost context to come back, while someone looks

export function create_canvas(root, wanted, on_change) {
  let canvas = root.querySelector('canvas')
  let flat = null
  let waiting = 0

  function replace() { // a canvas keeps the kind of context that it once had
    const fresh = document.createElement('canvas')
    fresh.id = canvas.id
    fresh.setAttribute('aria-hidden', 'true')
    canvas.replaceWith(fresh)
    canvas = fresh
  }

  function driver_of(gl) {
    const names = gl.getExtension('WEBGL_debug_renderer_info')
    return String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
  }

  function watch() {
    canvas.addEventListener('webglcontextlost', event => {
      event.preventDefault()
      on_change('lost')
      const give_up = () => {
        if (document.hidden) { // nobody waits; the system takes contexts from hidden pages
          waiting = setTimeout(give_up, patience_ms)
          return
        }
        replace()
        on_change('gone')
      }
      clearTimeout(waiting)
      waiting = setTimeout(give_up, patience_ms)
    })
    canvas.addEventListener('webglcontextrestored', () => {
      clearTimeout(waiting)
      on_change('restored')
    })
  }

  function find_webgl() {
    if (wanted === 'software') return false
    let gl = null
    try {
      gl = canvas.getContext('webgl2', {
        alpha: false, depth: false, stencil: false, antialias: false,
        failIfMajorPerformanceCaveat: wanted !== 'webgl',
      })
    } catch { /* some policies throw instead of answering null */ }
    if (!gl) return false
    if (wanted !== 'webgl' && software_driver.test(driver_of(gl))) {
      gl.getExtension('WEBGL_lose_context')?.loseContext()
      replace()
      return false
    }
    watch()
    return true
  }
  // A dozen milliseconds, while the program is still compiled.
  const has_webgl = find_webgl()

  return {
    get element() { return canvas },

    // Whether #canvas holds a WebGL2 context that is worth it: asked at the start.
    webgl: () => has_webgl,

    resize(width, height) {
      if (canvas.width !== width) canvas.width = width
      if (canvas.height !== height) canvas.height = height
    },

    // A picture, of which `part` (x, y, width, height) is new.
    present(memory, at, width, height, part) {
      if (!flat) {
        flat = canvas.getContext('2d', { alpha: false })
        canvas.addEventListener('contextrestored', () => on_change('restored'))
      }
      const pixels = new Uint8ClampedArray(memory, at, width * height * 4)
      flat.putImageData(new ImageData(pixels, width, height), 0, 0, ...part)
    },
  }
}

// The desk around the window: clipboard, printer, share sheet, links to other programs.
import { number_pages } from './pages.mjs'
import { trusted_html } from './trust.mjs'

function copy_by_selection(text) {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'off-screen'
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

export function create_desk() {
  let print_frame = null
  let counted = -1 // of a long print whose pages are counted, 0 to 1000; -1: none is

  async function copy(text, html) {
    const before = document.activeElement
    try {
      if (html && window.ClipboardItem) {
        const part = (content, type) => new Blob([content], { type })
        await navigator.clipboard.write([new ClipboardItem({
          'text/plain': part(text, 'text/plain'), 'text/html': part(html, 'text/html'),
        })])
      } else {
        await navigator.clipboard.writeText(text)
      }
    } catch { // no permission, or no secure context
      copy_by_selection(text)
      before?.focus?.({ preventScroll: true })
    }
  }

  return {
    copy,

    printing: () => counted,
    stop_printing() {
      print_frame?.remove()
      counted = -1
    },

    print(body, title) {
      this.stop_printing()
      counted = 0
      const frame = document.createElement('iframe')
      frame.className = 'off-screen'
      frame.title = title
      frame.tabIndex = -1
      frame.setAttribute('aria-hidden', 'true')
      frame.setAttribute('sandbox', 'allow-same-origin allow-modals') // and no scripts
      const escaped = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)
      const styles = new URL('print.css', import.meta.url)
      const many = body.split('class="document').length > 2
      frame.srcdoc = trusted_html(`<!doctype html><html lang="${
        escaped(document.documentElement.lang)}"><head><meta charset="utf-8"><title>${
        escaped(title)}</title><link rel="stylesheet" href="${
        escaped(styles.href)}"></head><body${many ? ' class="many"' : ''}>${body}</body></html>`)
      frame.addEventListener('load', async () => {
        const paper = frame.contentDocument
        const stopped = () => frame !== print_frame || !frame.isConnected
        await paper.fonts?.ready
        if (stopped()) return
        await number_pages(paper, part => { counted = Math.floor(part * 1000) }, stopped)
        if (stopped()) return
        counted = -1
        await new Promise(go => setTimeout(go, 50)) // who waits for it goes on before the printer
        if (stopped()) return
        const page_title = document.title
        document.title = title // what "print to PDF" proposes as the file's name
        frame.contentWindow.addEventListener('afterprint', () => frame.remove())
        const before = document.activeElement
        frame.contentWindow.focus() // some browsers print what has it
        try {
          frame.contentWindow.print() // some browsers wait here until the person is done
        } finally {
          document.title = page_title
          window.focus() // or the next key goes to the frame, and nobody hears it
          before?.focus?.({ preventScroll: true })
        }
      }, { once: true })
      // Browsers do not all say when printing is over: the next print takes an old frame away, no
      // clock does, which would break a long print that a person still looks at.
      print_frame = frame
      document.body.append(frame)
    },

    share(title, text) {
      if (!navigator.share) {
        copy(text, '')
        return false
      }
      navigator.share({ title, text }).catch(() => { /* the person changed their mind */ })
      return true
    },

    open(address) {
      let url
      try {
        url = new URL(address, document.baseURI)
      } catch {
        return
      }
      if (!['mailto:', 'tel:', 'sms:', 'https:', 'http:'].includes(url.protocol)) return
      const link = document.createElement('a')
      link.href = url.href
      if (url.protocol.startsWith('http')) {
        link.target = '_blank'
        link.rel = 'noopener noreferrer'
      }
      link.click()
    },
  }
}

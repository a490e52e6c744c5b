// The page's one Trusted Types policy. Scripts: only our own workers. HTML: only what this program
// wrote for the printer, shown in a frame that runs no script.
const policy = window.trustedTypes?.createPolicy('huikuan', {
  createHTML: html => html,
  createScriptURL: address => {
    const url = new URL(address, document.baseURI)
    const ours = [new URL('sw.js', document.baseURI), new URL('sheet_worker.js', import.meta.url),
      new URL('workbook_worker.js', import.meta.url)]
    if (!ours.some(own => own.href === url.href)) throw new TypeError('not our worker')
    return url.href
  },
})

export const trusted_html = html => (policy ? policy.createHTML(html) : html)
export const trusted_script = address => (policy ? policy.createScriptURL(address) : address)

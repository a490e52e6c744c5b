// What a page does until it is killed (work_page.mjs), and what must be true afterwards. Each kind
// of work keeps one book; it is looked at in the next life of the browser, knowing what the server
// was told is saved.

export const kinds = ['commits', 'checkpoints', 'burst', 'import', 'passphrase', 'migration']

// What is wrong with the book, given what was told to be saved: a list of sentences.
function faults(kind, found, told) {
  if (found.report.error) return [`it does not open: ${JSON.stringify(found.report)}`]
  const acked = Math.max(0, ...told.filter(note => note.n).map(note => Number(note.n)))
  const wrong = []
  const must = (good, sentence) => {
    if (!good) wrong.push(sentence)
  }
  must(found.integrity === 'ok', `integrity_check: ${found.integrity}`)
  must(
    found.report.damaged.length === 0 &&
      !found.report.cut &&
      !found.report.repaired_root &&
      found.report.returned_to === '',
    `the chain is not whole: ${JSON.stringify(found.report)}`,
  )
  must(found.n >= acked, `commit ${acked} was called saved, the book ends at ${found.n}`)
  must(
    found.whole === found.n && found.rows === found.n * 3,
    `of ${found.n} commits ${found.whole} are whole (${found.rows} rows)`,
  )
  must(found.minor === (found.n * (found.n + 1)) / 2, `the sum is ${found.minor} at ${found.n}`)
  if (kind === 'import')
    must(
      found.imports.every(([, count]) => count === '12000'),
      `half an import: ${found.imports.join(' ')}`,
    )
  if (kind === 'migration')
    must(found.columns === 3 + found.n, `${found.columns} columns after ${found.n} migrations`)
  for (const note of told) if (note.failed) wrong.push(`in the page: ${note.failed}`)
  return wrong
}

export async function check_book(page, kind, told) {
  const tried = told.filter(note => note.trying).map(note => note.trying)
  const passphrases = kind === 'passphrase' ? [...tried.reverse().slice(0, 12), 'first'] : ['']
  const found = await page.call((...values) => work.check(...values), kind, passphrases)
  return { found, wrong: faults(kind, found, told) }
}
export const start_work = (page, kind, round) =>
  page.call(
    (...values) => {
      work.start(...values) // never ends
      return true
    },
    kind,
    round,
  )

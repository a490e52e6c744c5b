// Chromium keeps IndexedDB in LevelDB. A browser that is killed while it writes leaves a torn entry
// at the end of LevelDB's log; the next start reads up to there, and then goes on writing behind
// it. The start after that finds the tear in the middle of the log and drops what stands behind it,
// or everything that this origin keeps. To delete a database, however small, makes LevelDB put what
// it has into a table and begin a new log: done before anything else is written, nothing ever
// stands behind a tear. About 15 ms, once a page. The other engines keep SQLite files and need none
// of it.
const patience_ms = 2000
const name = 'huikuan-new-log'

let turned = null

function turn() {
  return new Promise(resolve => {
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(end, patience_ms)
    const made = indexedDB.open(name, 1)
    made.onupgradeneeded = () => made.result.createObjectStore('s').put(1, 1)
    made.onerror = event => {
      event.preventDefault()
      end()
    }
    made.onsuccess = () => {
      made.result.close()
      const gone = indexedDB.deleteDatabase(name)
      gone.onsuccess = end
      gone.onerror = end
    }
  })
}

// Never rejects, and never takes longer than its patience: where it does not work, what follows
// says so in its own words.
export function begin_new_log() {
  if (!/Chrom(e|ium)\//.test(navigator.userAgent)) return Promise.resolve()
  turned ??= turn().catch(() => {})
  return turned
}

// The browser's storage went away under the page and comes back with another log.
export function log_is_lost() {
  turned = null
}

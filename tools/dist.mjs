// Assembles dist/ from web/ and what Emscripten linked: a folder for any static host, at any path.
//
//   dist/index.html, sw.js, *.webmanifest   names that never change; always revalidated
//   dist/<build>/...                        the rest of web/, boot.mjs, app.wasm: immutable;
//                                           workbooks and another language, fetched when needed
//   dist/fonts/subset.<hash>.otf            for devices without a Chinese font: immutable
//
// <build> is a hash of all that is shipped, so equal sources give equal builds. In the text files
// of web/ it replaces @BUILD@; @FONT@ becomes the font's path, and @FILES@, @WORDS@ and @LATER@
// JSON lists of what the app needs offline from its first visit on, of the files of languages, and
// of what comes later, all relative to index.html; @WASM_BYTES@ the size of app.wasm, which a
// progress bar needs and a compressed response does not tell. Each file that compresses well lies
// there as .br and .gz too.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'

import { build as bundle, transformSync } from 'esbuild'

const repo = join(dirname(fileURLToPath(import.meta.url)), '..')
const linked = resolve(process.argv[2] ?? join(repo, 'build/web'))
const dist = process.argv[3] ?? join(repo, 'dist')
const cache = join(repo, 'build/compressed')

const text_types = ['.html', '.mjs', '.js', '.css', '.webmanifest', '.json', '.svg', '.txt']
const compressed_types = [...text_types, '.wasm', '.otf']
const stays_at_root = name => /\.html$|^sw\.js$|\.webmanifest$/.test(name) && !name.includes('/')
const hash_of = bytes => createHash('sha256').update(bytes).digest('hex')

function files_below(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
}

// What is shipped: name below web/ -> bytes.
const shipped = new Map()
for (const name of files_below(join(repo, 'web'))) {
  if (!/(^|\/)(\.|README)/.test(name)) shipped.set(name, readFileSync(join(repo, 'web', name)))
}

// The scripts as small as they get; the worker that makes workbooks together with the library that
// knows their format. The library's own way to zip starts workers from blobs, which the page's
// policy refuses, so its parts are taken and zipped here in one go.
const library = join(repo, 'node_modules/write-excel-file/modules')
const bundled = await bundle({
  entryPoints: [join(repo, 'web/sheet_worker.mjs')],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  write: false,
  alias: { 'workbook-parts': join(library, 'xlsx/generateXlsxFileContents.js') },
  nodePaths: [join(repo, 'node_modules')],
})
shipped.set('sheet_worker.js', Buffer.from(bundled.outputFiles[0].contents))
// The page's own scripts are one file with what Emscripten wrote: one request, smaller together.
const boot = await bundle({
  entryPoints: [join(repo, 'web/boot.mjs')],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  write: false,
  plugins: [{
    name: 'linked',
    setup: build => build.onResolve({ filter: /^\.\/app\.mjs$/ },
      () => ({ path: join(linked, 'app.mjs') })),
  }],
})
for (const name of shipped.keys()) if (name.endsWith('.mjs')) shipped.delete(name)
shipped.set('boot.mjs', Buffer.from(boot.outputFiles[0].contents))
const smaller = text => transformSync(text, { minify: true, target: 'es2022' }).code

// Not fetched at a first visit, but when it is needed, and in idle time of a later start. (Of the
// words one language is; which one, the worker sees.)
const when_needed = ['sheet_worker.js', 'workbook.wasm', 'workbook_worker.js']
const words = ['words/zh.txt', 'words/en.txt']
for (const name of ['app.wasm', 'workbook.wasm']) {
  shipped.set(name, readFileSync(join(linked, name)))
}
for (const name of shipped.keys()) {
  if (['sw.js', 'workbook_worker.js'].includes(name)) {
    shipped.set(name, Buffer.from(smaller(shipped.get(name).toString('utf8'))))
  }
}
// Of each language one file, without what is said to translators.
for (const language of ['zh', 'en']) {
  const files = readdirSync(join(repo, 'assets/strings'))
    .filter(name => name === `${language}.txt` || name.endsWith(`_${language}.txt`)).sort()
  const lines = files.flatMap(name =>
    readFileSync(join(repo, 'assets/strings', name), 'utf8').split('\n'))
  shipped.set(`words/${language}.txt`,
    Buffer.from(lines.filter(line => /^[^#]*=/.test(line)).join('\n')))
}
const font = readFileSync(join(repo, '.deps/fonts/subset.otf'))
const font_path = `fonts/subset.${hash_of(font).slice(0, 12)}.otf`

const all = createHash('sha256').update(font_path)
for (const [name, bytes] of shipped) all.update(`${name}\0${bytes.length}\0`).update(bytes)
const build = all.digest('hex').slice(0, 12)

const place = name => (stays_at_root(name) ? name : `${build}/${name}`)
const offline = ['./', ...[...shipped.keys()]
  .filter(name => name !== 'sw.js' && name !== 'index.html' &&
    !when_needed.includes(name) && !words.includes(name))
  .map(place)].sort()

const list = files => JSON.stringify(JSON.stringify(files)).slice(1, -1)
function filled_in(name, bytes) {
  if (!text_types.includes(extname(name))) return bytes
  const text = bytes.toString('utf8')
    .replaceAll('@BUILD@', build)
    .replaceAll('@FONT@', font_path)
    // Within a string of either quotes: what makes scripts smaller chooses them.
    .replaceAll('@FILES@', list(offline))
    .replaceAll('@WORDS@', list(words.map(place)))
    .replaceAll('@LATER@', list([...when_needed, ...words].map(place)))
    .replaceAll('@WASM_BYTES@', String(shipped.get('app.wasm').length))
  return Buffer.from(text)
}

// Brotli at its best takes seconds, so what was compressed before is remembered by its content.
// A quick build is looked at, not shipped: it is hardly compressed.
const quick = process.env.HUIKUAN_QUICK === '1'
function compressed(bytes, ending, compress) {
  const known = join(cache, hash_of(bytes) + (quick ? '.quick' : '') + ending)
  if (!existsSync(known)) {
    mkdirSync(cache, { recursive: true })
    writeFileSync(known, compress(bytes))
  }
  return readFileSync(known)
}
const brotli = bytes => brotliCompressSync(bytes, { params: {
  [constants.BROTLI_PARAM_QUALITY]: quick ? 1 : 11,
  [constants.BROTLI_PARAM_LGWIN]: 24,
  [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
} })

const gzip = bytes => gzipSync(bytes, { level: quick ? 1 : 9 })

rmSync(dist, { recursive: true, force: true })
const rows = []
function put(path, bytes) {
  const target = join(dist, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, bytes)
  let transfer = bytes.length
  if (compressed_types.includes(extname(path))) {
    const best = compressed(bytes, '.br', brotli)
    transfer = Math.min(transfer, best.length)
    if (best.length < bytes.length) {
      writeFileSync(`${target}.br`, best)
      writeFileSync(`${target}.gz`, compressed(bytes, '.gz', gzip))
    }
  }
  rows.push({ path, raw: bytes.length, transfer })
}
for (const [name, bytes] of shipped) {
  const filled = filled_in(name, bytes)
  if (/\.m?js$/.test(name)) transformSync(filled.toString('utf8')) // still a script: else it throws
  put(place(name), filled)
}
put(font_path, font)

const kilobytes = bytes => `${(bytes / 1000).toFixed(1)} kB`.padStart(11)
for (const row of rows.sort((a, b) => b.transfer - a.transfer).slice(0, 8)) {
  console.log(`${kilobytes(row.raw)} ${kilobytes(row.transfer)} br  ${row.path}`)
}
// Of two languages the larger one counts.
const smaller_words = words.map(name => rows.find(row => row.path === place(name)))
  .sort((a, b) => a.transfer - b.transfer)[0].path
const later = [font_path, smaller_words, ...when_needed.map(place)]
const first_visit = rows.filter(row => !later.includes(row.path))
  .reduce((sum, row) => sum + row.transfer, 0)
console.log(`dist/ is build ${build}: ${rows.length} files, first visit ` +
  `${kilobytes(first_visit).trim()} (brotli), without what is fetched when needed`)

// Prints the first letter of the pinyin of each character from U+4E00 to U+9FA5 that GB 2312 has (a
// blank for the others), as one C++ string literal: what app/core/initials.cpp looks up; made when
// the build is configured (tools/cmake/embed.cmake). The order
// of characters by their pinyin is that of the Unicode CLDR, which Node.js carries.
//   node tools/initials.mjs FILE
import { writeFileSync } from 'node:fs'

const first = 0x4e00
const last = 0x9fa5
const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin')
if (!collator.resolvedOptions().locale.startsWith('zh')) {
  throw new Error('this Node.js has no Chinese collation: install one with full ICU')
}
// The first character of each letter in that order; i, u and v begin no syllable.
const starts = [...'阿八嚓咑妸发旮哈丌咔垃妈拏噢妑七呥仨他穵夕丫帀']
const letters = 'abcdefghjklmnopqrstwxyz'

const known = new Set()
const decoder = new TextDecoder('gb18030')
for (let high = 0xb0; high <= 0xf7; ++high) {
  for (let low = 0xa1; low <= 0xfe; ++low) {
    const character = decoder.decode(Uint8Array.of(high, low))
    const code = character.codePointAt(0)
    if (code >= first && code <= last) known.add(code)
  }
}

let table = ''
for (let code = first; code <= last; ++code) {
  if (!known.has(code)) {
    table += ' '
    continue
  }
  const character = String.fromCodePoint(code)
  let at = 0
  while (at + 1 < starts.length && collator.compare(starts[at + 1], character) <= 0) ++at
  table += letters[at]
}
for (const [character, letter] of Object.entries({ 江: 'j', 鑫: 'x', 公: 'g', 安: 'a',
  欧: 'o', 爱: 'a', 周: 'z', 伟: 'w', 云: 'y', 七: 'q', 发: 'f', 他: 't' })) {
  const found = table[character.codePointAt(0) - first]
  if (found !== letter) throw new Error(`${character} begins with ${letter}, not ${found}`)
}
writeFileSync(process.argv[2], table.match(/.{1,90}/g).map(line => `"${line}"\n`).join(''))

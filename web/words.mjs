// The words of the interface: one file per language, of which a first visit fetches one.
const language_of = tag => (tag.startsWith('zh') ? 'zh' : 'en')

async function fetch_words(language) {
  const answer = await fetch(new URL(`words/${language}.txt`, import.meta.url))
  if (!answer.ok) throw new Error(`words/${language}.txt: ${answer.status}`)
  return { language, text: await answer.text() }
}

// Where those of the wanted language cannot be had, the others serve.
export function first_words(tag) {
  const language = language_of(tag)
  return fetch_words(language).catch(() => fetch_words(language === 'zh' ? 'en' : 'zh'))
}

export function create_words(module) {
  const here = new Set()
  const give = ({ language, text }) => {
    here.add(language)
    const at = module.stringToNewUTF8(text)
    const tag = module.stringToNewUTF8(language)
    module._hk_words(tag, at)
    module._free(tag)
    module._free(at)
  }
  return {
    give,
    want(tag) {
      const language = language_of(tag)
      if (here.has(language)) return
      fetch_words(language).then(give, error => {
        console.warn('the language could not be fetched:', error)
        give({ language, text: '' })
        here.delete(language)
      })
    },
  }
}

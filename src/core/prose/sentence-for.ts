import { fill, type Sentence } from './template.ts'

type Said = { readonly code?: unknown; readonly facts?: unknown }

const CODE = /^[a-z0-9_]{1,80}$/

/** The sentence of a code with its facts, for whatever comes; `otherwise` where there is none. */
export const sentenceFor = (
  sentences: { readonly [code: string]: Sentence },
  said: unknown,
  otherwise: (code: string) => string,
): string => {
  try {
    const { code, facts } = said as Said
    if (typeof code !== 'string' || !CODE.test(code)) return otherwise('')
    const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined
    return sentence === undefined ? otherwise(` (${code})`) : fill(sentence, facts)
  } catch {
    return otherwise('') // INV-26: null, a proxy or a getter that throws
  }
}

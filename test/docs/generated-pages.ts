import { allRefusals } from '../../src/core/prose/index.ts'
import { refusalSentences } from '../../src/core/prose/sentences.ts'
import { refusalsPage } from './refusals-page.ts'

export type Page = { readonly path: string; readonly text: string }

/** Each page that is made from the code, as it should stand in the repository. */
export const generatedPages = (): readonly Page[] => [
  { path: 'docs/refusals.md', text: refusalsPage(allRefusals, refusalSentences) },
]

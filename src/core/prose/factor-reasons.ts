import type { Sentence } from './template.ts'

/** What the reasons about factors, codes and policies say to people. */
export const factorReasons: { readonly [code: string]: Sentence } = {
  session_is_fresh: 'The session is fresh enough: something was proven within the last {within} ms.',
}

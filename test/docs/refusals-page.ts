import type { RefusalKind } from '../../src/core/kernel/refusal.ts'
import type { Sentence } from '../../src/core/prose/template.ts'

export type Row = { readonly kind: RefusalKind; readonly code: string; readonly rules: readonly string[] }
export type Sentences = { readonly [code: string]: Sentence }

/** What a service answers that passes a refusal on. A hint: the host knows its own protocol better. */
const HINTS: { readonly [K in RefusalKind]: readonly [http: string, grpc: string, meaning: string] } = {
  invalid: ['400', 'INVALID_ARGUMENT', 'what was given can never be right, whatever is stored'],
  not_found: ['404', 'NOT_FOUND', 'what was named is not there, or is not the actor’s to see'],
  conflict: ['409', 'ALREADY_EXISTS', 'somebody or something has it already'],
  forbidden: ['403', 'PERMISSION_DENIED', 'not for this actor'],
  step_up: ['401', 'UNAUTHENTICATED', 'for this actor, after a stronger sign-in'],
  invariant: ['422', 'FAILED_PRECONDITION', 'it would break a rule that always holds'],
  state: ['409', 'FAILED_PRECONDITION', 'not in the state in which things are'],
  limit: ['429', 'RESOURCE_EXHAUSTED', 'more than is allowed'],
  contention: ['503', 'ABORTED', 'others were faster each time; the same call may succeed'],
}

const shown = (sentence: Sentence = ''): string =>
  typeof sentence === 'string' ? sentence : `${sentence.so} Without \`${sentence.where}\`: ${sentence.otherwise}`

const cells = (...values: readonly string[]): string =>
  `| ${values.map(value => value.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [cells(...head), cells(...head.map(() => '---')), ...rows.map(row => cells(...row))].join('\n')

/** docs/refusals.md, from what the code declares. */
export const refusalsPage = (rows: readonly Row[], sentences: Sentences): string => {
  const kinds = Object.entries(HINTS).map(([kind, [http, grpc, meaning]]) => [`\`${kind}\``, meaning, http, grpc])
  const codes = [...rows]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ kind, code, rules }) => {
      const [http, grpc] = HINTS[kind]
      return [`\`${code}\``, kind, http, grpc, rules.join(', '), shown(sentences[code])]
    })
  return `# Refusals

<!-- Made by \`npm run docs\` from the code. -->

A refusal is a no that a correct program can meet. It is returned, never thrown, and is plain JSON:
\`{ ok: false, refusal: { kind, code, facts } }\`. A code never changes its meaning, and is never used for another.
\`describe(refusal)\` makes the sentence, with its facts where the table has their names.

## Kinds

${table(['kind', 'meaning', 'HTTP', 'gRPC'], kinds)}

## Codes

${table(['code', 'kind', 'HTTP', 'gRPC', 'rules', 'sentence'], codes)}
`
}

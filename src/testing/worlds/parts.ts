import { arbitraries, DOMAINS } from './commands.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import type { Step, Word } from './steps.ts'

export const OPERATOR = { kind: 'operator', name: 'support' }
export const user = ($user: string): Word => ({ kind: 'user', userId: { $user } })

/** An organization, a domain that it may claim, and the shape of a rule. */
export const claimed = (fastCheck: FastCheckOfWorlds) => {
  const { shape } = arbitraries(fastCheck)
  return {
    // The first of each far more often, so that steps meet.
    index: fastCheck.constantFrom(0, 0, 0, 1, 1, 2),
    domain: fastCheck.constantFrom<Word[]>(DOMAINS[0], ...DOMAINS.slice(0, 4)),
    rule: fastCheck.record(shape),
  }
}

/** A rule, and its proof by DNS. */
export const proven = (
  $organization: number,
  domain: Word,
  rule: { readonly [field: string]: Word },
): readonly Step[] => {
  const of = { actor: OPERATOR, organizationId: { $organization }, domain }
  const proof = { kind: 'dns_txt', records: [{ $txt: [$organization, domain] }] }
  return [
    { method: 'domainRules.add', command: { ...of, ...rule } },
    { method: 'domainRules.prove', command: { ...of, proof } },
  ]
}

export const gone = (rule: { readonly [field: string]: Word }): readonly Step[] => [
  { method: 'domainRules.remove', command: { ...rule, existing: 'keep' } },
  { method: 'domainRules.sweep', command: rule },
]

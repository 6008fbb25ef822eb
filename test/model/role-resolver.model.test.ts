import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRoleResolver, type PlainRule } from '../../src/roles.ts'
import { domains, rules } from '../laws/arbitraries.ts'
import { modelResolve } from './role-resolver.ts'

type Row = { readonly rule: Pick<PlainRule, 'organizationId' | 'domain'>; readonly verdict: string }
const rows = (list: readonly Row[]) =>
  list.map(({ rule, verdict }) => `${rule.domain} ${rule.organizationId} ${verdict}`).sort()

/** The answer in the terms of the model: a refusal lists what was considered, an answer what won and what lost. */
const verdictsOf = (domain: string, set: readonly PlainRule[]) => {
  const { resolve, size } = createRoleResolver(set)
  const answer = resolve(`user@${domain}`)
  if (!answer.ok) {
    const facts = answer.refusal.facts as { considered: { organizationId: string; domain: string; because: string }[] }
    const verdicts = rows(facts.considered.map(({ because, ...rule }) => ({ rule, verdict: because })))
    return { size, verdicts, home: undefined }
  }
  const won = answer.matches.map(({ rule }) => ({ rule, verdict: 'wins' }))
  const lost = [...answer.matches.flatMap(match => match.lost), ...answer.passedOver].map(({ rule, because }) => ({
    rule,
    verdict: because[0]?.code ?? '',
  }))
  return { size, verdicts: rows([...won, ...lost]), home: answer.home }
}

describe('createRoleResolver', () => {
  it('says of every rule and every address what the rules read aloud say (RES-1, RES-2, RES-3, RES-8, INV-05)', () => {
    fc.assert(
      fc.property(rules, domains, (set, domain) => {
        const model = modelResolve(domain, set)
        expect(verdictsOf(domain, set)).toEqual({ ...model, verdicts: rows(model.verdicts) })
      }),
      { numRuns: 5_000 },
    )
  })

  it('says it also when it was asked before (RES-1)', () => {
    fc.assert(
      fc.property(rules, fc.array(domains, { minLength: 2, maxLength: 8 }), (set, asked) => {
        const { resolve } = createRoleResolver(set)
        for (const domain of asked)
          expect(resolve(`user@${domain}`)).toEqual(createRoleResolver(set).resolve(`user@${domain}`))
      }),
      { numRuns: 1_000 },
    )
  })
})

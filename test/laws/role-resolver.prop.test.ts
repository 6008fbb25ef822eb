import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Domain } from '../../src/core/email/index.ts'
import { judgeRules } from '../../src/core/role/resolve/index.ts'
import { createRoleResolver, lintRules, type PlainRule, resolveRole } from '../../src/roles.ts'
import { anything, distinctRules, domains, rules } from './arbitraries.ts'

const shuffled = rules.chain(set => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length })))

const isDeeplyFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen))

describe('laws of resolution', () => {
  it('order_of_rules_never_matters (RES-1)', () => {
    fc.assert(
      fc.property(shuffled, domains, ([set, other], domain) => {
        const [one, two] = [createRoleResolver(set), createRoleResolver(other)]
        expect(two.resolve(`user@${domain}`)).toEqual(one.resolve(`user@${domain}`))
        expect(two.size).toBe(one.size)
        const findings = (list: readonly PlainRule[]) =>
          lintRules(list).filter(({ code }) => code !== 'rule_never_wins')
        expect(findings(other)).toEqual(findings(set))
      }),
      { numRuns: 1_000 },
    )
  })

  it('the_resolver_judges_as_judge_rules_does (RES-1)', () => {
    fc.assert(
      fc.property(distinctRules, domains, (set, domain) => {
        const answer = resolveRole(`user@${domain}`, set)
        const { matches, passedOver, home, because } = judgeRules(domain as Domain, set)
        if (answer.ok) expect(answer).toEqual({ ok: true, matches, passedOver, home, because })
        else {
          expect([matches, home]).toEqual([[], null])
          expect(answer.refusal.facts).toMatchObject({ domain, consideredCount: passedOver.length })
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('rules_on_other_domains_never_matter (RES-5)', () => {
    fc.assert(
      fc.property(distinctRules, domains, (set, domain) => {
        const near = set.filter(rule => `.${domain}`.endsWith(`.${rule.domain}`))
        expect(resolveRole(`user@${domain}`, set)).toEqual(resolveRole(`user@${domain}`, near))
      }),
      { numRuns: 1_000 },
    )
  })

  it('home_is_one_of_the_matches (RES-3)', () => {
    fc.assert(
      fc.property(rules, domains, (set, domain) => {
        const answer = resolveRole(`user@${domain}`, set)
        if (answer.ok) expect(answer.matches.map(({ organizationId }) => organizationId)).toContain(answer.home)
      }),
    )
  })

  it('answers_are_frozen_plain_json', () => {
    fc.assert(
      fc.property(rules, domains, (set, domain) => {
        const answer = resolveRole(`user@${domain}`, set)
        if (answer.ok) expect(isDeeplyFrozen(answer)).toBe(true)
        expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
      }),
    )
  })

  it('nothing_throws (INV-26)', () => {
    const before = Reflect.ownKeys(Object.prototype)
    const good: PlainRule = { organizationId: 'x', domain: 'acme.com', match: 'exact', role: 'member' }
    fc.assert(
      fc.property(
        anything,
        anything,
        fc.constantFrom(...Object.keys(good), 'type'),
        ({ it: input }, { it: other }, field) => {
          const sets = [input, [input], [good, input], [{ ...good, [field]: input }]] as PlainRule[][]
          for (const set of sets) {
            const { resolve } = createRoleResolver(set, other as never)
            expect(resolve(input).ok && resolve(other).ok).toBe(false)
            resolveRole(other, set, input as never)
            lintRules(set, other as never)
          }
          expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

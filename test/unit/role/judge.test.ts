import { describe, expect, it } from 'vitest'
import type { Domain } from '../../../src/core/email/index.ts'
import { judgeRules } from '../../../src/core/role/resolve/index.ts'

const at = (domain: string, organizationId = 'x') =>
  ({ organizationId, domain, match: 'subdomains', role: 'member' }) as const

describe('judgeRules', () => {
  it('leaves rules on other domains out of account (RES-5)', () => {
    const others = [at('corp.com'), at('a.exploitcorp.com'), at('com.exploitcorp'), at('xploitcorp.com')]
    expect(judgeRules('exploitcorp.com' as Domain, others)).toEqual({
      matches: [],
      passedOver: [],
      home: null,
      because: [],
    })
  })

  it('gives back the very rules that it was given', () => {
    const rule = { ...at('acme.com'), joining: 'offered', stored: { version: 7 } } as const
    const { matches } = judgeRules('eu.acme.com' as Domain, [rule])
    expect(matches[0]?.rule).toBe(rule)
  })

  it('leaves the candidates as they were', () => {
    const candidates = Object.freeze([at('acme.com', 'b'), at('acme.com', 'a')])
    expect(judgeRules('acme.com' as Domain, candidates).matches.map(({ organizationId }) => organizationId)).toEqual([
      'a',
      'b',
    ])
    expect(Object.isFrozen(candidates[0])).toBe(false)
  })
})

import { describe, expect, it, vi } from 'vitest'
import { idna, unicodeLocalParts } from '../../../src/idna.ts'
import { createRoleResolver, type PlainRule, resolveRole } from '../../../src/roles.ts'

const rule = (organizationId: string, domain: string, rest: Partial<PlainRule> = {}): PlainRule => ({
  organizationId,
  domain,
  match: 'exact',
  role: 'member',
  ...rest,
})
const wide = (organizationId: string, domain: string, rest: Partial<PlainRule> = {}): PlainRule =>
  rule(organizationId, domain, { match: 'subdomains', ...rest })

/** `organization:domain of the winning rule` of each match. */
const winners = (address: string, ...rules: readonly PlainRule[]) => {
  const answer = resolveRole(address, rules)
  return answer.ok ? answer.matches.map(match => `${match.organizationId}:${match.rule.domain}`) : answer.refusal.code
}
const home = (address: string, ...rules: readonly PlainRule[]) => {
  const answer = resolveRole(address, rules)
  return answer.ok ? [answer.home, answer.because[0]?.code] : answer.refusal.code
}
/** Each rule that did not win, as `organization:domain reason`. */
const losers = (address: string, ...rules: readonly PlainRule[]) => {
  const answer = resolveRole(address, rules)
  if (!answer.ok) return answer.refusal.facts
  return [...answer.matches.flatMap(match => match.lost), ...answer.passedOver].map(
    ({ rule: { organizationId, domain }, because }) => `${organizationId}:${domain} ${because[0]?.code}`,
  )
}

describe('resolveRole', () => {
  it('answers the role, the rule and the reason of each organization (RES-1)', () => {
    expect(resolveRole('grace@eu.acme.com', [wide('acme', 'Acme.com', { role: 'internal' })])).toEqual({
      ok: true,
      matches: [
        {
          organizationId: 'acme',
          role: 'internal',
          rule: { organizationId: 'acme', domain: 'acme.com', match: 'subdomains', role: 'internal' },
          because: [{ code: 'parent_domain', rules: ['RES-2'], facts: {} }],
          lost: [],
        },
      ],
      passedOver: [],
      home: 'acme',
      because: [{ code: 'home_most_specific', rules: ['RES-3'], facts: {} }],
    })
  })

  it('matches the domain itself and, where the rule says so, those below it (DOM-1)', () => {
    expect(winners('a@acme.com', rule('x', 'acme.com'))).toEqual(['x:acme.com'])
    expect(winners('a@eu.acme.com', rule('x', 'acme.com'))).toBe('no_organization_for_domain')
    expect(winners('a@acme.com', wide('x', 'acme.com'))).toEqual(['x:acme.com'])
    expect(winners('a@b.eu.acme.com', wide('x', 'acme.com'))).toEqual(['x:acme.com'])
  })

  it('ends a domain at a dot, never within a label (DOM-1)', () => {
    expect(winners('a@exploitacme.com', wide('x', 'acme.com'))).toBe('no_organization_for_domain')
    expect(winners('a@acme.com.evil.com', wide('x', 'acme.com'))).toBe('no_organization_for_domain')
  })

  it('lets the most specific rule of an organization win (RES-2)', () => {
    const rules = [
      wide('x', 'acme.com'),
      wide('x', 'eu.acme.com'),
      rule('x', 'a.eu.acme.com'),
      rule('x', 'b.eu.acme.com'),
    ]
    expect(winners('a@a.eu.acme.com', ...rules)).toEqual(['x:a.eu.acme.com'])
    expect(losers('a@a.eu.acme.com', ...rules)).toEqual(['x:eu.acme.com less_specific', 'x:acme.com less_specific'])
    expect(winners('a@c.eu.acme.com', ...rules)).toEqual(['x:eu.acme.com'])
    expect(winners('a@us.acme.com', ...rules)).toEqual(['x:acme.com'])
    expect(winners('a@c.b.eu.acme.com', ...rules)).toEqual(['x:eu.acme.com'])
    expect(losers('a@c.b.eu.acme.com', ...rules)).toEqual(['x:b.eu.acme.com exact_only', 'x:acme.com less_specific'])
  })

  it('joins several organizations, by id (RES-3)', () => {
    expect(winners('a@acme.com', rule('b', 'acme.com'), wide('c', 'acme.com'), rule('a', 'acme.com'))).toEqual([
      'a:acme.com',
      'b:acme.com',
      'c:acme.com',
    ])
  })

  it('refuses with the rules it considered, and why they gave nothing (RES-4)', () => {
    expect(resolveRole('a@eu.acme.com', [rule('y', 'acme.com'), rule('x', 'acme.com'), rule('z', 'acme.org')])).toEqual(
      {
        ok: false,
        refusal: {
          kind: 'not_found',
          code: 'no_organization_for_domain',
          facts: {
            domain: 'eu.acme.com',
            considered: [
              { organizationId: 'x', domain: 'acme.com', because: 'exact_only' },
              { organizationId: 'y', domain: 'acme.com', because: 'exact_only' },
            ],
            consideredCount: 2,
          },
        },
      },
    )
  })

  it('names a hundred considered rules at most (RES-4)', () => {
    const rules = Array.from({ length: 250 }, (_, i) => rule(`x${i}`, 'acme.com'))
    const answer = resolveRole('a@eu.acme.com', rules)
    const facts = answer.ok ? {} : answer.refusal.facts
    expect(facts).toMatchObject({ consideredCount: 250, considered: { length: 100 } })
  })

  it('passes on why an address is none (EML-1)', () => {
    expect(winners('a@b@acme.com', rule('x', 'acme.com'))).toBe('email_at_repeated')
    expect(winners('a@bücher.example', rule('x', 'acme.com'))).toBe('domain_not_ascii_needs_idna')
  })

  it('compares internationalized domains in their one form (EML-2)', () => {
    const resolver = createRoleResolver([rule('x', 'bücher.example')], { idna })
    expect(resolver.resolve('a@XN--BCHER-KVA.example')).toMatchObject({ ok: true, home: 'x' })
    expect(resolver.resolve('a@Bücher.example')).toMatchObject({ ok: true, home: 'x' })
    expect(createRoleResolver([rule('x', 'bücher.example')]).rejected).toMatchObject([
      { refusal: { code: 'domain_not_ascii_needs_idna' } },
    ])
  })

  it('reads local parts as the host has chosen', () => {
    const options = { nonAsciiLocalParts: unicodeLocalParts }
    expect(resolveRole('ä@acme.com', [rule('x', 'acme.com')], options)).toMatchObject({ ok: true })
    expect(winners('ä@acme.com', rule('x', 'acme.com'))).toBe('email_local_not_ascii')
  })
})

describe('home', () => {
  it('is the owner of the domain (RES-3)', () => {
    const owner = wide('z', 'acme.com', { type: 'internal', createdAt: 9 })
    const vendor = rule('a', 'eu.acme.com', { type: 'external', createdAt: 1 })
    expect(home('a@eu.acme.com', vendor, owner)).toEqual(['z', 'home_owns_domain'])
  })

  it('is the owner also where its own exception wins (RES-3)', () => {
    const rules = [wide('z', 'acme.com', { type: 'internal' }), rule('z', 'eu.acme.com', { type: 'external' })]
    expect(home('a@eu.acme.com', ...rules, rule('a', 'eu.acme.com', { type: 'external' }))).toEqual([
      'z',
      'home_owns_domain',
    ])
  })

  it('is else the organization of the most specific rule (RES-3)', () => {
    expect(
      home('a@eu.acme.com', wide('a', 'acme.com', { createdAt: 1 }), rule('b', 'eu.acme.com', { createdAt: 2 })),
    ).toEqual(['b', 'home_most_specific'])
  })

  it('is else that of the oldest rule; one without a date is the youngest (RES-3)', () => {
    const rules = [
      rule('a', 'acme.com', { createdAt: 2 }),
      rule('b', 'acme.com', { createdAt: 1 }),
      rule('c', 'acme.com'),
    ]
    expect(home('a@acme.com', ...rules)).toEqual(['b', 'home_oldest_rule'])
    expect(home('a@acme.com', rule('a', 'acme.com'), rule('b', 'acme.com', { createdAt: 1 }))).toEqual([
      'b',
      'home_oldest_rule',
    ])
  })

  it('is else the one with the lowest id (RES-3)', () => {
    expect(home('a@acme.com', rule('b', 'acme.com'), rule('a', 'acme.com'))).toEqual(['a', 'home_lowest_id'])
  })
})

describe('ownership', () => {
  const parent = wide('parent', 'acme.com', { type: 'internal' })
  const child = rule('child', 'eu.acme.com', { type: 'internal' })

  it('of a domain ends where the owner let another organization own one below it (RES-8)', () => {
    expect(winners('a@eu.acme.com', parent, child)).toEqual(['child:eu.acme.com'])
    expect(losers('a@eu.acme.com', parent, child)).toEqual(['parent:acme.com domain_owned_by_another'])
    expect(home('a@eu.acme.com', parent, child)).toEqual(['child', 'home_owns_domain'])
  })

  it('ends at the domains that the other rule covers, and at no other (RES-8)', () => {
    expect(winners('a@x.eu.acme.com', parent, child)).toEqual(['parent:acme.com'])
    expect(winners('a@acme.com', parent, child)).toEqual(['parent:acme.com'])
  })

  it('leaves the next rule of that organization to win (RES-8)', () => {
    const fallback = wide('parent', 'com.acme.com', { type: 'external' })
    expect(winners('a@com.acme.com', parent, fallback, rule('child', 'com.acme.com', { type: 'internal' }))).toEqual([
      'child:com.acme.com',
      'parent:com.acme.com',
    ])
    const above = wide('parent', 'acme.com', { type: 'external' })
    const between = wide('parent', 'eu.acme.com', { type: 'internal' })
    const below = rule('child', 'a.eu.acme.com', { type: 'internal' })
    expect(winners('a@a.eu.acme.com', above, between, below)).toEqual(['child:a.eu.acme.com', 'parent:acme.com'])
  })

  it('does not bind rules of another type, or of none (RES-8)', () => {
    for (const type of ['external', 'workforce', undefined] as const)
      expect(winners('a@eu.acme.com', wide('parent', 'acme.com', { type }), child)).toEqual([
        'child:eu.acme.com',
        'parent:acme.com',
      ])
    expect(winners('a@eu.acme.com', parent, rule('child', 'eu.acme.com', { type: 'external' }))).toHaveLength(2)
  })

  it('is not lost to a rule of one’s own (RES-8)', () => {
    const own = rule('parent', 'eu.acme.com', { type: 'internal' })
    expect(losers('a@eu.acme.com', parent, own)).toEqual(['parent:acme.com less_specific'])
  })

  it('is lost above one’s own rule too, where another stands between (RES-8)', () => {
    const own = rule('parent', 'a.eu.acme.com', { type: 'internal' })
    const between = wide('child', 'eu.acme.com', { type: 'internal' })
    expect(losers('a@a.eu.acme.com', parent, own, between)).toEqual([
      'parent:acme.com domain_owned_by_another',
      'child:eu.acme.com domain_owned_by_another',
    ])
  })
})

describe('createRoleResolver', () => {
  it('gives all addresses of a domain one frozen answer', () => {
    const { resolve } = createRoleResolver([wide('x', 'acme.com'), rule('y', 'acme.com')])
    const answer = resolve('a@acme.com')
    expect(resolve('B@ACME.com')).toBe(answer)
    expect(resolve('a@eu.acme.com')).toBe(resolve('b@us.acme.com'))
    expect(resolve('a@eu.acme.com')).not.toBe(answer)
    const parts: unknown[] = [answer]
    for (const part of parts) {
      if (typeof part !== 'object' || part === null) continue
      expect(Object.isFrozen(part)).toBe(true)
      parts.push(...Object.values(part))
    }
    expect(parts.length).toBeGreaterThan(20)
  })

  it('copies the rules, so that later changes of them have no effect', () => {
    const given = { organizationId: 'x', domain: 'acme.com', match: 'exact', role: 'member' } as const
    const mine: { role: string } = given
    const { resolve } = createRoleResolver([given])
    mine.role = 'admin'
    expect(resolve('a@acme.com')).toMatchObject({ matches: [{ role: 'member', rule: { role: 'member' } }] })
  })

  it('takes none of several rules for one organization and domain, so that order never decides (INV-05)', () => {
    const rules = [rule('x', 'acme.com', { role: 'a' }), rule('x', 'ACME.com', { role: 'b' }), rule('y', 'acme.com')]
    const { resolve, rejected, size } = createRoleResolver(rules)
    expect(rejected).toEqual([
      { position: 0, rule: rules[0], refusal: { kind: 'conflict', code: 'rule_duplicate', facts: {} } },
      { position: 1, rule: rules[1], refusal: { kind: 'conflict', code: 'rule_duplicate', facts: {} } },
    ])
    expect(rejected[0]?.rule).toBe(rules[0])
    expect(size).toBe(1)
    expect(resolve('a@acme.com')).toMatchObject({ matches: [{ organizationId: 'y' }] })
  })

  it('tells apart pairs of organization and domain that only run together', () => {
    expect(
      createRoleResolver([rule('mx', 'a.co'), rule('x', 'a.com'), rule('x y', 'a.co'), rule('y', 'a.co')]).size,
    ).toBe(4)
  })

  it('keeps nothing of the addresses that it is asked for (RES-5)', () => {
    const { resolve } = createRoleResolver([wide('x', 'acme.com')])
    resolve('a@acme.com')
    const kept = vi.spyOn(Map.prototype, 'set')
    for (let i = 0; i < 10; i++) resolve(`a@d${i}.acme.com`)
    resolve('b@acme.com')
    resolve('a@acme.org')
    expect(kept).not.toHaveBeenCalled()
    kept.mockRestore()
  })

  const good = { organizationId: 'x', domain: 'acme.com', match: 'exact', role: 'member' }
  it.each([
    ['nothing', undefined, 'rule_unreadable'],
    ['null', null, 'rule_unreadable'],
    ['a revoked proxy', revoked(), 'rule_unreadable'],
    [
      'a getter that throws',
      Object.defineProperty({ ...good }, 'role', { get: throwing, enumerable: true }),
      'rule_unreadable',
    ],
    ['an unknown field', { ...good, isAdmin: true }, 'rule_field_unknown'],
    ['a field of the prototype', Object.create(good), 'rule_field_invalid'],
    ['a field called __proto__', JSON.parse('{"__proto__":1}'), 'rule_field_unknown'],
    ['no organization', { ...good, organizationId: '' }, 'rule_field_invalid'],
    ['an organization that is a number', { ...good, organizationId: 1 }, 'rule_field_invalid'],
    ['an organization of 256 characters', { ...good, organizationId: 'x'.repeat(256) }, 'rule_field_invalid'],
    ['several roles', { ...good, role: ['member', 'owner'] }, 'rule_field_invalid'],
    ['no role', { ...good, role: '' }, 'rule_field_invalid'],
    ['an unknown match', { ...good, match: 'suffix' }, 'rule_field_invalid'],
    ['no match', { ...good, match: undefined }, 'rule_field_invalid'],
    ['an unknown joining', { ...good, joining: 'at_once' }, 'rule_field_invalid'],
    ['an unknown type', { ...good, type: 'admin' }, 'rule_field_invalid'],
    ['a date', { ...good, createdAt: new Date(0) }, 'rule_field_invalid'],
    ['no number', { ...good, createdAt: Number.NaN }, 'rule_field_invalid'],
    ['no domain', { ...good, domain: undefined }, 'domain_not_a_string'],
    ['a domain of one label', { ...good, domain: 'com' }, 'domain_single_label'],
    ['a pattern', { ...good, domain: '*.acme.com' }, 'domain_character_invalid'],
  ])('rejects a rule with %s, and takes the others (INV-26)', (_, bad, code) => {
    const { resolve, rejected, size } = createRoleResolver([bad as PlainRule, rule('y', 'acme.org')])
    expect(rejected.map(({ position, refusal }) => [position, refusal.code])).toEqual([[0, code]])
    expect(size).toBe(1)
    expect(resolve('a@acme.com')).toMatchObject({ ok: false })
    expect(resolve('a@acme.org')).toMatchObject({ ok: true })
  })

  it('says which field is not valid', () => {
    expect(createRoleResolver([{ ...good, match: 'any' } as never]).rejected[0]?.refusal.facts).toEqual({
      field: 'match',
    })
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['an object', {}],
    ['a text', 'acme.com'],
    ['a set', new Set()],
    ['a revoked proxy', revoked()],
  ])('rejects %s as a whole (INV-26)', (_, rules) => {
    const { resolve, rejected, size } = createRoleResolver(rules as never)
    expect(rejected.map(({ refusal }) => refusal.code)).toEqual(['rules_not_a_list'])
    expect(size).toBe(0)
    expect(resolve('a@acme.com')).toMatchObject({ ok: false, refusal: { code: 'no_organization_for_domain' } })
  })

  it('reads each field once, so that what was checked is what counts (INV-26)', () => {
    let reads = 0
    const shifty = Object.defineProperty({ ...good }, 'role', {
      enumerable: true,
      get: () => (reads++ ? 'owner' : 'member'),
    })
    expect(createRoleResolver([shifty as PlainRule]).resolve('a@acme.com')).toMatchObject({
      matches: [{ role: 'member' }],
    })
    expect(reads).toBe(1)
  })

  it('takes nothing from a polluted prototype (INV-26)', () => {
    const prototype = Object.prototype as { type?: string }
    prototype.type = 'internal'
    try {
      expect(home('a@acme.com', rule('a', 'acme.com'))).toEqual(['a', 'home_most_specific'])
    } finally {
      delete prototype.type
    }
  })

  it('has no organization called __proto__ or constructor', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(winners('a@acme.com', rule(name, 'acme.com'))).toEqual([`${name}:acme.com`])
      expect(winners(`a@${name}`, rule(name, 'acme.com'))).toMatch(/^domain_/)
    }
  })

  it('answers for a domain that very many organizations have a rule for', () => {
    const rules = Array.from({ length: 200_000 }, (_, i) => wide(`x${i}`, 'acme.com'))
    const { resolve } = createRoleResolver(rules)
    expect(resolve('a@acme.com')).toMatchObject({ ok: true, home: 'x0', matches: { length: 200_000 } })
    expect(resolve('a@eu.acme.com')).toMatchObject({ ok: true, home: 'x0' })
  })
})

function throwing(): never {
  throw new RangeError('never read')
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable([], {})
  revoke()
  return proxy
}

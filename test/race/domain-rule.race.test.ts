import { describe, expect, it } from 'vitest'
import { domainOwners, domainRules } from '../../src/core/domain-rule/index.ts'
import { joinRequests, memberships } from '../../src/core/membership/index.ts'
import { userEmails, users } from '../../src/core/user/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { race } from '../support/races.ts'
import { codeOf, email, OPERATOR, type Org, type World } from '../support/world.ts'

const two = async (world: World) => [await world.found('Acme'), await world.found('Globex')] as const

const claimed = async (world: World) => {
  const orgs = await two(world)
  const records: Record<string, string> = {}
  for (const org of orgs) records[org.id] = (await world.pending(org, 'acme.com')).challenge.value
  return { orgs, records }
}

const standings = async (world: World, orgs: readonly Org[]) => {
  const found: (string | undefined)[] = []
  for (const org of orgs)
    found.push(
      unwrap(await world.charter.domainRules.list({ actor: OPERATOR, organizationId: org.id })).items[0]?.standing,
    )
  return found
}

const owned = async (world: World) => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com')
  return acme
}

const on = (org: Org) => ({ actor: org.admin, organizationId: org.id, domain: 'acme.com' })

describe('two organizations that prove one domain at once', () => {
  it('end with an owner and a dispute, by DNS (DOM-3, INV-05)', async () => {
    await race({
      given: claimed,
      when: ({ domainRules: rules }, { orgs, records }) =>
        orgs.map(org => rules.prove({ ...on(org), proof: { kind: 'dns_txt', records: [records[org.id] ?? ''] } })),
      holds: async (world, answers, { orgs }) => {
        expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
        expect(await standings(world, orgs)).toEqual(['disputed', 'disputed'])
        const owner = await world.get(domainOwners, 'acme.com')
        expect([owner?.organizationId, owner?.dispute?.organizationId].sort()).toEqual(orgs.map(({ id }) => id).sort())
      },
      atLeast: 6,
    })
  })

  it('end with one owner, by the operator’s word (DOM-4, INV-05)', async () => {
    await race({
      given: claimed,
      when: ({ domainRules: rules }, { orgs }) =>
        orgs.map(org => rules.prove({ ...on(org), actor: OPERATOR, proof: { kind: 'operator', reason: 'x' } })),
      holds: async (world, answers, { orgs }) => {
        expect(answers.map(codeOf).sort()).toEqual(['domain_owned', 'ok'])
        const winner = orgs[answers[0]?.ok ? 0 : 1] as Org
        expect(await world.get(domainOwners, 'acme.com')).toMatchObject({ organizationId: winner.id })
        expect(await world.get(domainOwners, 'acme.com')).not.toHaveProperty('dispute')
      },
      atLeast: 6,
    })
  })

  it('never both own a domain and one below it without a release (DOM-4)', async () => {
    await race({
      given: async world => {
        const [acme, globex] = await two(world)
        const above = (await world.pending(acme, 'acme.com')).challenge.value
        const below = (await world.pending(globex, 'eu.acme.com')).challenge.value
        return { acme, globex, above, below }
      },
      when: ({ domainRules: rules }, { acme, globex, above, below }) => [
        rules.prove({ ...on(acme), proof: { kind: 'dns_txt', records: [above] } }),
        rules.prove({ ...on(globex), domain: 'eu.acme.com', proof: { kind: 'dns_txt', records: [below] } }),
      ],
      // The child that was first keeps its domain; the parent that was first keeps the child out.
      holds: async (_, [above, below]) => {
        expect(codeOf(above as never)).toBe('ok')
        expect(['ok', 'domain_owned_above']).toContain(codeOf(below as never))
      },
      atLeast: 6,
    })
  })
})

describe('a sign-up and a change of the rule at once (INV-12)', () => {
  it.each(['keep', 'reconcile'] as const)('leaves nobody with a role of a rule that is gone (%s)', async existing => {
    await race({
      given: owned,
      when: (charter, acme) => [
        charter.users.signUp({ email: email('grace@acme.com') }),
        charter.domainRules.remove({ ...on(acme), existing }),
      ],
      holds: async (world, [joined, removed], acme) => {
        expect(codeOf(removed as never)).toBe('ok')
        expect(['ok', 'no_organization_for_domain']).toContain(codeOf(joined as never))
        if (await world.get(domainRules, acme.id, 'acme.com')) await world.sweep(acme, 'acme.com')
        for (const { byRule } of world.all(memberships)) expect(byRule).toBeUndefined()
      },
      atLeast: 50,
    })
  })

  it.each(['keep', 'reconcile'] as const)('joins by the rule before or after the change (%s)', async existing => {
    await race({
      given: owned,
      when: (charter, acme) => [
        charter.users.signUp({ email: email('grace@acme.com') }),
        charter.domainRules.update({ ...on(acme), role: 'external', existing }),
      ],
      holds: async (world, answers, acme) => {
        expect(codeOf(answers[1] as never)).toBe('ok')
        await world.sweep(acme, 'acme.com')
        const rule = await world.get(domainRules, acme.id, 'acme.com')
        const derived = world.all(memberships).flatMap(({ byRule }) => (byRule ? [byRule] : []))
        if (answers[0]?.ok) expect(derived).toMatchObject([{ role: 'external', edition: rule?.edition }])
        else expect(derived).toEqual([])
      },
      atLeast: 45,
    })
  })

  it('joins nobody by a rule of an organization that is archived at the same moment', async () => {
    await race({
      given: owned,
      when: (charter, acme) => [
        charter.users.signUp({ email: email('grace@acme.com') }),
        charter.organizations.archive({ actor: acme.admin, organizationId: acme.id }),
      ],
      holds: async (world, [joined, archived]) => {
        expect(codeOf(archived as never)).toBe('ok')
        expect(world.all(users)).toHaveLength(joined?.ok ? 2 : 1)
      },
      atLeast: 20,
    })
  })
})

describe('a proof and a removal of the rule at once', () => {
  it('end with no rule and no owner, or with a refusal of one', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        const { challenge } = await world.pending(acme, 'acme.com')
        return { acme, records: [challenge.value] }
      },
      when: ({ domainRules: rules }, { acme, records }) => [
        rules.prove({ ...on(acme), proof: { kind: 'dns_txt', records } }),
        rules.remove({ ...on(acme), existing: 'keep' }),
      ],
      holds: async (world, [proven, removed], { acme }) => {
        expect(codeOf(removed as never)).toBe('ok')
        expect(['ok', 'domain_rule_not_found', 'domain_rule_removing']).toContain(codeOf(proven as never))
        expect((await world.get(domainRules, acme.id, 'acme.com'))?.status).not.toBe('trusted')
        expect(await world.get(domainOwners, 'acme.com')).toBeUndefined()
      },
      atLeast: 6,
    })
  })

  it('give a guest’s rule no consent that the owner has lost', async () => {
    await race({
      given: async world => {
        const [acme, globex] = await two(world)
        await world.rule(acme, 'acme.com')
        await world.pending(globex, 'acme.com', { role: 'external' })
        return { acme, globex }
      },
      when: ({ domainRules: rules }, { acme, globex }) => [
        rules.prove({
          actor: acme.admin,
          organizationId: globex.id,
          domain: 'acme.com',
          proof: { kind: 'owner_consent' },
        }),
        rules.remove({ ...on(acme), existing: 'keep' }),
      ],
      holds: async (world, [_, removed], { globex }) => {
        expect(codeOf(removed as never)).toBe('ok')
        expect(['pending', 'consent_ended']).toContain((await standings(world, [globex]))[0])
      },
      atLeast: 12,
    })
  })
})

describe('two sweeps at once', () => {
  it.each(['keep', 'reconcile'] as const)('reach everybody, and nobody twice (%s)', async existing => {
    await race({
      given: async world => {
        const acme = await owned(world)
        for (let index = 0; index < 3; index++) await world.signUp(`p${index}@acme.com`)
        unwrap(await world.charter.domainRules.remove({ ...on(acme), existing }))
        return acme
      },
      when: ({ domainRules: rules }, acme) => [rules.sweep(on(acme)), rules.sweep(on(acme))],
      holds: async (world, answers, acme) => {
        const codes = answers.map(codeOf).sort()
        expect(codes).toEqual(['domain_rule_not_found', 'ok'])
        expect(await world.get(domainRules, acme.id, 'acme.com')).toBeUndefined()
        const others = world.all(memberships).filter(({ userId }) => userId !== acme.adminId)
        expect(others.map(({ status, byRule }) => [status, byRule])).toEqual(
          Array(3).fill([existing === 'keep' ? 'active' : 'ended', undefined]),
        )
        expect(world.entries(acme.id).filter(({ action }) => action === 'domainRules.sweep')).toHaveLength(1)
      },
      atLeast: 25,
    })
  })

  it('and a sign-in are in one order or the other', async () => {
    await race({
      given: async world => {
        const acme = await owned(world)
        await world.signUp('grace@acme.com')
        unwrap(await world.charter.domainRules.update({ ...on(acme), role: 'external', existing: 'reconcile' }))
        return acme
      },
      when: (charter, acme) => [
        charter.domainRules.sweep(on(acme)),
        charter.users.signIn({ email: email('grace@acme.com') }),
      ],
      holds: async (world, answers) => {
        expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
        expect(world.all(memberships).flatMap(({ byRule }) => (byRule ? [byRule.role] : []))).toEqual(['external'])
      },
      atLeast: 90,
    })
  })
})

describe('one address that signs up twice at once', () => {
  it('is one user (INV-04)', async () => {
    await race({
      given: owned,
      when: ({ users: people }) => [
        people.signUp({ email: email('grace@acme.com') }),
        people.signUp({ email: email('GRACE@acme.com') }),
      ],
      holds: async (world, answers) => {
        expect(answers.map(codeOf).sort()).toEqual(['email_taken', 'ok'])
        expect(world.all(userEmails)).toHaveLength(2)
        expect(world.all(users)).toHaveLength(2)
        expect(world.all(memberships)).toHaveLength(2)
      },
      atLeast: 55,
    })
  })

  it('and founds an organization at once, is one user too', async () => {
    await race({
      given: owned,
      when: charter => [
        charter.users.signUp({ email: email('grace@acme.com') }),
        charter.organizations.create({
          actor: OPERATOR,
          name: 'Grace’s',
          kind: 'standard',
          founders: [{ email: email('grace@acme.com') }],
        }),
      ],
      holds: async (world, [signedUp, founded]) => {
        expect(codeOf(founded as never)).toBe('ok')
        expect(['ok', 'email_taken']).toContain(codeOf(signedUp as never))
        expect(world.all(users)).toHaveLength(2)
      },
      atLeast: 16,
    })
  })
})

describe('an approval and a decline at once', () => {
  it('make a member or none, never both (DOM-1)', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        await world.rule(acme, 'acme.com', { joining: 'approval' })
        const { user } = unwrap(await world.signUp('grace@acme.com'))
        return { acme, userId: user.id }
      },
      when: ({ members }, { acme, userId }) => {
        const request = { actor: acme.admin, organizationId: acme.id, userId }
        return [members.approve(request), members.decline(request)]
      },
      holds: async (world, answers, { acme, userId }) => {
        const [approved, declined] = answers.map(codeOf)
        expect([approved, declined].sort()).toEqual(['join_request_not_found', 'ok'])
        const member = await world.get(memberships, acme.id, userId)
        const request = await world.get(joinRequests, acme.id, userId)
        expect([member?.status, request?.status]).toEqual(
          approved === 'ok' ? ['active', undefined] : [undefined, 'declined'],
        )
      },
      atLeast: 8,
    })
  })

  it('and two approvals make one membership (INV-07)', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        await world.rule(acme, 'acme.com', { joining: 'approval' })
        const { user } = unwrap(await world.signUp('grace@acme.com'))
        return { acme, userId: user.id }
      },
      when: ({ members }, { acme, userId }) =>
        [acme.admin, OPERATOR].map(actor => members.approve({ actor, organizationId: acme.id, userId })),
      holds: async (_, answers) => {
        expect(answers.map(codeOf).sort()).toEqual(['join_request_not_found', 'ok'])
      },
      atLeast: 30,
    })
  })

  it.each(['keep', 'reconcile'] as const)(
    'and an approval beside the removal of the rule (INV-12, %s)',
    async existing => {
      await race({
        given: async world => {
          const acme = await world.found('Acme')
          await world.rule(acme, 'acme.com', { joining: 'approval' })
          const { user } = unwrap(await world.signUp('grace@acme.com'))
          return { acme, userId: user.id }
        },
        when: (charter, { acme, userId }) => [
          charter.members.approve({ actor: acme.admin, organizationId: acme.id, userId }),
          charter.domainRules.remove({ ...on(acme), existing }),
        ],
        holds: async (_, [approved, removed]) => {
          expect(codeOf(removed as never)).toBe('ok')
          expect(['ok', 'domain_rule_no_longer_applies']).toContain(codeOf(approved as never))
        },
        atLeast: 18,
      })
    },
  )
})

import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  codeOf,
  createWorld,
  DAYS,
  deactivate,
  decided,
  noted,
  OPERATOR,
  START,
  userOf,
} from '../../support/world.ts'

const changedBy = (before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>) =>
  [...after].filter(([ref, now]) => JSON.stringify(before.get(ref)) !== JSON.stringify(now)).map(([ref]) => ref)

describe('archiveOrganization', () => {
  it('is one record and one entry, whatever there is in the organization (ORG-5)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    for (const name of ['a', 'b', 'c']) await world.signUp(`${name}@acme.com`)
    const before = world.snapshot()
    const answer = await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    expect(unwrap(answer)).toMatchObject({ status: 'archived', archivedAt: START })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'organization_archived'], effects: [] })
    expect(changedBy(before, world.snapshot()).map(ref => ref.split('/')[0])).toEqual(['organization', 'audit_entry'])
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'organizations.archive',
      actor: acme.admin,
      rules: ['ORG-5', 'ROL-4'],
      targets: [`organization/${acme.id}`],
    })
  })

  it('ends joining, and keeps the domain from everybody else (ORG-5, DOM-4)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com')
    const { challenge } = await world.pending(globex, 'acme.com')
    await world.charter.organizations.archive({ actor: OPERATOR, organizationId: acme.id })
    expect(await world.signUp('new@acme.com')).toMatchObject({
      refusal: {
        code: 'no_organization_for_domain',
        facts: { considered: [{ organizationId: acme.id, domain: 'acme.com', because: 'organization_archived' }] },
      },
    })
    const proof = { kind: 'operator', reason: 'contract' } as const
    const taken = { actor: OPERATOR, organizationId: globex.id, domain: 'acme.com' }
    expect(codeOf(await world.charter.domainRules.prove({ ...taken, proof }))).toBe('domain_owned')
    const records = [challenge.value]
    expect(
      unwrap(await world.charter.domainRules.prove({ ...taken, proof: { kind: 'dns_txt', records } })).standing,
    ).toBe('disputed')
  })

  const refusals: Refusals<Charter<string>['organizations']['archive']> = {
    organization_not_found: async world => () =>
      world.charter.organizations.archive({ actor: OPERATOR, organizationId: 'nowhere' }),
    organization_archived: async world => {
      const acme = await world.found('Acme')
      const archive = () => world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
      await archive()
      return archive
    },
    user_not_found: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.organizations.archive({ actor: as('nobody'), organizationId: acme.id })
    },
    user_deactivated: async world => {
      const acme = await world.found('Acme')
      await deactivate(world, acme.adminId)
      return () => world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    },
    not_a_member: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      return () => world.charter.organizations.archive({ actor: globex.admin, organizationId: acme.id })
    },
    member_suspended: async world => {
      const acme = await world.found('Acme')
      const { id } = await world.user('eve@acme.com', acme)
      const assigned = { role: 'admin', by: OPERATOR, at: START }
      await world.member(acme, id, { status: 'suspended', suspendedAt: START, assigned } as never)
      return () => world.charter.organizations.archive({ actor: as(id), organizationId: acme.id })
    },
    permission_missing: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'acme.com')
      const { user } = unwrap(await world.signUp('grace@acme.com'))
      return () => world.charter.organizations.archive({ actor: as(user.id), organizationId: acme.id })
    },
  }
  itRefuses(refusals)
})

describe('restoreOrganization', () => {
  it('brings everything back as it was, and joining with it (ORG-5)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const before = world.snapshot()
    await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    world.clock.advance(DAYS)
    const answer = await world.charter.organizations.restore({ actor: acme.admin, organizationId: acme.id })
    expect(unwrap(answer)).toEqual((before.get(`organization/${acme.id}`) as { record: unknown }).record)
    expect(decided(answer)).toEqual({ because: ['role_permits', 'organization_restored'], effects: [] })
    expect(changedBy(before, world.snapshot()).map(ref => ref.split('/')[0])).toEqual([
      'organization',
      'audit_entry',
      'audit_entry',
    ])
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({
      action: 'organizations.restore',
      rules: ['ORG-5', 'ROL-4'],
    })
    expect(unwrap(await world.signUp('grace@acme.com')).joined).toHaveLength(1)
    expect((await userOf(world, 'grace@acme.com')).homeOrganizationId).toBe(acme.id)
  })

  it('refuses to restore what is not archived', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    expect(await world.charter.organizations.restore({ actor: acme.admin, organizationId: acme.id })).toEqual({
      ok: false,
      refusal: { kind: 'state', code: 'organization_not_archived', facts: { organizationId: acme.id } },
    })
  })

  it('brings back no proof that ran out meanwhile (INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    world.clock.advance(90 * DAYS)
    await world.charter.organizations.restore({ actor: acme.admin, organizationId: acme.id })
    expect(codeOf(await world.signUp('grace@acme.com'))).toBe('no_organization_for_domain')
  })
})

import { describe, expect, it } from 'vitest'
import { domainRules } from '../../../src/core/domain-rule/index.ts'
import { verifiedEmail } from '../../../src/core/email/index.ts'
import { OrganizationId, put, UserId } from '../../../src/core/kernel/index.ts'
import { type Membership, memberships } from '../../../src/core/membership/index.ts'
import { type Organization, organizations } from '../../../src/core/organization/index.ts'
import { archiveOrganization } from '../../../src/core/organization/use-cases/archive.ts'
import { renameOrganization } from '../../../src/core/organization/use-cases/rename.ts'
import { type User, users } from '../../../src/core/user/index.ts'
import { signUp } from '../../../src/core/user/use-cases/sign-up.ts'
import { given } from '../../../src/testing/given/index.ts'
import { trustedRuleRecord } from '../../../src/testing/store-contract/records.ts'
import { startUniverse } from '../../../src/testing/worlds/index.ts'

const id = OrganizationId.parse('acme')
const userId = UserId.parse('ada')
const acme: Organization = { id, name: 'Acme', kind: 'standard', mfa: { mode: 'off' }, status: 'active', createdAt: 1 }
const verified = verifiedEmail('ada@acme.com', { by: 'test' })
const email = verified.ok ? verified.value : undefined
const ada = {
  id: userId,
  homeOrganizationId: id,
  email: { local: 'ada', domain: 'acme.com' },
  site: 'acme.com',
  verifiedBy: 'test',
  status: 'active',
  createdAt: 1,
} as unknown as User
const operator = { kind: 'operator', name: 'support' } as const
const member: Membership = {
  organizationId: id,
  userId,
  term: 1,
  status: 'active',
  joinedAt: 1,
  assigned: { role: 'external', by: operator, at: 1 },
}
const actor = { kind: 'user', userId: 'ada' } as const
const world = given(put(organizations, acme), put(users, ada), put(memberships, member))

describe('given', () => {
  it('plans on records, and says what is refused', () => {
    const then = world.when(renameOrganization, { actor, organizationId: 'acme', name: 'Evil' })
    then.thenRefuses('permission_missing', { role: 'external' })
    expect(() => then.thenRefuses('not_a_member')).toThrow('expected a refusal not_a_member')
    expect(() => then.thenRefuses('permission_missing', { role: 'admin' })).toThrow('"role":"external"')
    expect(() => then.thenWrites({})).toThrow('expected writes {}')
    expect(() => then.thenEffects()).toThrow('expected effects')
  })

  it('says what is written, to the reference, at the time that is given', () => {
    const then = world.with({ now: 5 }).when(archiveOrganization, { actor: operator, organizationId: 'acme' })
    then.thenWrites({ 'organization/acme': { status: 'archived', archivedAt: 5, name: 'Acme' } }).thenEffects()
    for (const wrong of [
      {},
      { 'organization/acme': { archivedAt: 6 } },
      { 'organization/acme': null },
      { 'organization/acme': 1 },
      { 'organization/other': {} },
      { 'organization/acme': {}, 'organization/other': {} },
    ])
      expect(() => then.thenWrites(wrong), JSON.stringify(wrong)).toThrow('expected writes')
    expect(() => then.thenRefuses('organization_archived')).toThrow()
    expect(() => then.thenEffects('notify_admins')).toThrow()
  })

  it('finds lists among the records, and counts what is added', () => {
    const rule = trustedRuleRecord('acme', 'acme.com', 2_000_000_000_000)
    const external = { ...rule, role: 'external' }
    const then = given(put(organizations, acme), put(domainRules, external)).when(signUp, {
      email: email as NonNullable<typeof email>,
    })
    then.thenWrites({
      'user/id1': { homeOrganizationId: 'acme', email: { local: 'ada' } },
      'user_email/ada@acme.com': { userId: 'id1' },
      'membership/acme/id1': { byRule: { role: 'external', edition: 1 } },
      'member_count/acme': 1,
      'membership_count/id1': 1,
    })
    given()
      .when(signUp, { email: email as NonNullable<typeof email> })
      .thenRefuses('no_organization_for_domain')
  })
})

describe('startUniverse', () => {
  it('takes what stands for ids from what is there', async () => {
    const { play, store, clock } = startUniverse()
    const founders = [{ email: { $verified: 'ada@acme.com' } }]
    await play({ method: 'organizations.create', command: { actor: operator, name: 'A', kind: 'standard', founders } })
    const { command, answer } = await play({
      method: 'members.get',
      command: {
        actor: { kind: 'user', userId: { $user: 'ADA@acme.com' } },
        organizationId: { $organization: 0 },
        userId: { $user: 'ada@acme.com' },
      },
    })
    expect(command).toEqual({ actor: { kind: 'user', userId: 'id2' }, organizationId: 'id1', userId: 'id2' })
    expect(answer).toMatchObject({ ok: true, value: { role: 'admin' } })
    const unknown = { actor: operator, organizationId: { $organization: 7 } }
    expect((await play({ method: 'organizations.get', command: unknown })).answer).toMatchObject({
      refusal: { code: 'organization_not_found', facts: { organizationId: 'nobody7' } },
    })
    const before = clock.now()
    expect(await play({ advance: -5 })).toEqual({ step: { advance: -5 } })
    expect(clock.now()).toBe(before - 5)
    expect([...store.records()].length).toBeGreaterThan(5)
  })

  it('says what a refusal writes down, and that most write nothing', () => {
    const noted = {
      because: [],
      writes: [put(users, ada)],
      effects: [{ kind: 'notify', payload: {} }],
      organizationId: 'acme',
    }
    const declining = (more: object) => ({
      ...renameOrganization,
      plan: () => ({ ok: false, refusal: { kind: 'state', code: 'code_wrong', facts: {} }, ...more }) as never,
    })
    const command = { actor, organizationId: 'acme', name: 'Other' }
    const then = world.when(declining({ noted }), command).thenRefuses('code_wrong')
    then.thenWrites({ 'user/ada': { status: 'active' } }).thenEffects('notify')
    expect(then.outcome).toEqual({ ok: false, refusal: { kind: 'state', code: 'code_wrong', facts: {} } })
    expect(() => then.thenWrites({})).toThrow('"user/ada"')
    expect(() => world.when(declining({}), command).thenWrites({})).toThrow('expected writes')
    expect(() => world.when(declining({}), command).thenEffects()).toThrow('expected effects')
  })
})

import { describe, expect, it } from 'vitest'
import { memberships } from '../../../src/core/membership/index.ts'
import { checkInvariants } from '../../../src/core/world/index.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { type Step, startUniverse } from '../../../src/testing/worlds/index.ts'

type Word = Extract<Step, { method: unknown }>['command']
type Method = Extract<Step, { method: unknown }>['method']

const actor = { kind: 'operator', name: 'support' }
const [HOST, VENDOR] = [0, 1]
const organizationId = { $organization: HOST }
const between = { organizationId, vendorId: { $organization: VENDOR } }
const ivy = { $user: 'ivy@crowd.com' }
const subject = { kind: 'user', userId: ivy }
const dataset = { datasetId: { $dataset: 0 } }
const DAY = 86_400_000

/** A host with a dataset, and a vendor with its people; what a step does is told, and every world is checked. */
const scene = async () => {
  const { play, store, clock } = startUniverse()
  const ask = async (method: Method, command: { readonly [field: string]: Word }): Promise<string> => {
    const { answer } = await play({ method, command: { actor, ...command } })
    const { ok, ...rest } = answer as Answer<unknown>
    const { breaches } = checkInvariants(store.records(), { now: clock.now() })
    expect(breaches).toEqual([])
    return ok ? 'ok' : (rest as { refusal: { code: string } }).refusal.code
  }
  const enter = async ($organization: number, email: string, role: string, grants: readonly Word[] = []) => {
    const invitations = [{ email, role, grants }]
    await play({ method: 'invitations.send', command: { actor, organizationId: { $organization }, invitations } })
    await play({ method: 'invitations.accept', command: { token: { $token: email }, email: { $verified: email } } })
    const { breaches } = checkInvariants(store.records(), { now: clock.now() })
    expect(breaches).toEqual([])
  }
  const found = (kind: string, email: string) => ({ name: kind, kind, founders: [{ email: { $verified: email } }] })
  await ask('organizations.create', found('standard', 'ada@acme.com'))
  await ask('organizations.create', found('workforce', 'wes@crowd.com'))
  await enter(VENDOR, 'ivy@crowd.com', 'internal')
  await ask('datasets.create', { organizationId, name: 'Lanes', admins: [{ $user: 'ada@acme.com' }] })
  const cameIn = () => {
    const members = [...store.records()].filter(({ ref }) => ref.startsWith(`${memberships.name}/id1/`))
    return members.flatMap(({ record }) => (record['byWorkforce'] ? [record['byWorkforce'] as object] : []))
  }
  const grant = (more: { readonly [field: string]: Word } = {}) =>
    ask('datasets.grant', { ...dataset, subject, role: 'user', ...more })
  const revoke = () => ask('datasets.revoke', { ...dataset, subject })
  const seat = (index: number, ...people: Word[]) =>
    ask('groups.addMembers', { organizationId, groupId: { $group: index }, userIds: people })
  const toGroup = { subject: { kind: 'group', groupId: { $group: 0 } }, role: 'user' }
  const groupWithGrant = async () => {
    await ask('groups.create', { organizationId, name: 'Crew' })
    await ask('datasets.grant', { ...dataset, ...toGroup })
  }
  const signIn = (email: string) => play({ method: 'users.signIn', command: { email: { $verified: email } } })
  return { ask, enter, signIn, grant, revoke, seat, groupWithGrant, cameIn, clock }
}

describe('comeIn', () => {
  it('begins a new term without the groups of the earlier one (WRK-1, INV-25)', async () => {
    const { ask, grant, seat, groupWithGrant, cameIn, clock } = await scene()
    await groupWithGrant()
    await seat(0, ivy)
    await ask('datasets.revoke', { ...dataset, subject: { kind: 'group', groupId: { $group: 0 } } })
    clock.advance(DAY)
    expect(await grant()).toBe('ok')
    expect(cameIn()).toEqual([expect.objectContaining({ groups: [] })])
  })

  it('knows each seat of whoever is in by a role as well, also where no engagement lets them in anew (INV-13)', async () => {
    const { ask, enter, grant, seat, groupWithGrant, cameIn } = await scene()
    await enter(HOST, 'ivy@crowd.com', 'external')
    expect(await grant()).toBe('ok')
    await ask('engagements.end', between)
    await groupWithGrant()
    expect(await seat(0, ivy)).toBe('ok')
    expect(cameIn()).toEqual([expect.objectContaining({ edition: 1, groups: [expect.any(String)] })])
  })

  it('lets no more in by one command than there are seats (WRK-5)', async () => {
    const { ask, enter, seat, groupWithGrant, cameIn } = await scene()
    await enter(VENDOR, 'xan@crowd.com', 'internal')
    await ask('engagements.open', { ...between, seats: 1 })
    await groupWithGrant()
    expect(await seat(0, ivy, { $user: 'xan@crowd.com' })).toBe('group_candidates_invalid')
    expect(await seat(0, ivy)).toBe('ok')
    expect(cameIn()).toHaveLength(1)
  })
})

describe('besidesAssigned', () => {
  const grants = [{ kind: 'dataset', id: { $dataset: 0 }, role: 'user' }]

  it('knows the seats of whoever was in by what is derived (WRK-1, INV-13)', async () => {
    const { ask, enter, seat, signIn, groupWithGrant, cameIn } = await scene()
    const rule = { organizationId, domain: 'crowd.com', role: 'external', match: 'exact', joining: 'automatic' }
    await ask('domainRules.add', rule)
    await ask('domainRules.prove', { organizationId, domain: 'crowd.com', proof: { kind: 'operator', reason: 'said' } })
    await signIn('ivy@crowd.com')
    const inVendor = { organizationId: { $organization: VENDOR }, userId: ivy }
    await ask('members.suspend', inVendor)
    await groupWithGrant()
    await seat(0, ivy)
    await ask('members.reactivate', inVendor)
    await enter(HOST, 'ivy@crowd.com', 'external', grants)
    expect(cameIn()).toEqual([expect.objectContaining({ groups: [expect.any(String)] })])
  })
})

describe('endEngagement', () => {
  it('is refused to an organization with itself (WRK-5)', async () => {
    const { ask } = await scene()
    const vendorId = { $organization: VENDOR }
    expect(await ask('engagements.end', { organizationId: vendorId, vendorId })).toBe('vendor_invalid')
  })
})

describe('sweepWorkforce', () => {
  it('writes down who has no grant left, also while the vendor is archived (WRK-2)', async () => {
    const { ask, grant, cameIn, clock } = await scene()
    await grant({ until: clock.now() + 1 })
    await ask('organizations.archive', { organizationId: { $organization: VENDOR } })
    clock.advance(1)
    expect(await ask('engagements.sweep', between)).toBe('ok')
    expect(cameIn()).toEqual([])
  })
})

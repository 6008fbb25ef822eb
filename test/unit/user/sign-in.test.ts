import { describe, expect, it } from 'vitest'
import { joinRequests, memberships } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  createWorld,
  deactivate,
  decided,
  noted,
  OPERATOR,
  START,
  userOf,
  type World,
} from '../../support/world.ts'

const ids = (joined: readonly { readonly organizationId: string }[]) => joined.map(j => j.organizationId)

/** Grace, who is in Acme by its rule; Globex has none yet. */
const signedUp = async (world: World) => {
  const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
  await world.rule(acme, 'acme.com')
  const { user } = unwrap(await world.signUp('grace@acme.com'))
  return { acme, globex, grace: user }
}

describe('signIn', () => {
  it('joins what has come since by automatic rules (DOM-1)', async () => {
    const world = createWorld()
    const { acme, globex, grace } = await signedUp(world)
    await world.rule(globex, 'acme.com', { role: 'external' })
    world.clock.advance(9)
    const answer = await world.signIn('GRACE@acme.com')
    expect(unwrap(answer).user).toEqual(grace)
    expect(unwrap(answer).joined).toMatchObject([{ organizationId: globex.id, role: 'external' }])
    expect(await world.get(memberships, globex.id, grace.id)).toMatchObject({
      status: 'active',
      joinedAt: START + 9,
      byRule: { role: 'external', domain: 'acme.com', edition: 1, at: START + 9 },
    })
    expect(decided(answer)).toEqual({ because: ['signed_in'], effects: [] })
    expect(noted(world.entries(globex.id).at(-1))).toMatchObject({
      action: 'users.signIn',
      actor: as(grace.id),
      rules: ['DOM-1', 'EML-3'],
    })
    expect(world.entries(acme.id).at(-1)?.action).not.toBe('users.signIn')
  })

  it('changes nothing when there is nothing new', async () => {
    const world = createWorld()
    await signedUp(world)
    const before = world.snapshot()
    expect(unwrap(await world.signIn('grace@acme.com')).joined).toEqual([])
    expect(world.snapshot()).toEqual(before)
  })

  it('offers and asks once, and says so each time', async () => {
    const world = createWorld()
    const { globex } = await signedUp(world)
    await world.rule(globex, 'acme.com', { role: 'external', joining: 'approval' })
    const first = await world.signIn('grace@acme.com')
    expect(ids(unwrap(first).awaitingApproval)).toEqual([globex.id])
    expect(decided(first).effects).toMatchObject([{ kind: 'notify_admins', about: 'join_request' }])
    const before = world.snapshot()
    const second = await world.signIn('grace@acme.com')
    expect(ids(unwrap(second).awaitingApproval)).toEqual([globex.id])
    expect(decided(second).effects).toEqual([])
    expect(world.snapshot()).toEqual(before)
  })

  it('asks an admin where the rule offered before, and offers where it asked', async () => {
    const world = createWorld()
    const { globex, grace } = await signedUp(world)
    await world.rule(globex, 'acme.com', { role: 'external', joining: 'offered' })
    const change = { actor: globex.admin, organizationId: globex.id, domain: 'acme.com', existing: 'keep' } as const
    const request = async () => (await world.get(joinRequests, globex.id, grace.id))?.status
    await world.signIn('grace@acme.com')
    expect(await request()).toBe('offered')
    await world.charter.domainRules.update({ ...change, joining: 'approval' })
    expect(decided(await world.signIn('grace@acme.com')).effects).toHaveLength(1)
    expect(await request()).toBe('awaiting_approval')
    await world.charter.domainRules.update({ ...change, joining: 'offered' })
    await world.signIn('grace@acme.com')
    expect(await request()).toBe('offered')
  })

  it('leaves no request behind when the rule joins by itself by now', async () => {
    const world = createWorld()
    const { globex, grace } = await signedUp(world)
    await world.rule(globex, 'acme.com', { role: 'external', joining: 'approval' })
    await world.signIn('grace@acme.com')
    await world.charter.domainRules.update({
      actor: globex.admin,
      organizationId: globex.id,
      domain: 'acme.com',
      joining: 'automatic',
      existing: 'keep',
    })
    expect(ids(unwrap(await world.signIn('grace@acme.com')).joined)).toEqual([globex.id])
    expect(await world.get(joinRequests, globex.id, grace.id)).toBeUndefined()
  })

  it.each(['left', 'removed'] as const)('does not bring back who has %s (DOM-1)', async ending => {
    const world = createWorld()
    const { acme, grace } = await signedUp(world)
    const byRule = { role: 'internal', domain: 'acme.com', edition: 1, at: START }
    await world.member(acme, grace.id, { status: 'ended', endedAt: START, ending, byRule } as never)
    const before = world.snapshot()
    expect(unwrap(await world.signIn('grace@acme.com'))).toMatchObject({
      joined: [],
      offered: [],
      awaitingApproval: [],
    })
    expect(world.snapshot()).toEqual(before)
  })

  it('does not bring back who is suspended (MEM-2)', async () => {
    const world = createWorld()
    const { acme, grace } = await signedUp(world)
    const assigned = { role: 'internal', by: OPERATOR, at: START }
    await world.member(acme, grace.id, { assigned, status: 'suspended', suspendedAt: START } as never)
    expect(unwrap(await world.signIn('grace@acme.com')).joined).toEqual([])
  })

  it('does not ask again who was declined', async () => {
    const world = createWorld()
    const { globex, grace } = await signedUp(world)
    await world.rule(globex, 'acme.com', { role: 'external', joining: 'approval' })
    await world.signIn('grace@acme.com')
    await world.charter.members.decline({ actor: OPERATOR, organizationId: globex.id, userId: grace.id })
    await world.charter.domainRules.update({
      actor: globex.admin,
      organizationId: globex.id,
      domain: 'acme.com',
      joining: 'automatic',
      existing: 'keep',
    })
    const before = world.snapshot()
    expect(unwrap(await world.signIn('grace@acme.com')).joined).toEqual([])
    expect(world.snapshot()).toEqual(before)
  })

  it('joins again whom only a change of a rule put out, from this moment (DOM-5)', async () => {
    const world = createWorld()
    const { acme, grace } = await signedUp(world)
    const gone = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'reconcile' } as const
    await world.charter.domainRules.remove(gone)
    await world.sweep(acme, 'acme.com')
    expect(await world.get(memberships, acme.id, grace.id)).toMatchObject({ status: 'ended', ending: 'rule_changed' })
    expect(unwrap(await world.signIn('grace@acme.com')).joined).toEqual([])
    await world.rule(acme, 'acme.com', { role: 'external' })
    world.clock.advance(4)
    expect(unwrap(await world.signIn('grace@acme.com')).joined).toMatchObject([{ role: 'external' }])
    expect(await world.get(memberships, acme.id, grace.id)).toEqual({
      organizationId: acme.id,
      userId: grace.id,
      term: 2,
      status: 'active',
      joinedAt: START + 4,
      firstJoinedAt: START,
      byRule: { role: 'external', domain: 'acme.com', edition: 1, at: START + 4 },
    })
  })

  it('does not change the role of whoever is in, although a more specific rule has come', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { match: 'subdomains' })
    await world.signUp('x@eu.acme.com')
    await world.rule(acme, 'eu.acme.com', { role: 'external' })
    await world.signIn('x@eu.acme.com')
    const { id } = await userOf(world, 'x@eu.acme.com')
    expect(await world.get(memberships, acme.id, id)).toMatchObject({ byRule: { role: 'internal' } })
  })

  const refusals: Refusals<Charter<string>['users']['signIn']> = {
    email_unknown: async world => {
      await world.rule(await world.found('Acme'), 'acme.com')
      return () => world.signIn('grace@acme.com')
    },
    user_deactivated: async world => {
      const { globex, grace } = await signedUp(world)
      await world.rule(globex, 'acme.com', { role: 'external' })
      await deactivate(world, grace.id)
      return () => world.signIn('grace@acme.com')
    },
  }
  itRefuses(refusals)
})

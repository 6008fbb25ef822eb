import { describe, expect, it } from 'vitest'
import { joinRequests } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
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
  type Org,
  START,
  type World,
} from '../../support/world.ts'

/** Somebody whom the rule for partner.com offers to join Acme. */
const offered = async (world: World, address = 'olga@partner.com') => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'partner.com', { joining: 'offered', role: 'external' })
  const { user } = unwrap(await world.signUp(address))
  return { acme, actor: as(user.id), userId: user.id }
}

const update = (world: World, org: Org, shape: object) =>
  world.charter.domainRules.update({
    actor: org.admin,
    organizationId: org.id,
    domain: 'partner.com',
    existing: 'keep',
    ...shape,
  })

describe('joinOffered', () => {
  it('makes the user a member by the rule that offered it (DOM-1)', async () => {
    const world = createWorld()
    const { acme, actor, userId } = await offered(world)
    world.clock.advance(2)
    const answer = await world.charter.users.joinOffered({ actor, organizationId: acme.id })
    expect(unwrap(answer)).toEqual({
      organizationId: acme.id,
      userId,
      term: 1,
      status: 'active',
      joinedAt: START + 2,
      byRule: { role: 'external', domain: 'partner.com', edition: 1, at: START + 2 },
      role: 'external',
    })
    expect(decided(answer)).toEqual({ because: ['offer_accepted', 'exact_domain'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'users.joinOffered',
      actor,
      rules: ['DOM-1', 'RES-2'],
      targets: [`join_request/${acme.id}/${userId}`, `membership/${acme.id}/${userId}`, `member_count/${acme.id}`],
    })
    expect(world.all(joinRequests)).toEqual([])
    expect(codeOf(await world.charter.users.joinOffered({ actor, organizationId: acme.id }))).toBe(
      'join_request_not_found',
    )
  })

  it('gives the role that the rule gives by then', async () => {
    const world = createWorld()
    const { acme, actor } = await offered(world)
    unwrap(await update(world, acme, { role: 'workforce' }))
    expect(unwrap(await world.charter.users.joinOffered({ actor, organizationId: acme.id }))).toMatchObject({
      role: 'workforce',
      byRule: { edition: 2 },
    })
  })

  it('is accepted where the rule would join by itself by then', async () => {
    const world = createWorld()
    const { acme, actor } = await offered(world)
    unwrap(await update(world, acme, { joining: 'automatic' }))
    expect(codeOf(await world.charter.users.joinOffered({ actor, organizationId: acme.id }))).toBe('ok')
  })

  const changes: readonly (readonly [string, (world: World, acme: Org) => Promise<unknown>])[] = [
    ['lapsed', async world => world.clock.advance(90 * DAYS)],
    ['asks an admin', (world, acme) => update(world, acme, { joining: 'approval' })],
    ['needs another proof', (world, acme) => update(world, acme, { role: 'internal' })],
    [
      'is removed',
      (world, acme) =>
        world.charter.domainRules.remove({
          actor: acme.admin,
          organizationId: acme.id,
          domain: 'partner.com',
          existing: 'keep',
        }),
    ],
  ]

  it.each(changes)('is refused where the rule %s by then (DOM-3)', async (_, change) => {
    const world = createWorld()
    const { acme, actor } = await offered(world)
    await change(world, acme)
    expect(codeOf(await world.charter.users.joinOffered({ actor, organizationId: acme.id }))).toBe(
      'domain_rule_no_longer_applies',
    )
  })

  it('is not for a mailbox that many read, since when the host says so (DOM-6)', async () => {
    const world = createWorld()
    const { acme, actor } = await offered(world, 'team-x@partner.com')
    const stricter = createCharter({ store: world.store, clock: world.clock.now, sharedMailboxes: ['team-x'] })
    expect(codeOf(await stricter.users.joinOffered({ actor, organizationId: acme.id }))).toBe(
      'domain_rule_no_longer_applies',
    )
  })

  const refusals: Refusals<Charter<string>['users']['joinOffered']> = {
    organization_not_found: async world => {
      const { actor } = await offered(world)
      return () => world.charter.users.joinOffered({ actor, organizationId: 'nowhere' })
    },
    organization_archived: async world => {
      const { acme, actor } = await offered(world)
      await world.charter.organizations.archive({ actor: OPERATOR, organizationId: acme.id })
      return () => world.charter.users.joinOffered({ actor, organizationId: acme.id })
    },
    user_not_found: async world => {
      const { acme } = await offered(world)
      return () => world.charter.users.joinOffered({ actor: as('nobody'), organizationId: acme.id })
    },
    user_deactivated: async world => {
      const { acme, actor, userId } = await offered(world)
      await deactivate(world, userId)
      return () => world.charter.users.joinOffered({ actor, organizationId: acme.id })
    },
    operator_not_allowed: async world => {
      const { acme } = await offered(world)
      return () => world.charter.users.joinOffered({ actor: OPERATOR, organizationId: acme.id })
    },
    member_exists: async world => {
      const { acme, actor, userId } = await offered(world)
      await world.member(acme, userId, { status: 'ended', endedAt: START, ending: 'left' } as never)
      return () => world.charter.users.joinOffered({ actor, organizationId: acme.id })
    },
    join_request_not_found: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'partner.com', { joining: 'approval', role: 'external' })
      const { user } = unwrap(await world.signUp('olga@partner.com'))
      return () => world.charter.users.joinOffered({ actor: as(user.id), organizationId: acme.id })
    },
    domain_rule_no_longer_applies: async world => {
      const { acme, actor } = await offered(world)
      world.clock.advance(90 * DAYS)
      return () => world.charter.users.joinOffered({ actor, organizationId: acme.id })
    },
  }
  itRefuses(refusals)
})

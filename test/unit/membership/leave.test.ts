import { describe, expect, it } from 'vitest'
import { adminGrantCounts, offboardings } from '../../../src/core/grant/index.ts'
import { add } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { datasetOf, memberWith, SUSPENDED } from '../../support/targets.ts'
import {
  as,
  codeOf,
  createWorld,
  deactivate,
  decided,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

const leave = (world: World, org: Pick<Org, 'id'>, userId: string, ...replacements: readonly object[]) =>
  world.charter.members.leave({ actor: as(userId), organizationId: org.id, replacements: replacements as never })

describe('leaveOrganization', () => {
  it('takes no permission, and no rule brings back who has gone (MEM-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { role: 'external' })
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    world.clock.advance(2)
    const answer = await leave(world, acme, user.id)
    expect(unwrap(answer)).toMatchObject({ status: 'ended', endedAt: START + 2, ending: 'left', term: 1 })
    expect(decided(answer)).toEqual({
      because: ['own_membership', 'member_left'],
      effects: [
        { kind: 'end_sessions', organizationId: acme.id, userId: user.id },
        { kind: 'sweep_member', organizationId: acme.id, userId: user.id },
        { kind: 'notify_admins', organizationId: acme.id, about: 'member_left', userId: user.id },
      ],
    })
    expect(world.all(offboardings)).toMatchObject([{ userId: user.id, term: 1, by: as(user.id) }])
    expect(unwrap(await world.signIn('grace@acme.com')).joined).toEqual([])
  })

  it('hands over what the member alone administers (MEM-4, INV-08)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal')
    const dataset = await datasetOf(world, acme, id)
    const over = { kind: 'dataset', id: dataset, userId: acme.adminId }
    unwrap(await leave(world, acme, id, over))
    const team = { actor: acme.admin, datasetId: dataset as never, subject: 'user' } as const
    expect(unwrap(await world.charter.datasets.team(team)).items.map(({ subjectId }) => subjectId)).toContain(
      acme.adminId,
    )
  })

  const keeper = async (world: World) => {
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal')
    return { acme, id, dataset: await datasetOf(world, acme, id) }
  }
  const refusals: Omit<Refusals<Charter<string>['members']['leave']>, 'grants_too_many'> = {
    operator_not_allowed: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.members.leave({ actor: OPERATOR, organizationId: acme.id })
    },
    user_not_found: async world => {
      const acme = await world.found('Acme')
      return () => leave(world, acme, 'nobody')
    },
    user_deactivated: async world => {
      const acme = await world.found('Acme')
      await deactivate(world, acme.adminId)
      return () => leave(world, acme, acme.adminId)
    },
    organization_not_found: async world => {
      const acme = await world.found('Acme')
      return () => leave(world, { id: 'nowhere' as never }, acme.adminId)
    },
    organization_archived: async world => {
      const acme = await world.found('Acme')
      await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
      return () => leave(world, acme, acme.adminId)
    },
    member_not_found: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      return () => leave(world, acme, globex.adminId)
    },
    member_state: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'internal', SUSPENDED)
      return () => leave(world, acme, id)
    },
    role_unknown: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'owner')
      return () => leave(world, acme, id)
    },
    last_admin: async world => {
      const acme = await world.found('Acme')
      return () => leave(world, acme, acme.adminId)
    },
    entities_left_without_admin: async world => {
      const { acme, id } = await keeper(world)
      return () => leave(world, acme, id)
    },
    replacement_invalid: async world => {
      const { acme, id, dataset } = await keeper(world)
      return () => leave(world, acme, id, { kind: 'dataset', id: dataset, userId: id })
    },
    replacement_not_needed: async world => {
      const { acme, id } = await keeper(world)
      return () => leave(world, acme, id, { kind: 'ontology', id: 'other', userId: acme.adminId })
    },
  }
  itRefuses(refusals)
  const tooMany: Pick<Refusals<Charter<string>['members']['leave']>, 'grants_too_many'> = {
    grants_too_many: async world => {
      const { acme, id, dataset } = await keeper(world)
      await world.write(add(adminGrantCounts, [acme.adminId], 5_000))
      return () => leave(world, acme, id, { kind: 'dataset', id: dataset, userId: acme.adminId })
    },
  }
  itRefuses(tooMany, { check: 'by_hand' })

  it('lets nobody leave whose role has expired, for they are out already', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const assigned = { role: 'internal', by: OPERATOR, at: START, until: START + 1 }
    const id = await memberWith(world, acme, 'internal', { assigned } as never)
    world.clock.advance(1)
    expect(codeOf(await leave(world, acme, id))).toBe('member_state')
  })
})

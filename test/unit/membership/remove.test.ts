import { describe, expect, it } from 'vitest'
import { adminGrantCounts, entityAdminCounts, grants, offboardings } from '../../../src/core/grant/index.ts'
import { add, put } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { datasetOf, memberWith, SUSPENDED, targetRefusals } from '../../support/targets.ts'
import {
  as,
  breachesOf,
  codeOf,
  createWorld,
  decided,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

const target = (org: Pick<Org, 'id' | 'admin'>, userId: string) =>
  ({ actor: org.admin, organizationId: org.id, userId }) as {
    actor: Org['admin']
    organizationId: Org['id']
    userId: never
  }

const remove = (world: World, org: Pick<Org, 'id' | 'admin'>, userId: string, ...replacements: readonly object[]) =>
  world.charter.members.remove({ ...target(org, userId), replacements: replacements as never })

const over = (id: string, userId: string) => ({ kind: 'dataset', id, userId })

/** An internal member who alone administers a dataset, and another member. */
const keeper = async (world: World) => {
  const acme = await world.found('Acme')
  const id = await memberWith(world, acme, 'internal')
  const other = await memberWith(world, acme, 'external')
  return { acme, id, other, dataset: await datasetOf(world, acme, id) }
}

/** A guest who alone administers a dataset, and a clerk who may remove guests, and has nothing of the dataset. */
const guestKeeper = async (world: World) => {
  const acme = await world.found('Acme')
  const admin = await clerkOf(world, acme)
  const guest = await memberWith(world, acme, 'external')
  const clerk = { id: acme.id, admin, adminId: admin.kind === 'user' ? admin.userId : '' }
  return { acme, clerk, guest, dataset: await datasetOf(world, acme, guest) }
}

describe('removeMember', () => {
  it('puts a member out, and says what is still to be done (MEM-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    world.clock.advance(4)
    const answer = await world.charter.members.remove({ ...target(acme, user.id), reason: 'has left the company' })
    expect(unwrap(answer)).toEqual({
      organizationId: acme.id,
      userId: user.id,
      term: 1,
      joinedAt: START,
      status: 'ended',
      endedAt: START + 4,
      ending: 'removed',
      reason: 'has left the company',
      role: null,
    })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'member_removed'],
      effects: [
        { kind: 'end_sessions', organizationId: acme.id, userId: user.id },
        { kind: 'sweep_member', organizationId: acme.id, userId: user.id },
        { kind: 'notify_user', organizationId: acme.id, about: 'removed', userId: user.id },
      ],
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'members.remove',
      actor: acme.admin,
      rules: ['MEM-3', 'MEM-4', 'ROL-4'],
      targets: [`membership/${acme.id}/${user.id}`, `member_count/${acme.id}`, `offboarding/${acme.id}/${user.id}`],
    })
    expect(world.all(offboardings)).toEqual([
      { organizationId: acme.id, userId: user.id, term: 1, by: acme.admin, at: START + 4 },
    ])
    expect(unwrap(await world.signIn('grace@acme.com')).joined).toEqual([])
  })

  it.each(['suspended', 'expired'])('puts out who is %s, too', async state => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const assigned = { role: 'internal', by: OPERATOR, at: START, until: START + 1 }
    const id = await memberWith(world, acme, 'internal', (state === 'expired' ? { assigned } : SUSPENDED) as never)
    world.clock.advance(2)
    expect(unwrap(await remove(world, acme, id)).status).toBe('ended')
  })

  it('hands over in the same commit what the member alone administers (INV-08)', async () => {
    const world = createWorld()
    const { acme, id, other, dataset } = await keeper(world)
    expect(await remove(world, acme, id)).toMatchObject({
      refusal: {
        code: 'entities_left_without_admin',
        facts: { entities: [{ organizationId: acme.id, kind: 'dataset', id: dataset }], count: 1 },
      },
    })
    const commits = world.entries(acme.id).length
    unwrap(await remove(world, acme, id, over(dataset, other)))
    expect(world.entries(acme.id)).toHaveLength(commits + 1)
    expect(await world.get(grants, acme.id, 'dataset', dataset, 'user', other)).toEqual({
      organizationId: acme.id,
      kind: 'dataset',
      entityId: dataset,
      subject: 'user',
      subjectId: other,
      role: 'admin',
      term: 1,
      by: acme.admin,
      at: START,
    })
    expect(breachesOf(world)).toEqual([])
    expect(codeOf(await remove(world, acme, other))).toBe('entities_left_without_admin')
  })

  it('makes an admin of who has a lesser grant, or one for a time, and counts it once', async () => {
    const world = createWorld()
    const { acme, id, other, dataset } = await keeper(world)
    const more = await datasetOf(world, acme, id)
    const subject = { kind: 'user', userId: other } as never
    const grant = { actor: OPERATOR, subject }
    unwrap(await world.charter.datasets.grant({ ...grant, datasetId: dataset as never, role: 'user' }))
    unwrap(await world.charter.datasets.grant({ ...grant, datasetId: more as never, role: 'admin', until: START + 9 }))
    unwrap(await remove(world, acme, id, over(dataset, other), over(more, other)))
    expect(await world.get(adminGrantCounts as never, other)).toEqual({ count: 2 })
    expect(await world.get(entityAdminCounts as never, acme.id, 'dataset', more)).toEqual({ count: 1 })
  })

  it('takes as a replacement nobody who would be gone by time alone, or is not in (MEM-3, MEM-4)', async () => {
    const world = createWorld()
    const { acme, id, other, dataset } = await keeper(world)
    const globex = await world.found('Globex')
    const until = { assigned: { role: 'internal', by: OPERATOR, at: START, until: START + 9 } }
    const problem = async (...replacements: readonly object[]) => {
      const answer = await remove(world, acme, id, ...replacements)
      return answer.ok ? 'ok' : (answer.refusal.facts as { problem?: string }).problem
    }
    expect(await problem(over(dataset, await memberWith(world, acme, 'internal', until)))).toBe('expires')
    expect(await problem(over(dataset, await memberWith(world, acme, 'internal', SUSPENDED)))).toBe('not_a_member')
    expect(await problem(over(dataset, await memberWith(world, acme, 'owner')))).toBe('not_a_member')
    expect(await problem(over(dataset, globex.adminId))).toBe('not_a_member')
    expect(await problem(over(dataset, id))).toBe('leaves')
    expect(await problem(over(dataset, other), over(dataset, acme.adminId))).toBe('named_twice')
    const gone = await memberWith(world, acme, 'internal')
    unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId: gone as never }))
    expect(await problem(over(dataset, gone))).toBe('not_a_member')
  })

  it('gives nobody anything that the member does not alone administer', async () => {
    const world = createWorld()
    const { acme, id, other, dataset } = await keeper(world)
    const shared = await datasetOf(world, acme, id, acme.adminId)
    for (const entity of [shared, 'nothing'])
      expect(codeOf(await remove(world, acme, id, over(dataset, other), over(entity, other)))).toBe(
        'replacement_not_needed',
      )
  })

  it('lets whoever manages some roles remove those alone (ROL-3)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const acme = await world.found('Acme')
    const clerk = { id: acme.id, admin: await clerkOf(world, acme) }
    for (const [role, code] of [
      ['external', 'ok'],
      ['workforce', 'member_not_yours_to_change'],
      ['internal', 'member_not_yours_to_change'],
      ['admin', 'member_not_yours_to_change'],
    ] as const)
      expect([role, codeOf(await remove(world, clerk, await memberWith(world, acme, role)))]).toEqual([role, code])
  })

  it('hands nothing over that the actor could not grant (ROL-3, MEM-4)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const { acme, clerk, guest, dataset } = await guestKeeper(world)
    const own = over(dataset, clerk.adminId)
    expect(await remove(world, clerk, guest, own)).toMatchObject({
      refusal: { code: 'entity_permission_missing', facts: { kind: 'dataset', id: dataset } },
    })
    const subject = { kind: 'user', userId: clerk.adminId } as never
    const grant = { actor: acme.admin, datasetId: dataset as never, subject, role: 'admin' } as const
    unwrap(await world.charter.datasets.grant({ ...grant, until: START + 9 }))
    expect(codeOf(await remove(world, clerk, guest, own))).toBe('own_grant_upward')
    expect(codeOf(await remove(world, clerk, guest, over(dataset, acme.adminId)))).toBe('ok')
  })

  it('hands over what is archived, and what whoever goes has themselves (MEM-4, INV-08)', async () => {
    const world = createWorld()
    const { acme, id, other, dataset } = await keeper(world)
    unwrap(await world.charter.datasets.archive({ actor: acme.admin, datasetId: dataset as never }))
    expect(codeOf(await remove(world, acme, id, over(dataset, other)))).toBe('ok')
    const admin = await memberWith(world, acme, 'admin')
    const more = await datasetOf(world, acme, admin)
    expect(codeOf(await remove(world, { id: acme.id, admin: as(admin) }, admin, over(more, other)))).toBe('ok')
  })

  const refusals: Omit<Refusals<Charter<string>['members']['remove']>, 'grants_too_many'> = {
    ...targetRefusals((world, actor, organizationId, userId) =>
      world.charter.members.remove({ actor, organizationId, userId: userId as never }),
    ),
    role_unknown: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'owner')
      return () => remove(world, acme, id)
    },
    last_admin: async world => {
      const acme = await world.found('Acme')
      return () => remove(world, acme, acme.adminId)
    },
    entities_left_without_admin: async world => {
      const { acme, id } = await keeper(world)
      return () => remove(world, acme, id)
    },
    replacement_invalid: async world => {
      const { acme, id, dataset } = await keeper(world)
      return () => remove(world, acme, id, over(dataset, id))
    },
    replacement_not_needed: async world => {
      const { acme, id, other } = await keeper(world)
      return () => remove(world, acme, other, over('nothing', id))
    },
    entity_permission_missing: async world => {
      const { acme, clerk, guest, dataset } = await guestKeeper(world)
      return () => remove(world, clerk, guest, over(dataset, acme.adminId))
    },
    own_grant_upward: async world => {
      const { acme, clerk, guest, dataset } = await guestKeeper(world)
      const subject = { kind: 'user', userId: clerk.adminId } as never
      const timed = { subject, role: 'admin', until: START + 9 } as const
      unwrap(await world.charter.datasets.grant({ actor: acme.admin, datasetId: dataset as never, ...timed }))
      return () => remove(world, clerk, guest, over(dataset, clerk.adminId))
    },
  }
  itRefuses(refusals, { roles: clerkRoles })

  /** Counted as if the other member administered as much as one may. */
  const tooMany: Pick<Refusals<Charter<string>['members']['remove']>, 'grants_too_many'> = {
    grants_too_many: async world => {
      const { acme, id, other, dataset } = await keeper(world)
      await world.write(add(adminGrantCounts, [other], 5_000))
      return () => remove(world, acme, id, over(dataset, other))
    },
  }
  itRefuses(tooMany, { check: 'by_hand' })
})

describe('planRemoval', () => {
  const plan = (world: World, org: Pick<Org, 'id' | 'admin'>, userId: string) =>
    world.charter.members.planRemoval(target(org, userId))

  it('says what a removal would take (MEM-4)', async () => {
    const world = createWorld()
    const { acme, id, other, dataset } = await keeper(world)
    const shared = await datasetOf(world, acme, id, other)
    unwrap(await world.charter.members.changeRole({ ...target(acme, id), role: 'admin' }))
    unwrap(await world.charter.groups.create({ actor: as(id), organizationId: acme.id, name: 'Drivers' }))
    const invitations = [
      { email: 'a@people.com', role: 'external' },
      { email: 'b@people.com', role: 'external' },
    ]
    unwrap(await world.charter.invitations.send({ actor: as(id), organizationId: acme.id, invitations }))
    const expected = {
      userId: id,
      isLastAdmin: false,
      solelyAdministers: [{ kind: 'dataset', id: dataset }],
      seats: { count: 1, atLeast: false },
      grants: { count: 2, atLeast: false },
      invitations: { count: 2, atLeast: false },
      endsSessions: true,
    }
    expect(unwrap(await plan(world, acme, id))).toEqual(expected)
    expect(unwrap(await plan(world, { id: acme.id, admin: as(id) }, id))).toEqual(expected)
    expect(unwrap(await plan(world, acme, acme.adminId)).isLastAdmin).toBe(false)
    expect(unwrap(await plan(world, acme, other))).toMatchObject({ solelyAdministers: [], grants: { count: 1 } })
    expect(shared).not.toBe(dataset)
  })

  it('says what the removal then does, of whomever (INV-22)', async () => {
    const world = createWorld()
    const { acme, id, other, dataset } = await keeper(world)
    await datasetOf(world, acme, id)
    for (const userId of [id, other, acme.adminId]) {
      const planned = unwrap(await plan(world, acme, userId))
      const answer = await remove(world, acme, userId)
      const code = planned.isLastAdmin
        ? 'last_admin'
        : planned.solelyAdministers.length > 0
          ? 'entities_left_without_admin'
          : 'ok'
      expect(codeOf(answer)).toBe(code)
      if (code === 'entities_left_without_admin' && !answer.ok)
        expect((answer.refusal.facts as { entities: object[] }).entities).toEqual(
          planned.solelyAdministers.map(entity => ({ organizationId: acme.id, ...entity })),
        )
    }
    expect(unwrap(await plan(world, acme, id)).solelyAdministers.map(entity => entity.id)).toContain(dataset)
  })

  it('says of whoever has no access that no sessions are to be ended', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    expect(unwrap(await plan(world, acme, await memberWith(world, acme, 'internal', SUSPENDED))).endsSessions).toBe(
      false,
    )
  })

  it('counts a thousand of each, and says where there are more', async () => {
    const world = createWorld({ check: 'by_hand' })
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal')
    const grant = { organizationId: acme.id, kind: 'dataset', subject: 'user', subjectId: id, role: 'user', term: 1 }
    for (const [page, size] of [
      [0, 600],
      [1, 400],
    ] as const)
      await world.write(
        ...Array.from({ length: size }, (_, i) =>
          put(grants, { ...grant, entityId: `d${page}-${i}`, by: OPERATOR, at: START } as never),
        ),
      )
    expect(unwrap(await plan(world, acme, id)).grants).toEqual({ count: 1_000, atLeast: false })
    await world.write(put(grants, { ...grant, entityId: 'more', by: OPERATOR, at: START } as never))
    expect(unwrap(await plan(world, acme, id)).grants).toEqual({ count: 1_000, atLeast: true })
  })

  const refusals: Refusals<Charter<string>['members']['planRemoval']> = {
    ...targetRefusals((world, actor, organizationId, userId) =>
      world.charter.members.planRemoval({ actor, organizationId, userId: userId as never }),
    ),
    role_unknown: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'owner')
      return () => plan(world, acme, id)
    },
  }
  itRefuses(refusals, { roles: clerkRoles })

  it('shows their own plan to nobody who is deactivated, was never in, or of an archived organization', async () => {
    const world = createWorld()
    const { acme, id } = await keeper(world)
    const own = { id: acme.id, admin: as(id) }
    const globex = await world.found('Globex')
    expect(codeOf(await plan(world, { id: globex.id, admin: as(id) }, id))).toBe('member_not_found')
    unwrap(await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id }))
    expect(codeOf(await plan(world, own, id))).toBe('organization_archived')
    const gone = await memberWith(world, globex, 'internal')
    unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId: gone as never }))
    expect(codeOf(await plan(world, { id: globex.id, admin: as(gone) }, gone))).toBe('user_deactivated')
  })
})

import { describe, expect, it } from 'vitest'
import { openAccess } from '../../../src/access.ts'
import { MOST, MOST_GROUPS } from '../../../src/core/access/compile-from.ts'
import { EntityId, entities } from '../../../src/core/entity/index.ts'
import { grants } from '../../../src/core/grant/index.ts'
import { groupSeats } from '../../../src/core/group/index.ts'
import { type Actor, put, UserId } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { memberOf } from '../../support/members.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { offboard, thingsOf } from '../../support/things.ts'
import { codeOf, createWorld, DAYS, decided, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const things = thingsOf(world)
  const frames = await things.thing(acme, 'frames')
  const labels = await things.thing(acme, 'labels', 'ontology')
  const eve = await memberOf(world, acme, 'eve')
  const compile = (actor: Actor = eve, more: object = {}) =>
    world.charter.access.compile({ actor, organizationId: acme.id, ...more })
  const open = async (actor?: Actor, more?: object) => openAccess(JSON.stringify(unwrap(await compile(actor, more))))
  return { world, acme, things, frames, labels, eve, compile, open }
}

describe('compileMyAccess', () => {
  it('gives plain data that answers offline what was granted (ACC-5)', async () => {
    const { things, frames, labels, eve, compile, open } = await scene()
    await things.grant(frames, { user: eve.userId }, 'user')
    const answer = await compile()
    expect(JSON.parse(JSON.stringify(unwrap(answer)))).toEqual(unwrap(answer))
    expect(decided(answer)).toEqual({ because: ['own_access'], effects: [] })
    const access = await open()
    expect(access.can('dataset.view', frames, START)).toBe(true)
    expect(access.can('dataset.edit', frames, START)).toBe(false)
    expect(access.can('ontology.view', labels, START)).toBe(false)
  })

  it('holds what an admin has implicitly, and of one kind alone where it is asked so (ROL-7)', async () => {
    const { acme, frames, labels, open } = await scene()
    const all = await open(acme.admin)
    expect(all.can('dataset.delete', frames, START)).toBe(true)
    expect(all.can('ontology.delete', labels, START)).toBe(true)
    expect(all.can('settings.read', { kind: 'organization', id: acme.id }, START)).toBe(true)
    const some = await open(acme.admin, { kind: 'ontology' })
    expect(some.can('dataset.delete', frames, START)).toBe(false)
    expect(some.can('ontology.delete', labels, START)).toBe(true)
  })

  it('takes one’s own grant and one’s groups’ together, each group’s alone while one sits in it (GRP-3, INV-25)', async () => {
    const { world, acme, things, frames, eve, open } = await scene()
    const kim = await memberOf(world, acme, 'kim')
    const group = await things.group(acme, 'one', eve.userId)
    await things.seat(group, kim.userId, 'manager')
    await things.grant(frames, { user: eve.userId }, 'user')
    await things.grant(frames, { group }, 'admin')
    expect((await open()).can('dataset.edit', frames, START)).toBe(true)
    expect((await open(kim)).can('dataset.view', frames, START)).toBe(false)
    await things.archive(group)
    const access = await open()
    expect([access.can('dataset.view', frames, START), access.can('dataset.edit', frames, START)]).toEqual([
      true,
      false,
    ])
  })

  it('holds nothing of an earlier term, neither grant nor seat (INV-25)', async () => {
    const { world, acme, things, frames, labels, eve, open } = await scene()
    const group = await things.group(acme, 'one', eve.userId)
    await things.grant(frames, { group }, 'user')
    await things.grant(labels, { user: eve.userId }, 'user')
    const both = async () => {
      const access = await open()
      return [access.can('dataset.view', frames, START), access.can('ontology.view', labels, START)]
    }
    expect(await both()).toEqual([true, true])
    await offboard(world, acme, eve.userId)
    await world.member(acme, eve.userId, { term: 2, assigned: { role: 'external', by: OPERATOR, at: START } })
    expect(await both()).toEqual([false, false])
  })

  it('ends with the first expiry, and when it is told to (INV-25)', async () => {
    const { things, frames, eve, open } = await scene()
    await things.grant(frames, { user: eve.userId }, 'user', { until: START + DAYS })
    expect((await open()).until).toBe(START + DAYS)
    const brief = await open(eve, { validFor: 1_000 })
    expect(brief.until).toBe(START + 1_000)
    expect(brief.can('dataset.view', frames, START + 999)).toBe(true)
    expect(brief.can('dataset.view', frames, START + 1_000)).toBe(false)
  })

  it('says from which versions it was made, by a digest where they are many', async () => {
    const { world, acme, things, frames, eve, open } = await scene()
    await things.grant(frames, { user: eve.userId }, 'user')
    const { madeFrom } = await open()
    const records = Object.keys((madeFrom as { records: object }).records)
    expect(records).toEqual([
      `dataset/${frames.id}`.replace('dataset', 'entity/dataset'),
      `grant/${acme.id}/dataset/frames/user/${eve.userId}`,
      `membership/${acme.id}/${eve.userId}`,
      `organization/${acme.id}`,
      `user/${eve.userId}`,
    ])
    for (let index = 0; index < 97; index++) await things.thing(acme, `more${index}`)
    expect((await open(acme.admin)).madeFrom).toEqual({ count: 102, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const before = (await open(acme.admin)).madeFrom
    expect((await open(acme.admin)).madeFrom).toEqual(before)
    await world.charter.datasets.archive({ actor: acme.admin, datasetId: EntityId.parse('more5') })
    expect((await open(acme.admin)).madeFrom).not.toEqual(before)
  })

  const many = (world: World, org: Org, count: number) => {
    const common = { organizationId: org.id, createdBy: OPERATOR, createdAt: START, status: 'active' } as const
    return world.write(
      ...Array.from({ length: count }, (_, index) =>
        put(entities, { ...common, kind: 'dataset', id: EntityId.parse(`d${index}`), name: 'd' }),
      ),
    )
  }

  it('is refused to an admin of more things than one value holds, unless it is of another kind', {
    timeout: 60_000,
  }, async () => {
    const world = createWorld({ check: 'by_hand' })
    const acme = await world.found('Acme')
    await many(world, acme, MOST)
    const compile = (more: object = {}) =>
      world.charter.access.compile({ actor: acme.admin, organizationId: acme.id, ...more })
    expect(codeOf(await compile())).toBe('ok')
    await thingsOf(world).thing(acme, 'more')
    expect(await compile()).toMatchObject({ ok: false, refusal: { facts: { of: 'entities', most: MOST } } })
    expect(codeOf(await compile({ kind: 'ontology' }))).toBe('ok')
  })

  it('is refused to whoever has more grants, or sits in more groups', { timeout: 60_000 }, async () => {
    const world = createWorld({ check: 'by_hand' })
    const acme = await world.found('Acme')
    const eve = await memberOf(world, acme, 'eve')
    const things = thingsOf(world)
    const group = await things.group(acme, 'one', eve.userId)
    const given = { organizationId: acme.id, kind: 'dataset', role: 'user', by: OPERATOR, at: START } as const
    const userId = UserId.parse(eve.userId)
    const own = { ...given, subject: 'user', subjectId: userId, term: 1 } as const
    await world.write(
      ...Array.from({ length: MOST }, (_, index) => put(grants, { ...own, entityId: EntityId.parse(`d${index}`) })),
    )
    const compile = () => world.charter.access.compile({ actor: eve, organizationId: acme.id })
    expect(codeOf(await compile())).toBe('ok')
    await world.write(put(grants, { ...given, subject: 'group', subjectId: group.id, entityId: EntityId.parse('d0') }))
    expect(await compile()).toMatchObject({ ok: false, refusal: { facts: { of: 'grants', most: MOST } } })
    await world.write(
      ...Array.from({ length: MOST_GROUPS }, (_, index) => {
        const groupId = `g${index}` as never
        return put(groupSeats, {
          organizationId: acme.id,
          groupId,
          seat: 'member',
          userId,
          term: 1,
          by: OPERATOR,
          at: START,
        })
      }),
    )
    expect(await compile()).toMatchObject({ ok: false, refusal: { facts: { of: 'groups', most: MOST_GROUPS } } })
  })

  const { permission_missing: _, ...own } = authorizationRefusals((world, actor, organizationId) =>
    world.charter.access.compile({ actor, organizationId }),
  )
  const refusals: Refusals<Charter<string>['access']['compile']> = {
    ...own,
    operator_not_allowed: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.access.compile({ actor: OPERATOR, organizationId: acme.id })
    },
    access_too_wide: async () => {
      const world = createWorld({ check: 'by_hand' })
      const acme = await world.found('Acme')
      await many(world, acme, MOST + 1)
      return () => world.charter.access.compile({ actor: acme.admin, organizationId: acme.id })
    },
  }
  itRefuses(refusals)
})

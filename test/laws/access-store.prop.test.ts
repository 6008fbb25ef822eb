import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openAccess, type Permission } from '../../src/access.ts'
import { permissionsByKind } from '../../src/core/access/compiled-format.ts'
import { type EntityPermission, kindOf, STAGED_ROLES, entities as stored } from '../../src/core/entity/index.ts'
import { put } from '../../src/core/kernel/index.ts'
import { defaultRoles, extendRoles } from '../../src/core/role/index.ts'
import { users } from '../../src/core/user/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { allPages, memberOf } from '../support/members.ts'
import { thingsOf } from '../support/things.ts'
import { createWorld, OPERATOR, type Org, START, type World } from '../support/world.ts'

const roles = extendRoles(defaultRoles, {
  strongestFirst: ['admin', 'auditor', 'internal', 'external', 'workforce'],
  roles: { auditor: { type: 'internal', administers: false, permissions: ['content.read_all'], manages: [] } },
})

const USERS = [0, 1, 2, 3]
const THINGS = [
  ['dataset', 'cats'],
  ['dataset', 'dogs'],
  ['ontology', 'labels'],
  ['project', 'lanes'],
] as const
const GROUPS = ['a', 'a-b', 'b']

const someOf = <T>(all: readonly T[]) => fc.subarray([...all])
const STAGES = ['label', 'check'] as const
const until = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })

/** A grant on each thing, or none; on a project also of those who work in some stages. */
const grantsOn = fc.tuple(
  ...THINGS.map(([kind]) => {
    const roles = kind === 'project' ? ['admin', 'team_manager', ...STAGED_ROLES] : ['admin', 'user']
    const stages = fc.option(fc.subarray([...STAGES], { minLength: 1 }), { nil: undefined })
    return fc.option(fc.record({ role: fc.constantFrom(...roles), until, stages }), { nil: undefined })
  }),
)

/** What is in one organization: members in their states, groups, and grants to both. */
const shapes = fc.record({
  members: fc.tuple(
    ...USERS.map(() =>
      fc.record({
        role: fc.constantFrom('admin', 'auditor', 'internal', 'external', 'workforce'),
        until,
        status: fc.constantFrom('active', 'active', 'active', 'suspended', 'ended', 'deactivated'),
        seats: someOf(GROUPS),
        grants: grantsOn,
        comesBack: fc.boolean(),
      }),
    ),
  ),
  groups: fc.tuple(
    ...GROUPS.map(() =>
      fc.record({
        archived: fc.boolean(),
        grants: grantsOn,
      }),
    ),
  ),
  archived: someOf(THINGS.map(([, id]) => id)),
  progress: fc.constantFrom('not_started', 'in_progress', 'paused', 'completed', 'cancelled'),
  catalogue: fc.constantFrom(defaultRoles, roles),
  limit: fc.constantFrom(1, 2, 100),
  later: fc.integer({ min: 0, max: 4 }),
})
type Shape = typeof shapes extends fc.Arbitrary<infer S> ? S : never
type Members = Shape['members'][number]

const ending = (at: number | undefined) => (at === undefined ? {} : { until: START + at })

type Given = NonNullable<Members['grants'][number]>

const limits = ({ role, until, stages }: Given) => ({
  ...ending(until),
  ...(stages && STAGED_ROLES.some(each => each === role) && { stages }),
})

const roleIn = ({ role }: Members, { catalogue }: Shape) =>
  role === 'auditor' && catalogue === defaultRoles ? 'internal' : role

/** Members first, since what they are granted is of the term that they are in; then what becomes of them. */
const build = async (shape: Shape) => {
  const world = createWorld({ check: 'by_hand', roles: shape.catalogue as never })
  const acme = await world.found('Acme')
  const things = thingsOf(world)
  const entities = []
  for (const [kind, id] of THINGS) entities.push(await things.thing(acme, id, kind))
  const users = []
  for (const [index, member] of shape.members.entries()) {
    const assigned = { role: roleIn(member, shape), by: OPERATOR, at: START, ...ending(member.until) }
    users.push(await memberOf(world, acme, `u${index}`, 'external', { assigned }))
  }
  for (const [index, id] of GROUPS.entries()) {
    const seated = users.filter((_, user) => shape.members[user]?.seats.includes(id)).map(({ userId }) => userId)
    const group = await things.group(acme, id, ...seated)
    for (const [place, given] of (shape.groups[index]?.grants ?? []).entries()) {
      const entity = entities[place]
      if (given && entity) await things.grant(entity, { group }, given.role as 'user', limits(given))
    }
    if (shape.groups[index]?.archived) await things.archive(group)
  }
  for (const [index, member] of shape.members.entries())
    for (const [place, given] of member.grants.entries()) {
      const [entity, user] = [entities[place], users[index]]
      if (given && entity && user)
        await things.grant(entity, { user: user.userId }, given.role as 'user', limits(given))
    }
  const [project] = entities.filter(({ kind }) => kind === 'project')
  if (project) await world.write(put(stored, { ...project, progress: shape.progress as 'paused' }))
  for (const entity of entities)
    if (shape.archived.includes(entity.id as never))
      await things.archive(entity === project ? { ...project, progress: shape.progress as 'paused' } : entity)
  for (const [index, member] of shape.members.entries()) await become(world, acme, users[index]?.userId ?? '', member)
  world.clock.advance(shape.later)
  return { world, acme, entities, users }
}

const become = async (world: World, acme: Org, userId: string, { status, until, role, comesBack }: Members) => {
  const assigned = { role: role === 'auditor' ? 'internal' : role, by: OPERATOR, at: START, ...ending(until) }
  if (status === 'suspended') await world.member(acme, userId, { assigned, status, suspendedAt: START } as never)
  if (status === 'ended') {
    await world.member(acme, userId, { assigned, status, endedAt: START, ending: 'left' } as never)
    if (comesBack) await world.member(acme, userId, { term: 2, assigned })
  }
  if (status === 'deactivated') {
    const user = await world.get(users, userId)
    if (user) await world.write(put(users, { ...user, status, deactivatedAt: START } as never))
  }
}

const ON_ENTITIES = [
  ...permissionsByKind.dataset,
  ...permissionsByKind.ontology,
  ...permissionsByKind.project,
] as readonly EntityPermission[]
const IN_ORGANIZATION: readonly Permission[] = ['settings.read', 'members.read', 'content.read_all']

describe('lists_decide_like_can (INV-23)', () => {
  it('whoCan, whatCan and the compiled access say of every user and thing what can says', {
    timeout: 300_000,
  }, async () => {
    let allowed = 0
    await fc.assert(
      fc.asyncProperty(shapes, async shape => {
        const { world, acme, entities, users } = await build(shape)
        const { access } = world.charter
        const organizationId = acme.id
        const everybody = [acme.admin as (typeof users)[number], ...users]
        const compiled = await Promise.all(
          everybody.map(async actor => {
            const answer = await access.compile({ actor, organizationId })
            return answer.ok ? openAccess(JSON.stringify(answer.value)) : openAccess('')
          }),
        )
        const said = new Map<string, string>()
        const resources = [{ kind: 'organization' as const, id: organizationId as string }, ...entities]
        for (const { kind, id } of resources)
          for (const permission of kind === 'organization' ? IN_ORGANIZATION : ON_ENTITIES) {
            if ((kindOf(permission) ?? 'organization') !== kind) continue
            const may: string[] = []
            for (const [index, actor] of everybody.entries()) {
              const decision = unwrap(await access.can({ actor, permission, resource: { kind, id } }))
              if (decision.allowed) {
                may.push(JSON.stringify([actor.userId, decision.source]))
                said.set(JSON.stringify([actor.userId, permission, kind, id]), JSON.stringify(decision.source))
                allowed += 1
              }
              expect(compiled[index]?.can(permission, { kind, id }, world.clock.now())).toBe(decision.allowed)
              for (const stage of kind === 'project' ? STAGES : []) {
                const inStage = unwrap(await access.can({ actor, permission, resource: { kind, id }, stage }))
                expect(compiled[index]?.can(permission, { kind, id }, world.clock.now(), stage)).toBe(inStage.allowed)
              }
            }
            const rows = await allPages(async after =>
              unwrap(
                await access.whoCan({
                  actor: OPERATOR,
                  permission,
                  resource: { kind, id },
                  limit: shape.limit,
                  ...(after !== undefined && { after }),
                }),
              ),
            )
            expect(rows.map(({ userId, source }) => JSON.stringify([userId, source])).sort()).toEqual(may.sort())
          }
        for (const { userId } of everybody)
          for (const permission of ON_ENTITIES) {
            const rows = await allPages(async after =>
              unwrap(
                await access.whatCan({
                  actor: OPERATOR,
                  userId,
                  permission,
                  organizationId,
                  limit: shape.limit,
                  ...(after !== undefined && { after }),
                }),
              ),
            )
            const listed = rows.map(({ kind, id, source }) => [
              JSON.stringify([userId, permission, kind, id]),
              JSON.stringify(source),
            ])
            const expected = [...said].filter(([key]) => {
              const [who, what] = JSON.parse(key)
              return who === userId && what === permission
            })
            expect(listed.sort()).toEqual(expected.sort())
          }
      }),
      { numRuns: 30 },
    )
    expect(allowed).toBeGreaterThan(300)
  })
})

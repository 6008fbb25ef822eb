import { describe, expect, it } from 'vitest'
import type { UserId } from '../../../src/core/kernel/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { groupOf, person } from '../../support/groups.ts'
import { accept } from '../../support/invitations.ts'
import { allPages } from '../../support/members.ts'
import { projectOf } from '../../support/projects.ts'
import { as, codeOf, createWorld, type Org, type World } from '../../support/world.ts'

const OUT = 'permission_missing'

/** A client with a guest, and two vendors with two people each, all of whom annotate the same project. */
const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const [labelers, reviewers] = [
    await world.found('Labelers', 'workforce'),
    await world.found('Reviewers', 'workforce'),
  ]
  const projectId = await projectOf(world, acme)
  const guest = await person(world, acme, 'guest', 'external')
  const [eve, lou] = [await person(world, labelers, 'eve'), await person(world, labelers, 'lou')]
  const [rae, rex] = [await person(world, reviewers, 'rae'), await person(world, reviewers, 'rex')]
  const grant = async (userId: UserId) =>
    unwrap(
      await world.charter.projects.grant({
        actor: acme.admin,
        projectId,
        subject: { kind: 'user', userId },
        role: 'annotator',
      }),
    )
  for (const userId of [guest, eve, lou, rae, rex]) await grant(userId)
  return { world, acme, labelers, reviewers, projectId, guest, eve, lou, rae, rex }
}

const seeing =
  (world: World, { id: organizationId }: Org) =>
  async (viewer: UserId, userId: UserId) =>
    codeOf(await world.charter.members.get({ actor: as(viewer), organizationId, userId }))

describe('members of different vendors', () => {
  it('do not see each other, where others see whom they share a project with (WRK-6, ROL-4)', async () => {
    const { world, acme, guest, eve, lou, rae } = await scene()
    const sees = seeing(world, acme)
    const stranger = await person(world, acme, 'stranger', 'external')
    expect(await sees(eve, lou)).toBe('ok')
    expect(await sees(eve, guest)).toBe('ok')
    expect(await sees(guest, eve)).toBe('ok')
    expect(await sees(eve, stranger)).toBe(OUT)
    expect(await sees(eve, rae)).toBe(OUT)
    expect(await sees(rae, eve)).toBe(OUT)
  })

  it('is seen by whom they work with for as long as both may (ROL-4, INV-25)', async () => {
    const { world, acme, projectId, guest } = await scene()
    const temp = await person(world, acme, 'temp', 'external')
    const until = world.clock.now() + 10
    const given = { actor: acme.admin, projectId, subject: { kind: 'user', userId: temp }, role: 'annotator' } as const
    unwrap(await world.charter.projects.grant({ ...given, until }))
    const sees = seeing(world, acme)
    expect(await sees(guest, temp)).toBe('ok')
    world.clock.advance(10)
    expect(await sees(guest, temp)).toBe(OUT)
    expect(await sees(temp, guest)).toBe(OUT)
  })

  it('do not see each other in a group, nor among the team of a thing (WRK-6)', async () => {
    const { world, acme, projectId, guest, eve, lou, rae, rex } = await scene()
    const { charter } = world
    const groupId = await groupOf(world, acme, { member: [guest, eve, lou, rae, rex] })
    const members = async (viewer: UserId) =>
      unwrap(await charter.groups.members({ actor: as(viewer), organizationId: acme.id, groupId })).items.map(
        ({ userId }) => userId,
      )
    const team = async (viewer: UserId) =>
      unwrap(await charter.projects.team({ actor: as(viewer), projectId, subject: 'user' })).items.map(
        ({ subjectId }) => subjectId,
      )
    const ours = [guest, eve, lou].sort()
    expect([...(await members(eve))].sort()).toEqual(ours)
    expect([...(await members(guest))].sort()).toEqual([guest, eve, lou, rae, rex].sort())
    expect([...(await team(eve))].sort()).toEqual([acme.adminId, ...ours].sort())
    expect([...(await team(rae))].sort()).toEqual([acme.adminId, guest, rae, rex].sort())
  })

  it('are in no answer about who can, on whichever page they would be (WRK-6, ACC-3)', async () => {
    const { world, acme, projectId, guest, eve, lou, rae, rex } = await scene()
    const { charter } = world
    const groupId = await groupOf(world, acme)
    const group = { actor: acme.admin, projectId, subject: { kind: 'group', groupId }, role: 'annotator' } as const
    unwrap(await charter.projects.grant(group))
    const ron = await person(world, await world.found('Rivals', 'workforce'), 'ron')
    unwrap(await charter.groups.addMembers({ actor: acme.admin, organizationId: acme.id, groupId, userIds: [ron] }))
    const lead = { actor: acme.admin, projectId, subject: { kind: 'user', userId: eve }, role: 'team_manager' } as const
    unwrap(await charter.projects.grant(lead))
    const who = (actor: typeof acme.admin) =>
      allPages(async after =>
        unwrap(
          await charter.access.whoCan({
            ...{ actor, permission: 'project.view', resource: { kind: 'project', id: projectId }, limit: 2 },
            ...(after !== undefined && { after }),
          }),
        ),
      )
    const ids = (rows: readonly { readonly userId: string }[]) => rows.map(({ userId }) => userId).sort()
    expect(ids(await who(as(eve)))).toEqual([acme.adminId, guest, eve, lou].sort())
    expect(ids(await who(acme.admin))).toEqual([acme.adminId, guest, eve, lou, rae, rex, ron].sort())
  })

  it('are not told who of another vendor gave something, be they in or out by now (WRK-6)', async () => {
    const { world, acme, projectId, guest, eve, lou, rae } = await scene()
    const { charter } = world
    const give = (actor: typeof acme.admin, userId: UserId, role: 'team_manager' | 'reviewer') =>
      charter.projects.grant({ actor, projectId, subject: { kind: 'user', userId }, role })
    unwrap(await give(acme.admin, rae, 'team_manager'))
    unwrap(await give(as(rae), eve, 'reviewer'))
    const group = { kind: 'group', groupId: await groupOf(world, acme) } as const
    unwrap(await charter.projects.grant({ actor: as(rae), projectId, subject: group, role: 'annotator' }))
    const givers = async (viewer: UserId, subject: 'user' | 'group' = 'user') =>
      unwrap(await charter.projects.team({ actor: as(viewer), projectId, subject })).items.map(({ subjectId, by }) => [
        subjectId,
        by,
      ])
    expect(await givers(eve)).toContainEqual([eve, undefined])
    expect(await givers(eve)).toContainEqual([lou, acme.admin])
    expect(await givers(eve, 'group')).toEqual([[group.groupId, undefined]])
    expect(await givers(rae, 'group')).toEqual([[group.groupId, as(rae)]])
    expect(await givers(guest)).toContainEqual([eve, as(rae)])
    unwrap(await charter.members.remove({ actor: acme.admin, organizationId: acme.id, userId: rae }))
    expect(await givers(eve)).toContainEqual([eve, undefined])
    expect(await givers(guest)).toContainEqual([eve, as(rae)])
  })

  it('see them as little while these rest, and as anybody who is in by a role of their own (WRK-6, MEM-1)', async () => {
    const { world, acme, reviewers, eve, rae, rex } = await scene()
    const sees = seeing(world, acme)
    unwrap(await world.charter.members.suspend({ actor: reviewers.admin, organizationId: reviewers.id, userId: rae }))
    expect(await sees(eve, rae)).toBe(OUT)
    const invited = await world.invite(acme, 'rex@people.com', { role: 'external' })
    unwrap(await accept(world, invited.token, 'rex@people.com'))
    expect(await sees(eve, rex)).toBe('ok')
  })

  it('act for their vendor, which the audit says (WRK-6, AUD-1)', async () => {
    const { world, acme, labelers, projectId, eve, guest } = await scene()
    const lead = { actor: acme.admin, projectId, subject: { kind: 'user', userId: eve }, role: 'team_manager' } as const
    unwrap(await world.charter.projects.grant(lead))
    const rename = { projectId, subject: { kind: 'user', userId: guest }, role: 'reviewer' } as const
    unwrap(await world.charter.projects.grant({ actor: as(eve), ...rename }))
    expect(world.entries(acme.id).at(-1)).toMatchObject({ actor: as(eve), actingOrganizationId: labelers.id })
    unwrap(await world.charter.projects.grant({ actor: acme.admin, ...rename, role: 'annotator' }))
    expect(world.entries(acme.id).at(-1)).not.toHaveProperty('actingOrganizationId')
  })
})

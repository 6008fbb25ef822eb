import { describe, expect, it } from 'vitest'
import { countsAsAdmin, grants, type UserGrant } from '../../src/core/grant/index.ts'
import { groupSeats } from '../../src/core/group/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { made, toUser } from '../support/content.ts'
import { groupOf, person } from '../support/groups.ts'
import { race } from '../support/races.ts'
import { as, codeOf, OPERATOR, START, type World } from '../support/world.ts'

/** A dataset with two admins, of whom nobody administers the organization. */
const twoAdmins = async (world: World) => {
  const acme = await world.found('Acme')
  const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo')]
  return { acme, mia, bo, datasetId: await made(world, 'datasets', acme, mia, bo) }
}

type Scene = Awaited<ReturnType<typeof twoAdmins>>

const adminsOf = async (world: World): Promise<number> => {
  const all = world.all(grants).filter((grant): grant is UserGrant => grant.subject === 'user')
  const members = await Promise.all(all.map(each => world.get(memberships, each.organizationId, each.subjectId)))
  return all.filter((each, index) => countsAsAdmin(each, members[index], 'active')).length
}

const oneIsLeft = async (world: World, codes: readonly string[]) => {
  expect([...codes].sort()).toEqual(['entities_left_without_admin', 'ok'])
  expect(await adminsOf(world)).toBe(1)
}

describe('the last two admins of a dataset at once (INV-08)', () => {
  it.each<
    [
      string,
      (
        charter: Charter<string>,
        scene: Scene,
      ) => readonly ReturnType<Charter<string>['datasets']['revoke' | 'grant']>[],
    ]
  >([
    [
      'revoked each by the operator',
      ({ datasets }, { mia, bo, datasetId }) =>
        [mia, bo].map(userId => datasets.revoke({ actor: OPERATOR, datasetId, subject: toUser(userId) })),
    ],
    [
      'each giving their own back',
      ({ datasets }, { mia, bo, datasetId }) =>
        [mia, bo].map(userId => datasets.revoke({ actor: as(userId), datasetId, subject: toUser(userId) })),
    ],
    [
      'one made a user, the other given an end',
      ({ datasets }, { mia, bo, datasetId }) => [
        datasets.grant({ actor: OPERATOR, datasetId, subject: toUser(mia), role: 'user' }),
        datasets.grant({ actor: OPERATOR, datasetId, subject: toUser(bo), role: 'admin', until: START + 99 }),
      ],
    ],
  ])('leave one of the two: %s', async (_, when) => {
    await race({
      given: twoAdmins,
      when,
      holds: (world, answers) => oneIsLeft(world, answers.map(codeOf)),
      runs: 150,
      atLeast: 5,
    })
  })
})

describe('a group at one moment', () => {
  it('seats somebody once, whoever asks (GRP-1)', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo')]
        return { organizationId: acme.id, groupId: await groupOf(world, acme), mia, bo }
      },
      when: ({ groups }, { organizationId, groupId, mia, bo }) => [
        groups.addMembers({ actor: OPERATOR, organizationId, groupId, userIds: [mia, bo] }),
        groups.addMembers({ actor: OPERATOR, organizationId, groupId, userIds: [bo] }),
      ],
      holds: async (world, answers) => {
        expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
        expect(world.all(groupSeats)).toHaveLength(2)
        const added = answers.flatMap(answer => (answer.ok ? (answer.value as { added: string[] }).added : []))
        expect(added).toHaveLength(2)
      },
      runs: 150,
      atLeast: 5,
    })
  })

  it('takes nobody in any more once it is archived', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        return { organizationId: acme.id, groupId: await groupOf(world, acme), userId: acme.adminId }
      },
      when: ({ groups }, { organizationId, groupId, userId }) => [
        groups.archive({ actor: OPERATOR, organizationId, groupId }),
        groups.addMembers({ actor: OPERATOR, organizationId, groupId, userIds: [userId] }),
      ],
      holds: async (world, [archived, added]) => {
        expect(archived && codeOf(archived)).toBe('ok')
        expect(world.all(groupSeats)).toHaveLength(added?.ok ? 1 : 0)
        expect(['ok', 'group_archived']).toContain(added && codeOf(added))
      },
      runs: 150,
      atLeast: 5,
    })
  })
})

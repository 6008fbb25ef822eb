import type { EntityId } from '../../src/core/entity/index.ts'
import { GroupId } from '../../src/core/group/index.ts'
import { type Actor, UserId } from '../../src/core/kernel/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import type { Org, World } from './world.ts'

export const toUser = (userId: string) => ({ kind: 'user', userId: UserId.parse(userId) }) as const
export const toGroup = (groupId: string) => ({ kind: 'group', groupId: GroupId.parse(groupId) }) as const

export const ROOMS = ['datasets', 'ontologies'] as const
export type RoomName = (typeof ROOMS)[number]

/** What a room's commands call one of its things, and the kind of it. */
export const IN_ROOM = {
  datasets: { kind: 'dataset', field: 'datasetId' },
  ontologies: { kind: 'ontology', field: 'ontologyId' },
} as const

type Verb = 'get' | 'archive' | 'restore' | 'grant' | 'revoke' | 'team'

/** A command of either room about one thing. */
export const ask = <R extends RoomName, V extends Verb>(world: World, room: R, verb: V, id: string, rest: object) =>
  (world.charter[room][verb] as (command: unknown) => ReturnType<World['charter'][R][V]>)({
    [IN_ROOM[room].field]: id,
    ...rest,
  })

/** Something of the room's kind, whose admins are the users named. */
export const made = async (world: World, room: RoomName, org: Org, ...admins: readonly UserId[]): Promise<EntityId> =>
  unwrap(await world.charter[room].create({ actor: org.admin, organizationId: org.id, name: 'Lanes', admins })).id

export const grant = (world: World, actor: Actor, id: string, subject: object, role: string, until?: number) =>
  ask(world, 'datasets', 'grant', id, { actor, subject, role, ...(until !== undefined && { until }) })

export const revoke = (world: World, actor: Actor, id: string, subject: object) =>
  ask(world, 'datasets', 'revoke', id, { actor, subject })

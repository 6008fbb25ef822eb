import { type Entity, type EntityKind, entities, permissionsOn } from '../entity/index.ts'
import { type Grant, grants } from '../grant/index.ts'
import { groupSeats, groups, isTaken } from '../group/index.ts'
import { listKey, type Need, refOf, type Slice } from '../kernel/index.ts'
import { type At, memberships } from '../membership/index.ts'
import type { CompileEntity } from './compile-entity.ts'
import { grantFacts, resourceOf, standingNeeds, standingOf } from './facts.ts'
import { implicitly } from './implicitly.ts'
import type { AccessGrant } from './model.ts'

export type CompileQuestion = {
  readonly userId: string
  readonly organizationId: string
  readonly kinds: readonly EntityKind[]
}

/** How many entities, and how many grants, one value is made from at most. */
export const MOST = 10_000

/** Each group is a list of its own to read. */
export const MOST_GROUPS = 1_000

const all = (organizationId: string, kind: EntityKind) => ['entity_by_organization', organizationId, kind] as const
const own = ({ organizationId, userId }: CompileQuestion) =>
  ['grant_by_subject', organizationId, 'user', userId] as const
const seats = ({ organizationId, userId }: CompileQuestion) =>
  ['group_seat_by_user', organizationId, userId, 'member'] as const
const ofGroup = ({ organizationId }: CompileQuestion, groupId: string) =>
  ['grant_by_subject', organizationId, 'group', groupId] as const

/** Which lists it takes: all of a kind where its view is implicit, and grants unless everything is. */
const listsOf = (question: CompileQuestion, slice: Slice, at: At) => {
  const { userId, organizationId, kinds } = question
  const standing = standingOf(userId, organizationId, slice, at)
  return (
    standing && {
      standing,
      all: kinds.filter(kind => implicitly(`${kind}.view`, standing)),
      granted: kinds.some(kind => !permissionsOn(kind).every(permission => implicitly(permission, standing))),
    }
  )
}

const groupsOf = (question: CompileQuestion, slice: Slice): readonly string[] => {
  const member = slice.get(memberships, question.organizationId, question.userId)
  return slice
    .list(groupSeats, ...seats(question))
    .filter(seat => isTaken(seat, member))
    .map(({ groupId }) => groupId)
}

const grantsOf = (question: CompileQuestion, slice: Slice): readonly Grant[] => [
  ...slice.list(grants, ...own(question)),
  ...groupsOf(question, slice).flatMap(groupId => slice.list(grants, ...ofGroup(question, groupId))),
]

/** What there is too much of, if anything; nothing more is read then. */
export const tooWide = (question: CompileQuestion, slice: Slice, at: At) => {
  const lists = listsOf(question, slice, at)
  if (!lists) return undefined
  const entityCount = lists.all.reduce(
    (sum, kind) => sum + slice.list(entities, ...all(question.organizationId, kind)).length,
    0,
  )
  if (entityCount > MOST) return { of: 'entities', most: MOST } as const
  if (!lists.granted) return undefined
  if (slice.list(groupSeats, ...seats(question)).length > MOST_GROUPS)
    return { of: 'groups', most: MOST_GROUPS } as const
  return grantsOf(question, slice).length > MOST ? ({ of: 'grants', most: MOST } as const) : undefined
}

export const compileNeeds = (question: CompileQuestion, found: Slice, at: At): readonly Need[] => {
  const { userId, organizationId, kinds } = question
  const lists = listsOf(question, found, at)
  const needs: Need[] = [...standingNeeds(userId, organizationId, found)]
  if (!lists) return needs
  needs.push(...lists.all.map(kind => ({ list: listKey(...all(organizationId, kind)), limit: MOST + 1 })))
  if (!lists.granted) return needs
  needs.push({ list: listKey(...own(question)), limit: MOST + 1 })
  needs.push({ list: listKey(...seats(question)), limit: MOST_GROUPS + 1 })
  for (const groupId of groupsOf(question, found))
    needs.push(refOf(groups, organizationId, groupId), {
      list: listKey(...ofGroup(question, groupId)),
      limit: MOST + 1,
    })
  if (tooWide(question, found, at)) return needs
  for (const { kind, entityId } of grantsOf(question, found))
    if (kinds.includes(kind)) needs.push(refOf(entities, kind, entityId))
  return needs
}

/** ACC-5: the user's standing, and all that there is for them with what they were granted on it. */
export const compileFacts = (question: CompileQuestion, slice: Slice, at: At) => {
  const { userId, organizationId, kinds } = question
  const lists = listsOf(question, slice, at)
  if (!lists) return undefined
  const member = slice.get(memberships, organizationId, userId)
  const rows = new Map<string, CompileEntity>()
  const addRow = (kind: EntityKind, entity: Entity | undefined, more: readonly AccessGrant[]): void => {
    if (!entity) return
    const before = rows.get(`${kind}/${entity.id}`)?.grants ?? []
    rows.set(`${kind}/${entity.id}`, { ...resourceOf(kind, entity), grants: [...before, ...more] })
  }
  for (const kind of lists.all)
    for (const entity of slice.list(entities, ...all(organizationId, kind))) addRow(kind, entity, [])
  if (lists.granted)
    for (const grant of grantsOf(question, slice))
      if (kinds.includes(grant.kind))
        addRow(grant.kind, slice.get(entities, grant.kind, grant.entityId), grantFacts(grant, member, slice))
  return { ...lists.standing, entities: [...rows.values()] }
}

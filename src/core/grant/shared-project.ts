import { groupSeats, groups, isActiveGroup, isTaken } from '../group/index.ts'
import { listKey, type Need, refOf, type Slice } from '../kernel/index.ts'
import { type At, memberships } from '../membership/index.ts'
import { type Grant, grants } from './model.ts'
import { isLive } from './rules.ts'

/** Of how many grants and groups of each it is looked whether they have a project together. */
const MOST = 1_000
const MOST_GROUPS = 100

type One = { readonly organizationId: string; readonly userId: string }
type Two = One & { readonly viewer: string }

const both = ({ organizationId, viewer, userId }: Two): readonly One[] => [
  { organizationId, userId: viewer },
  { organizationId, userId },
]

const own = ({ organizationId, userId }: One) => ['grant_by_subject', organizationId, 'user', userId] as const
const ofGroup = (organizationId: string, groupId: string) =>
  ['grant_by_subject', organizationId, 'group', groupId] as const
const seats = ({ organizationId, userId }: One) => ['group_seat_by_user', organizationId, userId, 'member'] as const

const groupsOf = (one: One, slice: Slice): readonly string[] =>
  slice
    .list(groupSeats, ...seats(one))
    .filter(seat => isTaken(seat, slice.get(memberships, one.organizationId, one.userId)))
    .map(({ groupId }) => groupId)

/** What says whether two members work on a project together. */
export const sharedProjectNeeds = (two: Two, found: Slice): readonly Need[] =>
  both(two).flatMap(one => [
    { list: listKey(...own(one)), limit: MOST },
    { list: listKey(...seats(one)), limit: MOST_GROUPS },
    ...groupsOf(one, found).flatMap(groupId => [
      refOf(groups, one.organizationId, groupId),
      { list: listKey(...ofGroup(one.organizationId, groupId)), limit: MOST },
    ]),
  ])

/** The projects that somebody was granted, themselves or as a member of a group. */
const projectsOf = (one: One, slice: Slice, { now }: At): ReadonlySet<string> => {
  const member = slice.get(memberships, one.organizationId, one.userId)
  const all: readonly Grant[] = [
    ...slice.list(grants, ...own(one)),
    ...groupsOf(one, slice)
      .filter(groupId => isActiveGroup(slice.get(groups, one.organizationId, groupId)))
      .flatMap(groupId => slice.list(grants, ...ofGroup(one.organizationId, groupId))),
  ]
  return new Set(
    all.filter(grant => grant.kind === 'project' && isLive(grant, member, now)).map(({ entityId }) => entityId),
  )
}

/** ROL-4: a project that both were granted, in whatever role. */
export const sharedProject = (two: Two, slice: Slice, at: At): string | undefined => {
  const [mine, theirs] = both(two).map(one => projectsOf(one, slice, at))
  return [...(mine ?? [])].find(id => theirs?.has(id))
}

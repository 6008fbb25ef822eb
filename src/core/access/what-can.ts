import { type EntityKind, type EntityPermission, entities, kindOf } from '../entity/index.ts'
import { grants } from '../grant/index.ts'
import { type GroupSeat, groupSeats } from '../group/index.ts'
import { type Because, type ListOf, type Need, pageNeed, type Slice } from '../kernel/index.ts'
import type { At } from '../membership/index.ts'
import { can } from './can.ts'
import { accessFacts, groupsOn, type Place, placeNeeds, resourceOf, standingNeeds, standingOf } from './facts.ts'
import { implicitly } from './implicitly.ts'
import type { AccessSource } from './model.ts'
import { cursorAt, type Position, positionAt } from './what-position.ts'

/** One thing on which somebody may, by what, and why. @since 0.2.0 */
export type WhatCan = {
  readonly kind: EntityKind
  readonly id: string
  readonly source: AccessSource
  readonly because: Because
}

export type WhatQuestion = {
  readonly userId: string
  readonly organizationId: string
  readonly permission: EntityPermission
  readonly after?: string | undefined
  readonly limit: number
}

type List = readonly [secondary: string, ...values: string[]]

const listsOf = ({
  organizationId,
  userId,
  permission,
}: WhatQuestion): { readonly [list in Position['in']]: List } => ({
  all: ['entity_by_organization', organizationId, kindOf(permission) ?? ''],
  granted: ['grant_by_subject', organizationId, 'user', userId],
  seats: ['group_seat_by_user', organizationId, userId, 'member'],
})

const grantsOf = ({ organizationId, groupId }: GroupSeat): List => [
  'grant_by_subject',
  organizationId,
  'group',
  groupId,
]

/** Whether the user has all of a kind without any grant; undefined for whoever was never in. */
const hasAll = ({ userId, organizationId, permission }: WhatQuestion, slice: Slice, at: At): boolean | undefined => {
  const standing = standingOf(userId, organizationId, slice, at)
  return standing && implicitly(permission, standing)
}

const startOf = (question: WhatQuestion, slice: Slice, at: At): Position | undefined => {
  if (question.after !== undefined) return positionAt(question.after)
  const all = hasAll(question, slice, at)
  return all === undefined ? undefined : { in: all ? 'all' : 'granted' }
}

/** The seat whose group has its turn, and where the group's grants go on. */
const seatAt = (position: Extract<Position, { in: 'seats' }>, question: WhatQuestion, slice: Slice) => {
  const [seat] = slice.list(groupSeats, ...listsOf(question).seats)
  return seat && { seat, after: seat.groupId === position.groupId ? (position.inner ?? undefined) : undefined }
}

/** The things that a page is about, of whatever kind, whether or not the user may do anything with them. */
const placesAt = (position: Position, question: WhatQuestion, slice: Slice): readonly Place[] => {
  const { organizationId } = question
  const lists = listsOf(question)
  const kind = kindOf(question.permission)
  if (position.in === 'all' && kind)
    return slice.list(entities, ...lists.all).map(({ id }) => ({ organizationId, kind, id }))
  const seat = position.in === 'seats' ? seatAt(position, question, slice)?.seat : undefined
  if (position.in === 'seats' && !seat) return []
  return slice
    .list(grants, ...(seat ? grantsOf(seat) : lists.granted))
    .map(({ kind, entityId }) => ({ organizationId, kind, id: entityId }))
    .filter(granted => granted.kind === kind)
}

export const whatNeeds = (question: WhatQuestion, found: Slice, at: At): readonly Need[] => {
  const { userId, organizationId, limit } = question
  const needs: Need[] = [...standingNeeds(userId, organizationId, found)]
  const position = startOf(question, found, at)
  if (!position) return needs
  if (position.in === 'seats') {
    needs.push(pageNeed({ limit: 1, after: position.after ?? undefined }, ...listsOf(question).seats))
    const turn = seatAt(position, question, found)
    if (turn) needs.push(pageNeed({ limit, after: turn.after }, ...grantsOf(turn.seat)))
  } else needs.push(pageNeed({ limit, after: position.after }, ...listsOf(question)[position.in]))
  if (position.in === 'all' && hasAll(question, found, at) === true) return needs
  return [...needs, ...placesAt(position, question, found).flatMap(place => placeNeeds(userId, place, found))]
}

/** Each thing stands in one place: where the user's own grant is, else where the first of their groups has its turn. */
const isItsPlace = (position: Position, place: Place, question: WhatQuestion, slice: Slice): boolean => {
  if (position.in !== 'seats') return true
  const { organizationId, kind, id } = place
  const { userId } = question
  if (slice.get(grants, organizationId, kind, id, 'user', userId)) return false
  const seated = [...groupsOn(place, slice)]
    .sort()
    .find(groupId => slice.get(groupSeats, organizationId, groupId, 'member', userId))
  return seated === seatAt(position, question, slice)?.seat.groupId
}

const nextOf = (position: Position, question: WhatQuestion, slice: Slice): Position | undefined => {
  const lists = listsOf(question)
  if (position.in !== 'seats') {
    const after = slice.next(...lists[position.in])
    if (after !== undefined) return { in: position.in, after }
    return position.in === 'all' ? undefined : { in: 'seats', after: null, groupId: null, inner: null }
  }
  const turn = seatAt(position, question, slice)
  const inner = turn && slice.next(...grantsOf(turn.seat))
  if (turn && inner !== undefined) return { ...position, groupId: turn.seat.groupId, inner }
  const after = slice.next(...lists.seats)
  return after === undefined ? undefined : { in: 'seats', after, groupId: null, inner: null }
}

/**
 * ACC-3: one page of the things on which somebody may do this, each decided by `can`, so that the two agree, and each
 * once over all pages; undefined for a cursor that no page gave.
 */
export const whatCanPage = (question: WhatQuestion, slice: Slice, at: At): ListOf<WhatCan> | undefined => {
  const position = startOf(question, slice, at)
  if (!position) return question.after === undefined ? { items: [] } : undefined
  const decide = decider(position, question, slice, at)
  const items = placesAt(position, question, slice)
    .filter(place => isItsPlace(position, place, question, slice))
    .flatMap(({ kind, id, organizationId }) => {
      const decision = decide({ kind, id, organizationId })
      return decision?.allowed ? [{ kind, id, source: decision.source, because: decision.because }] : []
    })
  const next = nextOf(position, question, slice)
  return { items, ...(next && { next: cursorAt(next) }) }
}

/** Where everything is implicit no grant is looked at: none could add to it. */
const decider = (position: Position, question: WhatQuestion, slice: Slice, at: At) => {
  const { userId, organizationId, permission } = question
  const standing = standingOf(userId, organizationId, slice, at)
  const withoutGrants = position.in === 'all' && hasAll(question, slice, at)
  return ({ kind, id }: Place) => {
    const entity = slice.get(entities, kind, id)
    const facts =
      withoutGrants && standing && entity
        ? { ...standing, resource: resourceOf(kind, entity), grants: [] }
        : accessFacts({ userId, resource: { kind, id } }, slice, at)
    return facts && can(permission, facts)
  }
}

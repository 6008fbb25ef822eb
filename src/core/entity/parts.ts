import {
  type Actor,
  add,
  type Instant,
  type Made,
  type Need,
  ok,
  put,
  type Result,
  refOf,
  refused,
  remove,
  type Slice,
  summed,
  type Write,
} from '../kernel/index.ts'
import { type Link, linkCounts, links, relationUseCounts, useCounts } from './link.ts'
import type { Entity, EntityId } from './model.ts'
import { entityRefusals } from './refusals.ts'
import { type Relation, type RelationTable, relationsFrom } from './relations.ts'

type E = typeof entityRefusals

/** What a thing has, or is to have, by each relation. */
export type Parts = { readonly [relation: string]: readonly EntityId[] }

export type CountRefusal = Made<E['relation_too_few'] | E['relation_too_many']>
export type PartsRefusal = CountRefusal | Made<E['relation_unknown'] | E['part_repeated'] | E['part_used_elsewhere']>

/** One part that is to be attached, and by which relation. */
export type Attaching = { readonly relation: Relation; readonly toId: EntityId }

/**
 * INV-09: the one place where numbers are held against the table. `before` is what it has, undefined for what is made:
 * a table that was changed meanwhile is no reason to refuse a step in the right direction.
 */
export const judgeCount = (
  { name, from, min, max }: Relation,
  before: number | undefined,
  after: number,
  id?: string,
): Result<null, CountRefusal> => {
  const facts = { kind: from, ...(id !== undefined && { id }), relation: name, count: after }
  if (after < min && (before === undefined || after < before))
    return refused(entityRefusals.relation_too_few({ ...facts, min }))
  if (max !== 'many' && after > max && (before === undefined || after > before))
    return refused(entityRefusals.relation_too_many({ ...facts, max }))
  return ok(null)
}

const unknownRelation = (table: RelationTable, kind: string, relation: string) =>
  refused(
    entityRefusals.relation_unknown({ kind, relation, known: relationsFrom(table, kind).map(({ name }) => name) }),
  )

/** The relation by which a kind has something; a refusal where there is none of that name. */
export const knownRelation = (
  table: RelationTable,
  kind: string,
  name: string,
): Result<Relation, Made<E['relation_unknown']>> => {
  const relation = relationsFrom(table, kind).find(each => each.name === name)
  return relation ? ok(relation) : unknownRelation(table, kind, name)
}

/** ENT-2, INV-09: what something new begins with, each part named once. */
export const firstParts = (
  table: RelationTable,
  kind: string,
  parts: Parts,
): Result<readonly Attaching[], PartsRefusal> => {
  const attaching: Attaching[] = []
  for (const name of Object.keys(parts)) {
    const known = knownRelation(table, kind, name)
    if (!known.ok) return known
  }
  for (const relation of relationsFrom(table, kind)) {
    const ids = Object.hasOwn(parts, relation.name) ? (parts[relation.name] ?? []) : []
    const again = ids.find((id, index) => ids.indexOf(id) !== index)
    if (again !== undefined)
      return refused(entityRefusals.part_repeated({ kind, relation: relation.name, part: again }))
    const counted = judgeCount(relation, undefined, ids.length)
    if (!counted.ok) return counted
    attaching.push(...ids.map(toId => ({ relation, toId })))
  }
  return ok(attaching)
}

const soleKey = ({ from, name }: Relation, toId: string) => [from, name, toId] as const

/** What `judgeSole` looks at. */
export const soleNeeds = ({
  relation,
  toId,
}: {
  readonly relation: Relation
  readonly toId: string
}): readonly Need[] => (relation.shareable ? [] : [refOf(relationUseCounts, ...soleKey(relation, toId))])

/** ENT-1: what is not shared is had by one. */
export const judgeSole = ({ relation, toId }: Attaching, slice: Slice): Result<null, Made<E['part_used_elsewhere']>> =>
  relation.shareable || slice.count(relationUseCounts, ...soleKey(relation, toId)) === 0
    ? ok(null)
    : refused(entityRefusals.part_used_elsewhere({ kind: relation.to, id: toId, relation: relation.name }))

type Where = Pick<Entity, 'organizationId' | 'kind' | 'id'>
type Stamp = { readonly by: Actor; readonly at: Instant }

/** That `from` has it, as it is stored. */
export const linkOf = ({ organizationId, kind, id }: Where, { relation, toId }: Attaching, stamp: Stamp): Link => ({
  organizationId,
  fromKind: kind,
  fromId: id,
  relation: relation.name,
  toKind: relation.to,
  toId,
  ...stamp,
})

/** The link itself, with what it is counted by but the count of what `from` has. */
const linked = (from: Where, attaching: Attaching, stamp: Stamp): readonly Write[] => {
  const { relation, toId } = attaching
  return [
    put(links, linkOf(from, attaching, stamp)),
    add(useCounts, [relation.to, toId], 1, { min: 0 }),
    add(relationUseCounts, soleKey(relation, toId), 1, relation.shareable ? {} : { max: 1 }),
  ]
}

/** INV-09: attaches parts; that many at most are had then, whoever else attaches at the same moment. */
export const attached = (from: Where, attaching: readonly Attaching[], stamp: Stamp): readonly Write[] =>
  summed(
    attaching.flatMap(each => {
      const { name, max } = each.relation
      const bounds = max === 'many' ? {} : { max }
      return [...linked(from, each, stamp), add(linkCounts, [from.kind, from.id, name], 1, bounds)]
    }),
  )

const unlinked = ({ fromKind, fromId, relation, toKind, toId }: Link): readonly Write[] => [
  remove(links, fromKind, fromId, relation, toId),
  add(useCounts, [toKind, toId], -1, { min: 0 }),
  add(relationUseCounts, [fromKind, relation, toId], -1, { min: 0 }),
]

/** INV-09: detaches a part; at least as many are had then as there must be. A relation that is no more keeps none. */
export const detached = (link: Link, row: Pick<Relation, 'min'> | undefined): readonly Write[] => [
  ...unlinked(link),
  add(linkCounts, [link.fromKind, link.fromId, link.relation], -1, { min: row?.min ?? 0 }),
]

/** ENT-2: one part in place of another, in one step: the number of them stays. */
export const switched = (from: Where, before: Link, after: Attaching, stamp: Stamp): readonly Write[] =>
  summed([...unlinked(before), ...linked(from, after, stamp)])

import { entities, kindsOf, type Link, links, type Relation, relationOf, relationsFrom } from '../../entity/index.ts'
import { refOf } from '../../kernel/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import type { Whole } from './read-world.ts'

const refOfLink = ({ fromKind, fromId, relation, toId }: Link) => refOf(links, fromKind, fromId, relation, toId)

/** INV-03, INV-10: a link is of two things that are there, of its organization; nothing archived is had (ENT-4). */
export const linked = (whole: Whole, { relations }: Given): readonly Breach[] =>
  whole.all(links).flatMap(link => {
    const row = relationOf(relations, link.fromKind, link.relation)
    const wrong = row?.to === link.toKind ? wrongEnds(link, whole) : ['INV-09', 'relation_unknown']
    return wrong ? [breach(wrong[0] ?? '', [refOfLink(link)], { problem: wrong[1] })] : []
  })

const wrongEnds = (link: Link, whole: Whole): readonly [string, string] | undefined => {
  const from = whole.get(entities, link.fromKind, link.fromId)
  const to = whole.get(entities, link.toKind, link.toId)
  if (!from || !to) return ['INV-03', from ? 'part_missing' : 'user_of_part_missing']
  if (from.organizationId !== link.organizationId || to.organizationId !== link.organizationId)
    return ['INV-10', 'part_of_another_organization']
  return to.status === 'archived' ? ['INV-09', 'part_archived'] : undefined
}

const tally = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const key of keys) sums.set(key, (sums.get(key) ?? 0) + 1)
  return sums
}

/** INV-09: each thing has as many as its relations say, and what is not shared is had by one. */
export const counted = (whole: Whole, { relations }: Given): readonly Breach[] => {
  const all = whole.all(links)
  const had = tally(all.map(({ fromKind, fromId, relation }) => [fromKind, fromId, relation].join('/')))
  const used = tally(all.map(({ fromKind, relation, toId }) => [fromKind, relation, toId].join('/')))
  const kinds = kindsOf(relations)
  return [
    ...whole.all(entities).flatMap(({ kind, id }) => {
      const ref = refOf(entities, kind, id)
      if (!kinds.includes(kind)) return [breach('INV-09', [ref], { problem: 'kind_unknown' })]
      return relationsFrom(relations, kind).flatMap(relation =>
        ofBounds(relation, had.get([kind, id, relation.name].join('/')) ?? 0, ref),
      )
    }),
    ...all
      .filter(({ fromKind, relation, toId }) => {
        const row = relationOf(relations, fromKind, relation)
        return row?.shareable === false && (used.get([fromKind, relation, toId].join('/')) ?? 0) > 1
      })
      .map(link => breach('INV-09', [refOfLink(link)], { problem: 'part_shared' })),
  ]
}

const ofBounds = ({ name: relation, min, max }: Relation, count: number, ref: string): readonly Breach[] => {
  if (count < min) return [breach('INV-09', [ref], { problem: 'too_few', relation, count, min })]
  return max !== 'many' && count > max ? [breach('INV-09', [ref], { problem: 'too_many', relation, count, max })] : []
}

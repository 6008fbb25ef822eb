import { KindName } from './model.ts'
import { defaultRelations, type Relation, type RelationTable, TEAM } from './relations.ts'

/** So that a table is judged at once, and what must be there is made in one commit. */
const MAX_RELATIONS = 100
export const MAX_PARTS = 100

/** What is something else in this library, or in the questions about access. */
const TAKEN: readonly string[] = [
  'organization',
  'user',
  'group',
  'membership',
  'invitation',
  'grant',
  'link',
  'engagement',
  'workforce',
  'entity',
]

/** ENT-1. What is wrong with a table of relations, naming the row; undefined where nothing is. */
export const whyNoRelations = (given: unknown): string | undefined => {
  if (!Array.isArray(given)) return ': a table of relations is a list'
  if (given.length > MAX_RELATIONS) return `: there are more than ${MAX_RELATIONS} relations`
  for (const row of given as readonly unknown[]) {
    const wrong = whyNoRelation(row)
    if (wrong !== undefined) return `: ${titleOf(row)} ${wrong}`
  }
  const table = given as RelationTable
  const twice = table.find((row, index) => table.findIndex(other => titleOf(other) === titleOf(row)) !== index)
  if (twice) return `: ${titleOf(twice)} is there twice`
  return whyNotDefault(table) ?? whyNotMade(table)
}

const titleOf = (row: unknown): string => {
  const { from, name } = (row ?? {}) as Partial<Relation>
  return `${String(from)}.${String(name)}`.slice(0, 100)
}

const whyNoRelation = (row: unknown): string | undefined => {
  if (typeof row !== 'object' || row === null) return 'is no relation'
  const { name, from, to, shareable, sameOrganization } = row as Partial<Relation>
  if (!KindName.safeParse(name).success) return 'has no name of a to z and _'
  for (const kind of [from, to]) {
    if (!KindName.safeParse(kind).success) return 'has a kind that is not of a to z and _'
    if (TAKEN.includes(String(kind))) return `has a kind ${String(kind)}, which is something else`
  }
  if (from === 'project' && name === TEAM) return 'has the name of its people, whom a copy takes along by it (ENT-5)'
  if (from === to) return 'is from a kind to itself'
  if (typeof shareable !== 'boolean') return 'does not say whether it is shareable'
  if (sameOrganization !== true) return 'is not within one organization (ENT-3)'
  return whyNoBounds(row as Relation)
}

const whyNoBounds = ({ min, max }: Relation): string | undefined => {
  if (!Number.isSafeInteger(min) || min < 0) return 'has no whole number of at least 0 as its min'
  if (max !== 'many' && (!Number.isSafeInteger(max) || max < 1))
    return 'has neither a whole number of at least 1 nor many as its max'
  if (max !== 'many' && min > max) return 'has a min beyond its max'
  return min > MAX_PARTS ? `has a min beyond ${MAX_PARTS}, which no one commit can make` : undefined
}

/** INV-09: what the rooms of projects are about stays what it is; its bounds may become narrower. */
const whyNotDefault = (table: RelationTable): string | undefined => {
  for (const standard of defaultRelations) {
    const row = table.find(other => titleOf(other) === titleOf(standard))
    if (!row) return `: ${titleOf(standard)} is missing`
    if (row.to !== standard.to) return `: ${titleOf(row)} is to ${row.to}, and must be to ${standard.to}`
    const { min, max } = standard
    if (row.min < min || (max !== 'many' && (row.max === 'many' || row.max > max)))
      return `: ${titleOf(row)} must have ${min} to ${max} (INV-09)`
  }
  return undefined
}

/** What needs a thing that needs it in turn, over however many kinds, could never be made. */
const whyNotMade = (table: RelationTable): string | undefined => {
  const needs = table.filter(({ min }) => min > 0)
  for (const row of needs) {
    const reached = new Set<string>([row.to])
    // A set that grows while it is walked is walked to its end.
    for (const kind of reached) for (const next of needs) if (next.from === kind) reached.add(next.to)
    if (reached.has(row.from)) return `: ${titleOf(row)} needs what needs it, so neither can be made`
  }
  return undefined
}

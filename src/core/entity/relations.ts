import { EntityKind } from './model.ts'
import type { EntityAct } from './roles.ts'

/**
 * ENT-1. That a thing of one kind has things of another: how many at least and at most, and whether one of these may be
 * had by several at once. All are of one organization (ENT-3).
 *
 * @since 0.3.0
 */
export type Relation = {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly min: number
  readonly max: number | 'many'
  readonly shareable: boolean
  readonly sameOrganization: true
}

/** ENT-1. All relations that there are; `createCharter` takes one. @since 0.3.0 */
export type RelationTable = readonly Relation[]

const frozen = (table: RelationTable): RelationTable =>
  Object.freeze(
    table.map(({ name, from, to, min, max, shareable, sameOrganization }) =>
      Object.freeze({ name, from, to, min, max, shareable, sameOrganization }),
    ),
  )

const shared = { shareable: true, sameOrganization: true } as const

/** ENT-1. A project has one ontology, any number of datasets and at most one workflow, and shares them. @since 0.3.0 */
export const defaultRelations: RelationTable = frozen([
  { name: 'ontology', from: 'project', to: 'ontology', min: 1, max: 1, ...shared },
  { name: 'datasets', from: 'project', to: 'dataset', min: 0, max: 'many', ...shared },
  { name: 'workflow', from: 'project', to: 'workflow', min: 0, max: 1, ...shared },
])

/** A copy of what was judged, in which nothing can be exchanged any more. */
export const frozenRelations = frozen

/** What grants are on: everything else is for whoever may create content. */
export const isGranted = (kind: string): kind is EntityKind => EntityKind.safeParse(kind).success

export const WORKFLOW = 'workflow'

/** ENT-5: what a copy of a project takes along beside what it has by relations, so that none of these is called so. */
export const TEAM = 'team'

/** Every kind that there is with these relations. */
export const kindsOf = (table: RelationTable): readonly string[] => [
  ...new Set([...EntityKind.options, WORKFLOW, ...table.flatMap(({ from, to }) => [from, to])]),
]

/** The kinds that nobody is granted anything on. */
export const freeKinds = (table: RelationTable): readonly string[] => kindsOf(table).filter(kind => !isGranted(kind))

/** What a thing of this kind may have. */
export const relationsFrom = (table: RelationTable, kind: string): RelationTable =>
  table.filter(({ from }) => from === kind)

export const relationOf = (table: RelationTable, kind: string, name: string): Relation | undefined =>
  table.find(relation => relation.from === kind && relation.name === name)

/** ROL-5: what somebody must be able to do with a thing to change what it has by this relation. */
export const actToAttach = ({ from, name }: Pick<Relation, 'from' | 'name'>): EntityAct => {
  if (from !== 'project') return 'edit'
  if (name === 'datasets') return 'attach_dataset'
  return name === 'ontology' ? 'set_ontology' : 'edit'
}

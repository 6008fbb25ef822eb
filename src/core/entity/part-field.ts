import { z } from 'zod'
import { Actor, commandFields } from '../kernel/index.ts'
import { RelationName } from './link.ts'
import { EntityId } from './model.ts'
import type { Right, Room } from './room.ts'

type Shape = z.core.$ZodLooseShape

/** How a command says which part it is about, and by which relation. */
export type PartField<F extends Shape = Shape> = {
  readonly verb: string
  readonly fields: F
  partOf(command: object): { readonly relation: string; readonly to: EntityId }
}

const fixed = <N extends string>(verb: string, relation: string, field: N) => ({
  verb,
  fields: { [field]: EntityId } as { readonly [F in N]: typeof EntityId },
  partOf: (command: object) => ({
    relation,
    to: (command as { readonly [name: string]: EntityId })[field] as EntityId,
  }),
})

const named = (verb: string) => ({
  verb,
  fields: { relation: RelationName, to: EntityId },
  partOf: (command: object) => command as { readonly relation: string; readonly to: EntityId },
})

/** The commands of projects about one part, and those of all things by whatever relation. */
export const partFields = {
  attachDataset: fixed('attachDataset', 'datasets', 'datasetId'),
  detachDataset: fixed('detachDataset', 'datasets', 'datasetId'),
  switchOntology: fixed('switchOntology', 'ontology', 'ontologyId'),
  attach: named('attach'),
  detach: named('detach'),
  switch: named('switch'),
}

export type PartRoom<R extends Right, F extends Shape> = Pick<Room<R, F>, 'name' | 'right' | 'of' | 'which'>

/** The command of a room about one part of one of its things. */
export const partCommandOf = <F extends Shape, P extends Shape>(
  { which }: PartRoom<Right, F>,
  { fields }: PartField<P>,
) => z.strictObject({ actor: Actor, ...which, ...fields, ...commandFields })

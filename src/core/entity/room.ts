import { z } from 'zod'
import type { Env } from '../env.ts'
import {
  type AnyRefusal,
  type Because,
  type CommandFields,
  type Decision,
  type Made,
  type Need,
  type Result,
  refused,
  type Slice,
  type UseCase,
  UserId,
  type View,
} from '../kernel/index.ts'
import { EntityId, type EntityKind, KindName, Stages } from './model.ts'
import type { Parts } from './parts.ts'
import { entityRefusals } from './refusals.ts'
import { freeKinds, kindsOf, WORKFLOW } from './relations.ts'
import { MAX_PARTS } from './why-no-relations.ts'

/** One of several things that have the same commands. */
export type Which<K extends string = EntityKind> = { readonly kind: K; readonly id: string }

/**
 * By what right a room's things are seen and changed: `granted` by grants; `free` by whoever may create content. The
 * host's `own` kinds are free, and named in each command; `any` is of all kinds.
 */
export type Right = 'granted' | 'free' | 'own' | 'any'

/** The kinds of a room. */
export type KindIn<R extends Right> = R extends 'granted' ? EntityKind : string

type KindUnknown = Made<typeof entityRefusals.entity_kind_unknown>

/** What a room itself refuses. */
export type RoomRefusal<R extends Right> = R extends 'own' | 'any' ? KindUnknown : never

type Shape = z.core.$ZodLooseShape

/**
 * Where the charter keeps the commands of one kind: `charter.datasets` takes a `datasetId` where `charter.ontologies`
 * takes an `ontologyId`, and `charter.entities` takes `kind` and `id`.
 */
export type Room<
  R extends Right = Right,
  F extends Shape = Shape,
  K extends Shape = Shape,
  M extends Shape = Shape,
  U extends Shape = Shape,
  A extends Shape = Shape,
  G extends Shape = Shape,
> = {
  readonly name: string
  readonly right: R
  /** The fields that say which thing it is. */
  readonly which: F
  /** Those that say of which kind it is, where no thing is named. */
  readonly ofKind: K
  /** What its commands take beside what all take: to make a thing, to update, to archive and to grant. */
  readonly makes: M
  readonly updates: U
  readonly archives: A
  readonly grants: G
  of(command: object): Which<string>
  /** What a new thing is to have: as `parts` says, and what the room has fields for. */
  partsOf(command: object): Parts
}

type Given = { readonly [field: string]: unknown }

const NONE = {} as const

const withParts = (command: object): Parts => (command as { readonly parts?: Parts }).parts ?? {}

const roomOf = <R extends Right, N extends string>(name: string, right: R, kind: string, field: N) => ({
  name,
  right,
  which: { [field]: EntityId } as { readonly [F in N]: typeof EntityId },
  ofKind: NONE,
  updates: NONE,
  grants: NONE,
  of: (command: object): Which<string> => ({ kind, id: String((command as Given)[field] ?? '') }),
  partsOf: withParts,
})

/** At most this many admins from the beginning. */
const MAX_ADMINS = 20

/** Its first admins; without them whoever creates it. An operator names them. */
const admins = { admins: z.array(UserId).min(1).max(MAX_ADMINS).readonly().optional() }

/** ENT-4: whether what is in use is taken away from whatever uses it. */
const detach = { detach: z.literal(true).optional() }

const Ids = z.array(EntityId).max(MAX_PARTS).readonly()

export const projectRoom = {
  ...roomOf('projects', 'granted', 'project', 'projectId'),
  makes: { ...admins, ontologyId: EntityId, datasetIds: Ids.optional(), workflowId: EntityId.optional() },
  archives: detach,
  grants: {
    /** ROL-5: only in these stages of the project's workflow. */
    stages: Stages.optional(),
  },
  partsOf: (command: object): Parts => {
    const { ontologyId, datasetIds, workflowId } = command as {
      readonly ontologyId?: EntityId
      readonly datasetIds?: readonly EntityId[]
      readonly workflowId?: EntityId
    }
    const parts = withParts(command)
    const more = (relation: string, ids: readonly EntityId[]) => ({ [relation]: [...(parts[relation] ?? []), ...ids] })
    return {
      ...parts,
      ...(ontologyId !== undefined && more('ontology', [ontologyId])),
      ...(datasetIds !== undefined && more('datasets', datasetIds)),
      ...(workflowId !== undefined && more('workflow', [workflowId])),
    }
  },
}
export const datasetRoom = {
  ...roomOf('datasets', 'granted', 'dataset', 'datasetId'),
  makes: admins,
  archives: detach,
}
/** An ontology in use cannot go, so that nothing is taken away from what has one (ENT-4). */
export const ontologyRoom = {
  ...roomOf('ontologies', 'granted', 'ontology', 'ontologyId'),
  makes: admins,
  archives: NONE,
}
export const workflowRoom = {
  ...roomOf('workflows', 'free', WORKFLOW, 'workflowId'),
  makes: { stages: Stages },
  updates: { stages: Stages.optional() },
  archives: detach,
}

const entityRoomOf = <R extends Right>(right: R) => ({
  name: 'entities',
  right,
  which: { kind: KindName, id: EntityId },
  ofKind: { kind: KindName },
  makes: NONE,
  updates: NONE,
  archives: detach,
  grants: NONE,
  of: (command: object): Which<string> => ({
    kind: String((command as Given)['kind']),
    id: String((command as Given)['id'] ?? ''),
  }),
  partsOf: withParts,
})

/** The things of the host's own kinds. */
export const ownRoom = entityRoomOf('own')
/** What things of any kind have of one another. */
export const anyRoom = entityRoomOf('any')

/** A command as the rules see it: without what its room calls things. */
export type Seen<A, K extends string = EntityKind> = A & Which<K>

type Rules<A, V, R extends AnyRefusal, K extends string> = {
  reads(asked: Seen<A, K>, found: Slice, env: Env): readonly Need[]
  plan(asked: Seen<A, K>, slice: Slice, env: Env): Result<Decision<V>, R>
}

type Looks<A, V, R extends AnyRefusal, K extends string> = {
  reads(asked: Seen<A, K>, found: Slice, env: Env): readonly Need[]
  answer(asked: Seen<A, K>, slice: Slice, env: Env): Result<{ readonly value: V; readonly because: Because }, R>
}

type Naming<R extends Right> = Pick<Room<R>, 'name' | 'right' | 'of'>

const seenIn =
  <A, K extends string>({ of }: Pick<Room, 'of'>) =>
  (command: object): Seen<A, K> =>
    ({ ...command, ...of(command) }) as Seen<A, K>

/** ENT-1: a kind that the room does not have; a workflow has a room of its own, and its stages. */
const whyNotKind = ({ right, of }: Naming<Right>, command: object, { relations }: Env) => {
  if (right === 'granted' || right === 'free') return undefined
  const known = right === 'any' ? kindsOf(relations) : freeKinds(relations).filter(kind => kind !== WORKFLOW)
  const { kind } = of(command)
  return known.includes(kind) ? undefined : refused(entityRefusals.entity_kind_unknown({ kind, known }))
}

/** Where the fields of a room are not known yet, TypeScript cannot see that a command has the common ones. */
type UseCaseOf<S, V, R extends AnyRefusal> = S extends z.ZodType<CommandFields> ? UseCase<S, V, R, Env> : never

/** The use case of one room, by rules that are the same for every kind. */
export const inRoom = <S extends z.ZodType, A, V, R extends AnyRefusal, W extends Right>(
  room: Naming<W>,
  verb: string,
  command: S,
  { reads, plan }: Rules<A, V, R, KindIn<W>>,
): UseCaseOf<S, V, R | RoomRefusal<W>> => {
  const seen = seenIn<A, KindIn<W>>(room)
  const useCase: UseCase<z.ZodType<CommandFields>, V, R | KindUnknown, Env> = {
    name: `${room.name}.${verb}`,
    command: command as unknown as z.ZodType<CommandFields>,
    reads: (asked, found, env) => reads(seen(asked), found, env),
    plan: (asked, slice, env) => whyNotKind(room, asked, env) ?? plan(seen(asked), slice, env),
  }
  return useCase as unknown as UseCaseOf<S, V, R | RoomRefusal<W>>
}

/** The same for what is only looked at. */
export const viewInRoom = <S extends z.ZodType, A, V, R extends AnyRefusal, W extends Right>(
  room: Naming<W>,
  verb: string,
  command: S,
  { reads, answer }: Looks<A, V, R, KindIn<W>>,
): View<S, V, R | RoomRefusal<W>, Env> => {
  const seen = seenIn<A, KindIn<W>>(room)
  const view: View<S, V, R | KindUnknown, Env> = {
    name: `${room.name}.${verb}`,
    command,
    reads: (asked, found, env) => reads(seen(asked as object), found, env),
    answer: (asked, slice, env) => whyNotKind(room, asked as object, env) ?? answer(seen(asked as object), slice, env),
  }
  return view as View<S, V, R | RoomRefusal<W>, Env>
}

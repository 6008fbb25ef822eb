import type { z } from 'zod'
import type { Env } from '../env.ts'
import type {
  AnyRefusal,
  Because,
  CommandFields,
  Decision,
  Need,
  Result,
  Slice,
  UseCase,
  View,
} from '../kernel/index.ts'
import { EntityId, type EntityKind } from './model.ts'

/** One of several things that have the same commands. */
export type Which = { readonly kind: EntityKind; readonly id: string }

/**
 * Where the charter keeps the commands of one kind: `charter.datasets` takes a `datasetId` where `charter.ontologies`
 * takes an `ontologyId`.
 */
export type Room<F extends z.ZodRawShape = z.ZodRawShape> = {
  readonly name: string
  readonly kind: EntityKind
  readonly which: F
  idOf(command: object): string
}

const roomOf = <K extends EntityKind, F extends string>(name: string, kind: K, field: F) => ({
  name,
  kind,
  which: { [field]: EntityId } as { readonly [N in F]: typeof EntityId },
  idOf: (command: object) => (command as { readonly [name: string]: string })[field] ?? '',
})

export const datasetRoom = roomOf('datasets', 'dataset', 'datasetId')
export const ontologyRoom = roomOf('ontologies', 'ontology', 'ontologyId')

/** A command as the rules see it: without what its room calls things. */
type Seen<A> = A & Which

type Rules<A, V, R extends AnyRefusal> = {
  reads(asked: Seen<A>, found: Slice, env: Env): readonly Need[]
  plan(asked: Seen<A>, slice: Slice, env: Env): Result<Decision<V>, R>
}

type Looks<A, V, R extends AnyRefusal> = {
  reads(asked: Seen<A>, found: Slice, env: Env): readonly Need[]
  answer(asked: Seen<A>, slice: Slice, env: Env): Result<{ readonly value: V; readonly because: Because }, R>
}

const seenIn =
  <A>({ kind, idOf }: Pick<Room, 'kind' | 'idOf'>) =>
  (command: object): Seen<A> =>
    ({ ...command, kind, id: idOf(command) }) as Seen<A>

/** Where the fields of a room are not known yet, TypeScript cannot see that a command has the common ones. */
type UseCaseOf<S, V, R extends AnyRefusal> = S extends z.ZodType<CommandFields> ? UseCase<S, V, R, Env> : never

/** The use case of one room, by rules that are the same for every kind. */
export const inRoom = <S extends z.ZodType, A, V, R extends AnyRefusal>(
  room: Pick<Room, 'name' | 'kind' | 'idOf'>,
  verb: string,
  command: S,
  { reads, plan }: Rules<A, V, R>,
): UseCaseOf<S, V, R> => {
  const seen = seenIn<A>(room)
  const useCase: UseCase<z.ZodType<CommandFields>, V, R, Env> = {
    name: `${room.name}.${verb}`,
    command: command as unknown as z.ZodType<CommandFields>,
    reads: (asked, found, env) => reads(seen(asked), found, env),
    plan: (asked, slice, env) => plan(seen(asked), slice, env),
  }
  return useCase as unknown as UseCaseOf<S, V, R>
}

/** The same for what is only looked at. */
export const viewInRoom = <S extends z.ZodType, A, V, R extends AnyRefusal>(
  room: Pick<Room, 'name' | 'kind' | 'idOf'>,
  verb: string,
  command: S,
  { reads, answer }: Looks<A, V, R>,
): View<S, V, R, Env> => {
  const seen = seenIn<A>(room)
  return {
    name: `${room.name}.${verb}`,
    command,
    reads: (asked, found, env) => reads(seen(asked as object), found, env),
    answer: (asked, slice, env) => answer(seen(asked as object), slice, env),
  }
}

import type { z } from 'zod'
import type { Env } from '../../core/env.ts'
import type {
  AnyRefusal,
  CommandFields,
  Decision,
  Planned,
  Ref,
  Result,
  StoredRecord,
  UseCase,
  Write,
} from '../../core/kernel/index.ts'
import { defaults } from '../../runtime/defaults.ts'
import { countingIds, manualClock, seededRandom } from '../fakes/index.ts'
import { type Records, sliceFrom } from './load.ts'

/** A record that is there, by its reference: a `put`, or one of a store's `records()`. @since 0.1.0 */
export type GivenRecord = { readonly ref: Ref; readonly record: StoredRecord }

/** What a plan decided, and ways to say what it should have; each throws where it is otherwise, and can be chained. @since 0.1.0 */
export type Then<V> = {
  readonly outcome: Result<Decision<V>, AnyRefusal>
  /** Refused with this code, and these facts if they are given. */
  thenRefuses(code: string, facts?: object): Then<V>
  /**
   * Writes exactly these references: a record with at least these fields, `null` for one that is removed, a number for
   * what is added to a counter. Of a refusal it is what is written down with it; most have nothing, and fail here.
   */
  thenWrites(expected: { readonly [ref: string]: object | number | null }): Then<V>
  /** Tells the host to do these things, by kind and in this order. */
  thenEffects(...kinds: readonly string[]): Then<V>
}

/** Some records, and what can be planned on them. @since 0.1.0 */
export type Given = {
  /** The same world at another time, or set up otherwise. */
  with(env: Partial<Env>): Given
  when<S extends z.ZodType<CommandFields>, V, R extends AnyRefusal>(
    useCase: UseCase<S, V, R, Env>,
    command: z.input<S>,
  ): Then<V>
}

/**
 * A world of some records, in which one use case is planned, without a store: given, when, then. The plan gets only
 * what its `reads` named, and asking for more throws.
 *
 * @param records The records that are there.
 * @returns `when(useCase, command)`, whose answer has `thenRefuses`, `thenWrites` and `thenEffects`; before it,
 * `with({ now })`.
 * @example
 * import { given, useCases } from 'orgcharter/testing'
 * given()
 *   .when(useCases.organizations.rename, {
 *     actor: { kind: 'operator', name: 'support' },
 *     organizationId: 'acme',
 *     name: 'Acme',
 *   })
 *   .thenRefuses('organization_not_found')
 * @since 0.1.0
 */
export const given = (...records: readonly (GivenRecord | Write)[]): Given =>
  givenIn(new Map(records.flatMap(each => ('record' in each ? [[each.ref, each.record] as const] : []))), {})

const givenIn = (records: Records, changes: Partial<Env>): Given => ({
  with: more => givenIn(records, { ...changes, ...more }),
  when: (useCase, input) => {
    const env = envOf(changes)
    const command = useCase.command.parse(input)
    const slice = sliceFrom(records, found => useCase.reads(command, found, env))
    return thenOf(useCase.plan(command, slice, env))
  },
})

const envOf = (changes: Partial<Env>): Env => ({
  ...defaults().settings,
  secrets: defaults().secrets,
  now: manualClock().now(),
  newId: countingIds(),
  random: seededRandom(1),
  ...changes,
})

const thenOf = <V>(planned: Planned<V, AnyRefusal>): Then<V> => {
  const outcome: Result<Decision<V>, AnyRefusal> = planned.ok ? planned : { ok: false, refusal: planned.refusal }
  const done = planned.ok ? planned.value : planned.noted
  const then: Then<V> = {
    outcome,
    thenRefuses: (code, facts = {}) => {
      if (outcome.ok || outcome.refusal.code !== code || !includes(outcome.refusal.facts, facts))
        unexpected(`a refusal ${code} ${JSON.stringify(facts)}`, planned)
      return then
    },
    thenWrites: expected => {
      const writes = done?.writes ?? []
      const isRight = ({ ref, ...write }: Write) => Object.hasOwn(expected, ref) && isWrite(write, expected[ref])
      if (!done || writes.length !== Object.keys(expected).length || !writes.every(isRight))
        unexpected(`writes ${JSON.stringify(expected)}`, planned)
      return then
    },
    thenEffects: (...kinds) => {
      const told = done?.effects.map(({ kind }) => kind)
      if (told?.join(' ') !== kinds.join(' ')) unexpected(`effects ${kinds.join(' ')}`, planned)
      return then
    },
  }
  return then
}

type Unnamed<W> = W extends unknown ? Omit<W, 'ref'> : never

const isWrite = (write: Unnamed<Write>, expected: object | number | null | undefined): boolean => {
  if (write.op === 'remove') return expected === null
  if (write.op === 'add') return write.by === expected
  return typeof expected === 'object' && expected !== null && includes(write.record, expected)
}

/** Every field that is expected is there and the same. */
const includes = (actual: unknown, expected: unknown): boolean => {
  if (typeof expected !== 'object' || expected === null) return actual === expected
  if (typeof actual !== 'object' || actual === null) return false
  return Object.entries(expected).every(([field, value]) =>
    includes((actual as { readonly [field: string]: unknown })[field], value),
  )
}

const unexpected = (expected: string, planned: Planned<unknown, AnyRefusal>): never => {
  const { writes, effects }: Partial<Decision<unknown>> = planned.ok ? planned.value : (planned.noted ?? {})
  const was = planned.ok ? { writes, effects } : { ...planned.refusal, ...(writes && { writes, effects }) }
  throw new Error(`expected ${expected}, and it was ${JSON.stringify(was)}`)
}

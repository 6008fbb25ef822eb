import type { z } from 'zod'
import type { Env, Settings } from '../core/env.ts'
import {
  type Actor,
  type AnyRefusal,
  type Because,
  type Collection,
  type CommandFields,
  type Decision,
  type Effect,
  InvalidCursor,
  InvariantViolation,
  type Json,
  type KernelRefusal,
  kernelRefusals,
  type Need,
  type Ref,
  type Result,
  refused,
  type Sealed,
  type Slice,
  seal,
  type UseCase,
  type View,
} from '../core/kernel/index.ts'
import type { Store } from '../ports/store.ts'
import type { Clock, Ids, Random } from '../ports/system.ts'
import { fingerprintOf, idempotencyRef, rememberOutcome, repeated, scopeOf } from './idempotency.ts'
import { type LoadedSlice, loadSlice } from './load-slice.ts'
import { parseCommand } from './parse-command.ts'

/**
 * How often a command is planned anew after a conflict. Counters commute, so only commands that change the same record
 * meet here, and each conflict means that another of them went through.
 */
export const MAX_ATTEMPTS = 32

export type Runtime = {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Random
  readonly settings: Settings
  readonly collectionOf: (ref: Ref) => Collection | undefined
}

/** What a command answers. `repeated` is there when an idempotency key gave the first outcome again (AUD-4). @since 0.1.0 */
export type Answer<V, R extends AnyRefusal = AnyRefusal> =
  | {
      readonly ok: true
      readonly value: V
      readonly because: Because
      readonly effects: readonly Effect[]
      readonly repeated?: true
    }
  | { readonly ok: false; readonly refusal: R }

type Commands = z.ZodType<CommandFields>

const envOf = (runtime: Runtime): Env => ({
  ...runtime.settings,
  now: runtime.clock(),
  newId: runtime.ids,
  random: runtime.random,
})

/** Parse, load, plan, commit; on a conflict load and plan again. */
export const execute = async <S extends Commands, V, R extends AnyRefusal>(
  runtime: Runtime,
  useCase: UseCase<S, V, R, Env>,
  input: unknown,
): Promise<Answer<V, R | KernelRefusal>> => {
  const command = parseCommand(useCase.command, input)
  if (!command.ok) return command
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const answer = await attemptOnce(runtime, useCase, command.value)
    if (answer !== 'conflict') return answer
  }
  return refused(kernelRefusals.contention_persisted({ attempts: MAX_ATTEMPTS }))
}

const attemptOnce = async <S extends Commands, V, R extends AnyRefusal>(
  runtime: Runtime,
  useCase: UseCase<S, V, R, Env>,
  command: z.output<S>,
): Promise<Answer<V, R | KernelRefusal> | 'conflict'> => {
  const env = envOf(runtime)
  const repeat = repeatOf(useCase.name, command)
  const loaded = await loadSlice(
    runtime.store,
    found => [...(repeat ? [repeat.ref] : []), ...useCase.reads(command, found, env)],
    runtime.collectionOf,
  )
  const first = repeat?.first(loaded.slice, env)
  if (first && !first.ok) return first
  if (first?.value) return { ok: true, ...first.value, value: first.value.value as V, repeated: true }
  const planned: Result<Decision<V>, R> = useCase.plan(command, loaded.slice, env)
  if (!planned.ok) return planned
  const decision = planned.value
  if (decision.writes.length === 0 && decision.effects.length === 0)
    return { ok: true, value: decision.value, because: decision.because, effects: [] }
  const sealed = seal(
    decision,
    {
      action: useCase.name,
      actor: actorOf(useCase, command, decision),
      command,
      versions: loaded.versions,
      collectionOf: runtime.collectionOf,
      env,
    },
    effects => (repeat ? [repeat.remember(decision, effects, env)] : []),
  )
  return (await commit(runtime.store, sealed))
    ? { ok: true, value: decision.value, because: decision.because, effects: sealed.effects }
    : 'conflict'
}

const actorOf = <S extends Commands, V, R extends AnyRefusal>(
  useCase: UseCase<S, V, R, Env>,
  command: z.output<S>,
  decision: Decision<V>,
): Actor => {
  const actor = useCase.actor?.(command, decision) ?? (command as { readonly actor?: Actor }).actor
  if (!actor) throw new InvariantViolation(`${useCase.name} does not say who acts`)
  return actor
}

const repeatOf = (action: string, command: CommandFields) => {
  const key = command.idempotencyKey
  if (key === undefined) return undefined
  const scope = scopeOf((command as { readonly actor?: Actor }).actor)
  const fingerprint = fingerprintOf(action, command)
  return {
    ref: idempotencyRef(scope, key),
    first: (slice: Slice, env: Env) => repeated(slice, scope, key, fingerprint, env.now),
    remember: ({ value, because }: Decision<unknown>, effects: readonly Effect[], env: Env) =>
      rememberOutcome(
        { scope, key, action, fingerprint, outcome: { value: value as Json, because, effects } },
        env.now,
      ),
  }
}

/** False on a conflict. An ambiguous end is resolved by the change set's own audit entry, never by hoping. */
const commit = async (store: Store, { changes, entry }: Sealed): Promise<boolean> => {
  try {
    const committed = await store.commit(changes)
    return committed.ok || (committed.conflicts.includes(entry) && (await store.get([entry])).has(entry))
  } catch (error) {
    if (await isThere(store, entry)) return true
    throw error
  }
}

const isThere = async (store: Store, ref: Ref): Promise<boolean> => {
  try {
    return (await store.get([ref])).has(ref)
  } catch {
    // The store is still away: the first error tells the host more than this one.
    return false
  }
}

/** The same two steps for what is only looked at. */
export const look = async <S extends z.ZodType, V, R extends AnyRefusal>(
  runtime: Runtime,
  view: View<S, V, R, Env>,
  input: unknown,
): Promise<Answer<V, R | KernelRefusal>> => {
  const command = parseCommand(view.command, input)
  if (!command.ok) return command
  const env = envOf(runtime)
  const reads = (found: Slice): readonly Need[] => view.reads(command.value, found, env)
  let loaded: LoadedSlice
  try {
    loaded = await loadSlice(runtime.store, reads, runtime.collectionOf)
  } catch (error) {
    if (error instanceof InvalidCursor) return refused(kernelRefusals.cursor_invalid({}))
    throw error
  }
  const answer = view.answer(command.value, loaded.slice, env)
  return answer.ok ? { ok: true, ...answer.value, effects: [] } : answer
}

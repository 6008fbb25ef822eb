import type { z } from 'zod'
import type { Env, Settings } from '../core/env.ts'
import {
  type ActingParty,
  type AnyRefusal,
  type Because,
  type Collection,
  type CommandFields,
  type Counter,
  type Decision,
  type Effect,
  InvariantViolation,
  type KernelRefusal,
  kernelRefusals,
  type Need,
  type OpenEffect,
  openEffect,
  type Ref,
  type Refused,
  refused,
  type Slice,
  seal,
  type UseCase,
  type View,
  type Write,
} from '../core/kernel/index.ts'
import { actingOrganization } from '../core/membership/index.ts'
import type { SecretBox } from '../ports/secret-box.ts'
import type { Store } from '../ports/store.ts'
import type { Clock, Ids, Random } from '../ports/system.ts'
import { commit } from './commit.ts'
import { type LoadedSlice, loadSlice } from './load-slice.ts'
import { parseCommand } from './parse-command.ts'
import { type Repeat, repeatOf } from './repeat.ts'

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
  readonly secrets: SecretBox
  readonly settings: Settings
  readonly collectionOf: (ref: Ref) => Collection | Counter | undefined
}

/** What a command answers. `repeated` is there when an idempotency key gave the first outcome again (AUD-4). @since 0.1.0 */
export type Answer<V, R extends AnyRefusal = AnyRefusal> =
  | {
      readonly ok: true
      readonly value: V
      readonly because: Because
      readonly effects: readonly OpenEffect[]
      readonly repeated?: true
    }
  | { readonly ok: false; readonly refusal: R }

type Commands = z.ZodType<CommandFields>

const envOf = (runtime: Runtime): Env => ({
  ...runtime.settings,
  now: runtime.clock(),
  newId: runtime.ids,
  random: runtime.random,
  secrets: runtime.secrets,
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
  const repeat = repeatOf(useCase.name, command, useCase.answers === 'a_secret' ? 'secret' : 'open')
  const reads = (found: Slice) => [...(repeat ? [repeat.ref] : []), ...useCase.reads(command, found, env)]
  const loaded = await load(runtime, reads)
  if (!loaded) return refused(kernelRefusals.cursor_invalid({}))
  if (loaded.isTorn) return 'conflict'
  const first = repeat?.first(loaded.slice, env)
  if (first && !first.ok) return first as { readonly ok: false; readonly refusal: R }
  if (first?.value) {
    const { value, because, effects } = first.value
    return { ok: true, value: value as V, because, effects: opened(effects, env), repeated: true }
  }
  const planned = useCase.plan(command, loaded.slice, env)
  const asked: Asked<S, V, R> = { runtime, useCase, command, loaded, env, repeat }
  return planned.ok ? decided(planned.value, asked) : declined(planned, asked)
}

type Asked<S extends Commands, V, R extends AnyRefusal> = {
  readonly runtime: Runtime
  readonly useCase: UseCase<S, V, R, Env>
  readonly command: z.output<S>
  readonly loaded: LoadedSlice
  readonly env: Env
  readonly repeat: Repeat | undefined
}

const decided = async <S extends Commands, V, R extends AnyRefusal>(
  decision: Decision<V>,
  asked: Asked<S, V, R>,
): Promise<Answer<V, R | KernelRefusal> | 'conflict'> => {
  const { repeat, env } = asked
  const { value, because } = decision
  // With a key even a decision to change nothing is remembered: a repeat must not change what has come since.
  if (decision.writes.length === 0 && decision.effects.length === 0 && !repeat)
    return { ok: true, value, because, effects: [] }
  const effects = await committed(decision, asked, kept => (repeat ? [repeat.remember(decision, kept, env)] : []))
  return effects ? { ok: true, value, because, effects: opened(effects, env) } : 'conflict'
}

/** A no changes nothing, unless it is one that is written down. */
const declined = async <S extends Commands, V, R extends AnyRefusal>(
  { refusal, noted }: Refused<R> & { readonly noted?: Omit<Decision<null>, 'value'> },
  asked: Asked<S, V, R>,
): Promise<Refused<R> | 'conflict'> => {
  const { repeat, env, runtime, loaded } = asked
  if (!noted) return (await repeat?.hasCome(runtime.store, loaded)) ? 'conflict' : refused(refusal)
  const remember = () => (repeat ? [repeat.rememberNo(refusal, env)] : [])
  return (await committed({ ...noted, value: null }, asked, remember)) ? refused(refusal) : 'conflict'
}

/** The effects that are kept with what was written; undefined on a conflict. */
const committed = async <S extends Commands, V, R extends AnyRefusal>(
  decision: Decision<V | null>,
  { runtime, useCase, command, loaded, env }: Asked<S, V, R>,
  remember: (kept: readonly Effect[]) => readonly Write[],
): Promise<readonly Effect[] | undefined> => {
  const actor = actorOf(useCase, command, decision)
  const { collectionOf } = runtime
  const sealed = seal(
    actingFor(actor, decision, loaded.found, env),
    { action: useCase.name, actor, command, versions: loaded.versions, collectionOf, env },
    remember,
  )
  return (await commit(runtime.store, sealed)) ? sealed.effects : undefined
}

/** WRK-6: a vendor's person acts for the vendor, unless the use case says for whom. */
const actingFor = <V>(actor: ActingParty, decision: Decision<V>, found: Slice, env: Env): Decision<V> => {
  const acting = decision.actingOrganizationId ?? actingOrganization(actor, decision.organizationId, found, env)
  return acting === undefined ? decision : { ...decision, actingOrganizationId: acting }
}

/** Undefined where the command names a place in a list that no list gave. */
const load = async (
  { store, collectionOf }: Runtime,
  reads: (found: Slice) => readonly Need[],
): Promise<LoadedSlice | undefined> => {
  try {
    return await loadSlice(store, reads, collectionOf)
  } catch (error) {
    if (isInvalidCursor(error)) return undefined
    throw error
  }
}

const opened = (effects: readonly Effect[], { secrets }: Env): readonly OpenEffect[] =>
  effects.map(effect => openEffect(effect, secrets))

const actorOf = <S extends Commands, V, R extends AnyRefusal>(
  useCase: UseCase<S, V, R, Env>,
  command: z.output<S>,
  decision: Decision<V | null>,
): ActingParty => {
  // Only of what came of it can a command without an actor say who acts, and a no has no value.
  const own = decision.value === null ? undefined : useCase.actor?.(command, decision as Decision<V>)
  const actor = own ?? (command as { readonly actor?: ActingParty }).actor
  if (!actor) throw new InvariantViolation(`${useCase.name} does not say who acts`)
  return actor
}

/** By its name: an adapter may come with a copy of the class that is not ours. */
const isInvalidCursor = (error: unknown): boolean => error instanceof Error && error.name === 'InvalidCursor'

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
  const loaded = await load(runtime, reads)
  if (!loaded) return refused(kernelRefusals.cursor_invalid({}))
  const answer = view.answer(command.value, loaded.slice, env)
  return answer.ok ? { ok: true, ...answer.value, effects: [] } : answer
}

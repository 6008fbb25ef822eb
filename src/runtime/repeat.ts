import type { Env } from '../core/env.ts'
import {
  type AnyRefusal,
  type CommandFields,
  type Decision,
  type Effect,
  type IdempotencyRecord,
  type Json,
  type KernelRefusal,
  kernelRefusals,
  ok,
  type Ref,
  type Refused,
  type Result,
  refused,
  type Slice,
  type Write,
} from '../core/kernel/index.ts'
import type { Store } from '../ports/store.ts'
import { type Asking, fingerprintOf, idempotencyRef, rememberOutcome, repeated, scopeOf } from './idempotency.ts'
import type { LoadedSlice } from './load-slice.ts'

type Outcome = IdempotencyRecord['outcome']
type Accepted = Extract<Outcome, { value: Json }>

/** A command with an idempotency key: what came of the first call with it, and how this one is kept (AUD-4). */
export type Repeat = {
  readonly ref: Ref
  /** Whether the first call went through while this one was reading: what it changed may be why the plan refuses. */
  hasCome(store: Store, loaded: LoadedSlice): Promise<boolean>
  /** The first outcome, if there was one; a refusal, if it was another command's or was a no itself. */
  first(slice: Slice, env: Env): Result<Accepted | undefined, KernelRefusal> | Refused
  remember(decision: Decision<unknown>, effects: readonly Effect[], env: Env): Write
  rememberNo(refusal: AnyRefusal, env: Env): Write
}

/**
 * `secret`: the value is sealed before it is kept, and the fingerprint too: of so few digits as a code or a number has, it
 * would tell them to whoever tries all.
 */
export const repeatOf = (action: string, command: CommandFields, value: 'secret' | 'open'): Repeat | undefined => {
  const { idempotencyKey: key } = command
  if (key === undefined) return undefined
  const scope = scopeOf(command as Asking)
  const ref = idempotencyRef(scope, key)
  const fingerprint = fingerprintOf(action, command)
  const context = `${ref}/fingerprint`
  const keep = (outcome: Outcome, { now, secrets }: Env) => {
    const kept = value === 'open' ? fingerprint : secrets.seal(fingerprint, context)
    return rememberOutcome({ scope, key, action, fingerprint: kept, outcome }, now)
  }
  return {
    ref,
    hasCome: async (store, { versions }) => (await store.get([ref])).get(ref)?.version !== versions.get(ref)?.version,
    first: (slice, env) => {
      const isSame = (kept: string) => fingerprint === (value === 'open' ? kept : env.secrets.open(kept, context))
      const first = repeated(slice, { scope, key, isSame }, env.now)
      if (!first.ok || first.value === undefined) return first as Result<undefined, KernelRefusal>
      return 'refusal' in first.value
        ? refused(first.value.refusal as AnyRefusal)
        : unsealed(first.value, ref, action, env)
    },
    remember: (decision, effects, env) => {
      const outcome = { because: decision.because, effects }
      const text = decision.value as Json
      return keep(
        value === 'open'
          ? { ...outcome, value: text }
          : { ...outcome, value: null, sealed: env.secrets.seal(JSON.stringify(text), ref) },
        env,
      )
    },
    rememberNo: (refusal, env) => keep({ refusal }, env),
  }
}

const unsealed = (outcome: Accepted, ref: Ref, action: string, env: Env): Result<Accepted, KernelRefusal> => {
  if (outcome.sealed === undefined) return ok(outcome)
  const text = env.secrets.open(outcome.sealed, ref)
  return text === null
    ? refused(kernelRefusals.idempotency_key_reused({ action }))
    : ok({ ...outcome, value: JSON.parse(text) as Json })
}

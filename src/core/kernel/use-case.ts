import type { z } from 'zod'
import type { ActingParty, CommandFields } from './actor.ts'
import type { Decision, Planned } from './decision.ts'
import type { Because } from './reason.ts'
import type { AnyRefusal } from './refusal.ts'
import type { Result } from './result.ts'
import type { Need, Slice } from './slice.ts'

/**
 * One thing that can be asked. `reads` names the records that the decision rests on (asked again with what was found,
 * for a bounded few rounds); `plan` decides on them. Both are pure and synchronous.
 *
 * @since 0.1.0
 */
export type UseCase<S extends z.ZodType<CommandFields>, V, R extends AnyRefusal, E> = {
  /** `module.verb`: the audit action, and the method of the charter. */
  readonly name: string
  readonly command: S
  reads(command: z.output<S>, found: Slice, env: E): readonly Need[]
  plan(command: z.output<S>, slice: Slice, env: E): Planned<V, R>
  /** What it answers, or is asked with, is a secret of whoever asked: kept sealed where it is kept for repeats (INV-21). */
  readonly answers?: 'a_secret'
  /** Who acts, where the command has no `actor`: a sign-up is the new user's own act. */
  actor?(command: z.output<S>, decision: Decision<V>): ActingParty
}

/** What is only looked at: the same two steps, and nothing is written. @since 0.1.0 */
export type View<S extends z.ZodType, V, R extends AnyRefusal, E> = {
  readonly name: string
  readonly command: S
  reads(command: z.output<S>, found: Slice, env: E): readonly Need[]
  answer(command: z.output<S>, slice: Slice, env: E): Result<{ readonly value: V; readonly because: Because }, R>
}

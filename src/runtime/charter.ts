import type { z } from 'zod'
import type { Env } from '../core/env.ts'
import type { Enrolled } from '../core/factor/index.ts'
import type { AnyRefusal, CommandFields, KernelRefusal, UseCase, View } from '../core/kernel/index.ts'
import type { DefaultRole, WithRoles } from '../core/role/index.ts'
import { type Answer, execute, look, type Runtime } from './execute.ts'
import { useCases } from './use-cases.ts'

type Method<S extends z.ZodType, V, F extends AnyRefusal, R extends string> = (
  command: WithRoles<z.input<S>, R>,
) => Promise<Answer<WithRoles<V, R>, F | KernelRefusal>>

/** MFA-1: what is set up is answered as the kind that was asked for. */
type Enroll<S extends z.ZodType, F extends AnyRefusal, R extends string> = <K extends Enrolled['kind']>(
  command: WithRoles<z.input<S>, R> & { readonly kind: K },
) => Promise<Answer<Extract<Enrolled, { readonly kind: K }>, F | KernelRefusal>>

type MethodOf<U, R extends string> =
  U extends UseCase<infer S, infer V, infer F, Env>
    ? [V] extends [Enrolled]
      ? Enroll<S, F, R>
      : Method<S, V, F, R>
    : U extends View<infer S, infer V, infer F, Env>
      ? Method<S, V, F, R>
      : never

type Rooms = typeof useCases

/**
 * The use cases of the library over one store, with the roles of its catalogue `R`: each method takes a command, resolves to
 * `{ ok: true, value, because, effects }` or `{ ok: false, refusal }`, and rejects only where the store fails.
 *
 * @since 0.1.0
 */
export type Charter<R extends string = DefaultRole> = {
  readonly [room in keyof Rooms]: { readonly [verb in keyof Rooms[room]]: MethodOf<Rooms[room][verb], R> }
}

type AnyUseCase =
  | UseCase<z.ZodType<CommandFields>, unknown, AnyRefusal, Env>
  | View<z.ZodType, unknown, AnyRefusal, Env>

/** Every use case as a method over this runtime. */
export const bind = (runtime: Runtime): Charter<string> => {
  const method = (useCase: AnyUseCase) => (command: unknown) =>
    'plan' in useCase ? execute(runtime, useCase, command) : look(runtime, useCase, command)
  const rooms = Object.entries<Readonly<Record<string, AnyUseCase>>>(useCases as never).map(([room, verbs]) => [
    room,
    Object.fromEntries(Object.entries(verbs).map(([verb, useCase]) => [verb, method(useCase)])),
  ])
  return Object.fromEntries(rooms) as Charter<string>
}

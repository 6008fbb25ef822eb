import { z } from 'zod'
import { EntityKind } from '../../entity/index.ts'
import type { Env } from '../../env.ts'
import { Actor, Duration, type Made, OrganizationId, ok, refused, type View } from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'
import { compileAccess } from '../compile.ts'
import { type CompileQuestion, compileFacts, compileNeeds, tooWide } from '../compile-from.ts'
import type { CompiledAccessData } from '../compiled-format.ts'
import { madeFrom } from '../made-from.ts'
import { type AskOwnRefusal, mayAskOwn } from '../may-ask.ts'
import { accessRefusals } from '../refusals.ts'

const Compile = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  /** Only what is of this kind; everything without it. */
  kind: EntityKind.optional(),
  /** For how long it permits anything at most, in ms. */
  validFor: Duration.optional(),
})
type Compile = z.output<typeof Compile>

/** @since 0.2.0 */
export type CompileAccessRefusal =
  | AskOwnRefusal
  | Made<typeof membershipRefusals.operator_not_allowed>
  | Made<typeof accessRefusals.access_too_wide>

/** ACC-5: all that the actor may do in an organization, as a plain value that `openAccess` takes. */
export const compileMyAccess: View<typeof Compile, CompiledAccessData, CompileAccessRefusal, Env> = {
  name: 'access.compile',
  command: Compile,
  reads: (command, found, env) =>
    command.actor.kind === 'user' ? compileNeeds(questionOf(command, command.actor.userId), found, env) : [],
  answer: (command, slice, env) => {
    const { actor, organizationId, validFor } = command
    if (actor.kind !== 'user') return refused(membershipRefusals.operator_not_allowed({ permission: 'compile' }))
    const allowed = mayAskOwn(slice, actor.userId, organizationId, env)
    if (!allowed.ok) return allowed
    const question = questionOf(command, actor.userId)
    const wide = tooWide(question, slice, env)
    if (wide) return refused(accessRefusals.access_too_wide(wide))
    const facts = compileFacts(question, slice, env)
    // Whoever may ask is a member, so that there are facts.
    const compiled = compileAccess({ ...(facts as NonNullable<typeof facts>), versions: madeFrom(slice), validFor })
    return ok({ value: compiled.toJSON(), because: [allowed.value] })
  },
}

const questionOf = ({ organizationId, kind }: Compile, userId: string): CompileQuestion => ({
  userId,
  organizationId,
  kinds: kind === undefined ? EntityKind.options : [kind],
})

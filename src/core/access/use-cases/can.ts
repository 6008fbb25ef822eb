import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, ok, reason, type View } from '../../kernel/index.ts'
import { PermissionName, ResourceRef, Stage } from '../asked.ts'
import { decideAccess } from '../decide.ts'
import { accessNeeds } from '../facts.ts'
import type { AccessDecision } from '../model.ts'

const Can = z.strictObject({
  actor: Actor,
  permission: PermissionName,
  resource: ResourceRef,
  stage: Stage.optional(),
})

/**
 * ACC-1: may the actor do this? Whoever asks is answered, since every no is alike to somebody who is nobody there. An
 * operator acts by the commands that take one, and by nothing that members may (ORG-6).
 */
export const canAccess: View<typeof Can, AccessDecision, never, Env> = {
  name: 'access.can',
  command: Can,
  reads: ({ actor, ...asked }, found) =>
    actor.kind === 'user' ? accessNeeds({ userId: actor.userId, ...asked }, found) : [],
  answer: ({ actor, permission, ...asked }, slice, env) => {
    const decision: AccessDecision =
      actor.kind === 'user'
        ? decideAccess(permission, { userId: actor.userId, ...asked }, slice, env)
        : { allowed: false, because: [reason('operator_acts_by_commands', ['ORG-6'], { name: actor.name })] }
    return ok({ value: decision, because: decision.because })
  },
}

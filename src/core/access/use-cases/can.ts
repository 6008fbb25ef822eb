import { z } from 'zod'
import type { Env } from '../../env.ts'
import { enteringNeeds, judgeEntering, Session } from '../../factor/index.ts'
import { Actor, ok, reason, type Slice, type View } from '../../kernel/index.ts'
import { Permission, ResourceRef, Stage } from '../asked.ts'
import { decideAccess } from '../decide.ts'
import { accessNeeds, organizationOf } from '../facts.ts'
import type { AccessDecision } from '../model.ts'
import { withSession } from '../session.ts'

const Can = z.strictObject({
  actor: Actor,
  permission: Permission,
  resource: ResourceRef,
  stage: Stage.optional(),
  /** ACC-2: the actor's own; without it second factors are not looked at. */
  session: Session.optional(),
})
type Can = z.output<typeof Can>

/**
 * ACC-1: may the actor do this? Whoever asks is answered, since every no is alike to somebody who is nobody there. An
 * operator acts by the commands that take one, and by nothing that members may (ORG-6). A session can only narrow it.
 */
export const canAccess: View<typeof Can, AccessDecision, never, Env> = {
  name: 'access.can',
  command: Can,
  reads: ({ actor, ...asked }, found) =>
    actor.kind === 'user'
      ? [
          ...accessNeeds({ userId: actor.userId, ...asked }, found),
          ...enteringNeeds(enteringOf(actor.userId, asked, found), found),
        ]
      : [],
  answer: ({ actor, permission, ...asked }, slice, env) => {
    if (actor.kind !== 'user') {
      const because = [reason('operator_acts_by_commands', ['ORG-6'], { name: actor.name })]
      return ok({ value: { allowed: false, because }, because })
    }
    const { userId } = actor
    const decision = decideAccess(permission, { userId, ...asked }, slice, env)
    const value = withSession(decision, judgeEntering(enteringOf(userId, asked, slice), slice, env))
    return ok({ value, because: value.because })
  },
}

const enteringOf = (userId: string, { resource, session }: Pick<Can, 'resource' | 'session'>, slice: Slice) => ({
  userId,
  organizationId: organizationOf(resource, slice),
  session,
})

import { z } from 'zod'
import type { Env } from '../../env.ts'
import { enteringNeeds, judgeEntering, Session } from '../../factor/index.ts'
import {
  Actor,
  type Made,
  ok,
  type Reason,
  type Result,
  reason,
  refused,
  type Slice,
  UserId,
  type View,
} from '../../kernel/index.ts'
import { activeUser, membershipRefusals } from '../../membership/index.ts'
import { Permission, ResourceRef, Stage } from '../asked.ts'
import { resourceUnknown } from '../decide.ts'
import { type Explanation, explain } from '../explain.ts'
import { accessFacts, accessNeeds, organizationOf } from '../facts.ts'
import { type AskArchivedRefusal, askNeeds, mayAskAbout } from '../may-ask.ts'
import { explainedWith } from '../session.ts'

const Explain = z
  .strictObject({
    actor: Actor,
    /** About whom it is. */
    userId: UserId,
    permission: Permission,
    resource: ResourceRef,
    stage: Stage.optional(),
    /** ACC-2: of whoever asks about themselves. */
    session: Session.optional(),
  })
  .refine(({ actor, userId, session }) => !session || (actor.kind === 'user' && actor.userId === userId), {
    path: ['session'],
  })
type Explain = z.output<typeof Explain>

/** @since 0.2.0 */
export type ExplainAccessRefusal = AskArchivedRefusal | Made<typeof membershipRefusals.member_not_found>

/**
 * ACC-4: why somebody may do something or may not, and what would change it; about oneself, for admins and for the
 * operator. In an archived organization it says so.
 */
export const explainAccess: View<typeof Explain, Explanation, ExplainAccessRefusal, Env> = {
  name: 'access.explain',
  command: Explain,
  reads: (command, found) => [
    ...askNeeds(command, found),
    ...accessNeeds(command, found),
    ...enteringNeeds(enteringOf(command, found), found),
  ],
  answer: (command, slice, env) => {
    const allowed = mayAskWhy(command, slice, env)
    if (!allowed.ok) return allowed
    const facts = accessFacts(command, slice, env)
    if (!facts) return ok({ value: unknownTo(command), because: [allowed.value] })
    const value = explainedWith(
      explain(command.permission, facts),
      judgeEntering(enteringOf(command, slice), slice, env),
    )
    return ok({ value, because: [allowed.value] })
  },
}

const mayAskWhy = (command: Explain, slice: Slice, env: Env): Result<Reason, ExplainAccessRefusal> => {
  const { actor, userId } = command
  if (actor.kind === 'user' && actor.userId === userId) {
    const user = activeUser(slice, userId)
    return user.ok ? ok(reason('own_access', ['ROL-4'])) : user
  }
  const allowed = mayAskAbout(slice, command, { archived: 'passes' }, env)
  if (!allowed.ok || accessFacts(command, slice, env)) return allowed
  const organizationId = organizationOf(command.resource, slice) ?? ''
  return refused(membershipRefusals.member_not_found({ organizationId, userId }))
}

const enteringOf = ({ userId, resource, session }: Explain, slice: Slice) => ({
  userId,
  organizationId: organizationOf(resource, slice),
  session,
})

const unknownTo = (command: Explain): Explanation => {
  const why = resourceUnknown(command)
  return {
    decision: { allowed: false, because: [why] },
    trace: [{ ...why, outcome: 'denies', decides: true }],
    ways: [],
  }
}

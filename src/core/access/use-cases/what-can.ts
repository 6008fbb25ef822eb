import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  type KernelRefusal,
  kernelRefusals,
  type ListOf,
  type Made,
  OrganizationId,
  ok,
  type Reason,
  type Result,
  refused,
  type Slice,
  UserId,
  type View,
} from '../../kernel/index.ts'
import {
  type AuthorizeRefusal,
  authorize,
  authorizeNeeds,
  membershipRefusals,
  memberships,
} from '../../membership/index.ts'
import { EntityPermissionName, rowFields } from '../asked.ts'
import { ABOUT_OTHERS, mayAskOwn } from '../may-ask.ts'
import { type WhatCan, type WhatQuestion, whatCanPage, whatNeeds } from '../what-can.ts'

const What = z
  .strictObject({
    actor: Actor,
    /** The actor's own where it is left out; an operator has none. */
    userId: UserId.optional(),
    permission: EntityPermissionName,
    organizationId: OrganizationId,
    ...rowFields,
  })
  .refine(({ actor, userId }) => actor.kind === 'user' || userId !== undefined, { path: ['userId'] })
type What = z.output<typeof What>

/** @since 0.2.0 */
export type WhatCanRefusal =
  | AuthorizeRefusal
  | Made<typeof membershipRefusals.member_not_found>
  | Extract<KernelRefusal, { code: 'cursor_invalid' }>

/** ACC-3: on what somebody may do this; for themselves, for admins and for the operator. */
export const whatCanAccess: View<typeof What, ListOf<WhatCan>, WhatCanRefusal, Env> = {
  name: 'access.whatCan',
  command: What,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...whatNeeds(questionOf(command), found, env),
  ],
  answer: (command, slice, env) => {
    const question = questionOf(command)
    const allowed = mayAskWhat(command, question, slice, env)
    if (!allowed.ok) return allowed
    const page = whatCanPage(question, slice, env)
    return page ? ok({ value: page, because: [allowed.value] }) : refused(kernelRefusals.cursor_invalid({}))
  },
}

const questionOf = ({ actor, userId, ...asked }: What): WhatQuestion => ({
  ...asked,
  userId: userId ?? (actor.kind === 'user' ? actor.userId : ''),
})

const mayAskWhat = (
  { actor, organizationId }: What,
  { userId }: WhatQuestion,
  slice: Slice,
  env: Env,
): Result<Reason, WhatCanRefusal> => {
  if (actor.kind === 'user' && actor.userId === userId) return mayAskOwn(slice, userId, organizationId, env)
  const allowed = authorize(slice, { actor, organizationId, ...ABOUT_OTHERS }, env)
  if (!allowed.ok || slice.get(memberships, organizationId, userId)) return allowed
  return refused(membershipRefusals.member_not_found({ organizationId, userId }))
}

import { reason, type Slice } from '../kernel/index.ts'
import type { At } from '../membership/index.ts'
import { can } from './can.ts'
import { type AccessQuestion, accessFacts } from './facts.ts'
import type { AccessDecision, Permission } from './model.ts'

/**
 * ACC-1: may this user do this? The one place where stored records become a decision. AUD-8: what belongs to an
 * organization that somebody was never in is to them as if it were not there.
 */
export const decideAccess = (
  permission: Permission,
  question: AccessQuestion,
  slice: Slice,
  at: At,
): AccessDecision => {
  const facts = accessFacts(question, slice, at)
  return facts ? can(permission, facts) : { allowed: false, because: [resourceUnknown(question)] }
}

export const resourceUnknown = ({ resource: { kind, id } }: Pick<AccessQuestion, 'resource'>) =>
  reason('resource_unknown', ['ACC-1', 'AUD-8'], { kind, id })

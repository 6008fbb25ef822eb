import type { Reason } from '../kernel/index.ts'
import type { AccessDecision, AccessFacts, Permission } from './model.ts'
import { factsInvalid, type Step } from './step.ts'
import { questionOf, walk } from './walk.ts'

/**
 * ACC-1, ACC-2. Whether a user may do something, and why: by a role of the organization, by the implicit access of
 * whoever administers it, or by a grant, the strongest that permits it (GRP-3). Nothing else allows anything.
 *
 * @invariant INV-26, INV-28: it never throws, and facts that make no sense allow nothing.
 * @param permission Such as `members.write` or `project.annotate`.
 * @param facts All that it rests on: who asks for what, when, and what they have been given.
 * @returns `allowed`, its `source` where it is, and `because`: what gave nothing, and last what decided.
 * @example
 * import { can, defaultRoles } from 'orgcharter/access'
 * const { allowed } = can('project.annotate', {
 *   now: 1_767_225_600_000,
 *   roles: defaultRoles,
 *   actor: { kind: 'user', userId: 'ada', status: 'active' },
 *   organization: { id: 'acme', status: 'active' },
 *   membership: { status: 'active', assigned: { role: 'external' } },
 *   resource: { kind: 'project', id: 'cats', organizationId: 'acme', status: 'active' },
 *   grants: [{ role: 'annotator', through: { kind: 'user' } }],
 * })
 * @since 0.2.0
 */
export const can = (permission: Permission, facts: AccessFacts): AccessDecision => {
  try {
    return decisionOf(walk(questionOf(permission, facts)))
  } catch {
    return { allowed: false, because: [factsInvalid()] } // INV-26: null, a proxy or a getter that throws
  }
}

/** The last step decides. */
export const decisionOf = (steps: readonly Step[]): AccessDecision => {
  const last = steps.at(-1)
  const because: Reason[] = []
  for (const step of steps) if (step.outcome !== 'continues') because.push(step.reason)
  return last?.outcome === 'allows' ? { allowed: true, source: last.source, because } : { allowed: false, because }
}

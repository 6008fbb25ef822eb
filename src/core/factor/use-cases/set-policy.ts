import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, commandFields, OrganizationId, ok, put, reason, type Slice, type UseCase } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { activeOrganization, type MfaPolicy, organizations } from '../../organization/index.ts'
import { type DisjointRefusal, disjointNeeds, notDisjoint } from '../disjoint.ts'
import { AskedPolicy, type JudgedPolicyRefusal, judgedPolicy, underPolicy } from '../judged-policy.ts'
import { type LockOutRefusal, notLockedOut } from '../lock-out.ts'
import { userFactors } from '../model.ts'
import { Session } from '../session.ts'
import { signInNeeds } from '../sign-in-facts.ts'
import { type StepUpRefusal, stepUp } from '../step-up.ts'

const SetPolicy = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  policy: AskedPolicy,
  /** MFA-13: of the user who acts. */
  session: Session.optional(),
  ...commandFields,
})
type SetPolicy = z.output<typeof SetPolicy>

/** `edition` counts the changes of the policy; 0 where it never changed. @since 0.4.0 */
export type MfaPolicySet = { readonly organizationId: string; readonly policy: MfaPolicy; readonly edition: number }

/** @since 0.4.0 */
export type SetMfaPolicyRefusal =
  | AuthorizeRefusal
  | StepUpRefusal
  | JudgedPolicyRefusal
  | LockOutRefusal
  | DisjointRefusal

/**
 * MFA-2, MFA-4, MFA-6, MFA-14. Says what the organization asks of its members' sign-ins from now on. What makes no sense,
 * locks out whoever sets it, or cannot be satisfied together with the policy of another organization of its members, is
 * refused. No time that was given before gets longer by it.
 */
export const setPolicy: UseCase<typeof SetPolicy, MfaPolicySet, SetMfaPolicyRefusal, Env> = {
  name: 'mfa.setPolicy',
  command: SetPolicy,
  reads: (command, found) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...actorNeeds(command, found),
    ...disjointNeeds(command, found),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, session } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'mfa_policy.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const own = actor.kind === 'user' ? slice.get(userFactors, actor.userId) : undefined
    const fresh = stepUp(actor, { session, own }, env)
    if (!fresh.ok) return fresh
    const policy = judgedPolicy(command.policy, env.now)
    if (!policy.ok) return policy
    const after = underPolicy(organization.value, policy.value, env.now)
    const edition = after.mfaHistory?.edition ?? 0
    const value = { organizationId, policy: after.mfa, edition }
    if (after === organization.value)
      return ok({ value, because: [allowed.value, fresh.value], writes: [], effects: [], organizationId })
    const satisfiable = notDisjoint(after, slice, env)
    if (!satisfiable.ok) return satisfiable
    const complies = notLockedOut(command, after, slice, env)
    if (!complies.ok) return complies
    const { mode } = policy.value
    return ok({
      value,
      because: [
        allowed.value,
        fresh.value,
        ...complies.value,
        reason('mfa_policy_set', ['MFA-2', 'MFA-4', 'MFA-6'], { mode }),
      ],
      writes: [put(organizations, after)],
      effects: [{ kind: 'notify_admins', organizationId, payload: { about: 'mfa_policy_set', mode } }],
      organizationId,
    })
  },
}

const actorNeeds = ({ actor, organizationId, session = { authenticated: [] } }: SetPolicy, found: Slice) =>
  actor.kind === 'user' ? signInNeeds({ userId: actor.userId, organizationId, session }, found) : []

import type { Duration, Instant } from '../kernel/instant.ts'
import { type Reason, reason } from '../kernel/reason.ts'
import { RECOVERY, setOf, UNNAMED } from './kinds.ts'
import { after, isMoment, isMomentOrNone } from './moments.ts'
import { factorsOf, type MemberType, type MfaExemption, type MfaPolicyFacts, memberTypes } from './policy.ts'
import type { SignInMembership } from './sign-in.ts'

/** How a policy stands towards one member at one moment. */
export type Terms = {
  readonly organizationId: string
  /** `grace`: it will be required at `dueAt`. */
  readonly mode: 'off' | 'optional' | 'grace' | 'required'
  /** The kinds that count, with what may stand for them. */
  readonly kinds: number
  readonly dueAt: Instant | undefined
  /** MFA-2: what becomes of whoever has had time to enrol, and did not. */
  readonly suspends: boolean
  readonly maxAge: Duration | undefined
  readonly rememberedDevices: Duration | undefined
}

export type Member = Pick<SignInMembership, 'organizationId' | 'policy' | 'type' | 'memberSince' | 'deadline'>

/** MFA-4: from then on a member must have enrolled; undefined where nothing is required. */
export const dueAt = (policy: MfaPolicyFacts, memberSince: Instant, deadline?: Instant): Instant | undefined => {
  if (policy.mode !== 'required') return undefined
  const start = policy.requiredFrom ?? 0
  return Math.max(start, deadline ?? after(Math.max(start, memberSince), policy.grace ?? 0))
}

/** Whether a policy can be read at all: a field that makes no sense must not be taken for one that is not there. */
const isReadable = (policy: MfaPolicyFacts): boolean =>
  (policy.mode === 'required' || policy.mode === 'optional' || policy.mode === 'off') &&
  isMomentOrNone(policy.requiredFrom) &&
  isMomentOrNone(policy.grace) &&
  isMomentOrNone(policy.maxAge) &&
  isMomentOrNone(policy.rememberedDevices) &&
  isListOrNone(policy.factors) &&
  (policy.appliesTo === undefined || (Array.isArray(policy.appliesTo) && policy.appliesTo.every(isMemberType))) &&
  isListOrNone(policy.exemptions)

export const isMemberType = (type: unknown): type is MemberType => memberTypes.includes(type as MemberType)

const isListOrNone = (value: unknown): boolean => value === undefined || Array.isArray(value)

const exemptionOf = (exemptions: readonly MfaExemption[], userId: string, now: Instant): MfaExemption | undefined => {
  for (const exemption of exemptions)
    if (exemption.userId === userId && isMoment(exemption.until) && now < exemption.until) return exemption
  return undefined
}

/** INV-28: undefined where it makes no sense, which allows nothing. */
export const termsFor = (member: Member, userId: string, now: Instant): Terms | Reason | undefined => {
  const { organizationId, policy, type, memberSince, deadline } = member
  if (!isMemberType(type) || !isReadable(policy) || !isMoment(memberSince) || !isMomentOrNone(deadline))
    return undefined
  const { appliesTo, exemptions } = policy
  if (appliesTo && !appliesTo.includes(type))
    return reason('policy_for_other_members', ['MFA-2'], { organizationId, type })
  const exemption = exemptions && exemptionOf(exemptions, userId, now)
  if (exemption) return reason('policy_exempts_user', ['MFA-2'], { organizationId, until: exemption.until })
  const due = dueAt(policy, memberSince, deadline)
  return {
    organizationId,
    mode: policy.mode !== 'required' ? policy.mode : due !== undefined && now < due ? 'grace' : 'required',
    kinds: setOf(factorsOf(policy)) | RECOVERY | (policy.factors === undefined ? UNNAMED : 0),
    dueAt: due,
    suspends: policy.onOverdue === 'suspend' && hadTime(member, userId, due),
    maxAge: policy.maxAge,
    rememberedDevices: policy.rememberedDevices,
  }
}

/**
 * MFA-2, MFA-4: a deadline that was written down says it, and nobody has had time who came in after it, or was exempt when it
 * passed.
 */
const hadTime = ({ policy, memberSince, deadline }: Member, userId: string, due: Instant = 0): boolean =>
  (deadline === undefined ? (policy.grace ?? 0) > 0 : deadline > memberSince) &&
  !policy.exemptions?.some(each => each.userId === userId && due <= each.until)

export const isReason = (terms: Terms | Reason): terms is Reason => 'code' in terms

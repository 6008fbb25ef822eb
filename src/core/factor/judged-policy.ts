import { z } from 'zod'
import { hasExpired, type Instant, ok, type Result, refused } from '../kernel/index.ts'
import { judgePolicy, type MfaPolicyRefusal } from '../mfa/index.ts'
import { MfaPolicy, type Organization } from '../organization/index.ts'
import { RoleType } from '../role/index.ts'
import { schedulesAfter } from './schedule.ts'

/** A policy as somebody asks for it. A grace that is negative has a refusal of its own; what binds nobody is no protection. */
export const AskedPolicy = MfaPolicy.extend({
  grace: z.int().exactOptional(),
  appliesTo: z.array(RoleType).min(1).max(3).readonly().exactOptional(),
})
export type AskedPolicy = z.output<typeof AskedPolicy>

/** The shape says the rest: `guessing` is no field of it, and each other one is what it must be. */
export type JudgedPolicyRefusal = Extract<
  MfaPolicyRefusal,
  { code: 'mfa_policy_without_factor' | 'mfa_policy_sms_only' | 'mfa_policy_grace_negative' }
>

type Exemptions = NonNullable<MfaPolicy['exemptions']>

/** MFA-2, MFA-7. Whether the policy makes sense, and its plain form: what is the same to everybody is one policy. */
export const judgedPolicy = (asked: AskedPolicy, now: Instant): Result<MfaPolicy, JudgedPolicyRefusal> => {
  const judged = judgePolicy(asked)
  return judged.ok ? ok(plain(judged.value as MfaPolicy, now)) : refused(judged.refusal as JudgedPolicyRefusal)
}

/** What is said as it would be without it is left out. */
const plain = (
  { appliesTo, exemptions = [], grace = 0, onOverdue = 'block', ...policy }: MfaPolicy,
  now: Instant,
): MfaPolicy => {
  const types = RoleType.options.filter(type => appliesTo?.includes(type) ?? true)
  const live = lastOfEach(exemptions.filter(({ until }) => !hasExpired(until, now)))
  return {
    ...policy,
    ...(grace > 0 && { grace }),
    ...(onOverdue !== 'block' && { onOverdue }),
    ...(types.length < RoleType.options.length && { appliesTo: types }),
    ...(live.length > 0 && { exemptions: live }),
  }
}

const lastOfEach = (exemptions: Exemptions): Exemptions => {
  const last = new Map<string, Exemptions[number]>()
  for (const exemption of exemptions)
    if (exemption.until > (last.get(exemption.userId)?.until ?? 0)) last.set(exemption.userId, exemption)
  return [...last.values()].sort((a, b) => (a.userId < b.userId ? -1 : 1))
}

const FIELDS = Object.keys(MfaPolicy.shape) as readonly (keyof MfaPolicy)[]

const textOf = (policy: MfaPolicy): string => JSON.stringify(FIELDS.map(field => policy[field] ?? null))

/**
 * MFA-4, MFA-13. The organization under another policy, with all that was asked of its members; the very record where the
 * policy is the same one, so that nobody's device is forgotten for nothing.
 */
export const underPolicy = <O extends Organization>(organization: O, policy: MfaPolicy, now: Instant): O => {
  if (textOf(plain(organization.mfa, now)) === textOf(policy)) return organization
  const { mfaHistory } = organization
  const edition = (mfaHistory?.edition ?? 0) + 1
  return {
    ...organization,
    mfa: policy,
    mfaHistory: { edition, setAt: now, schedules: schedulesAfter(mfaHistory, policy, now) },
  }
}

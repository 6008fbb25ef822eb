import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  type Instant,
  type KernelRefusal,
  kernelRefusals,
  OrganizationId,
  ok,
  pageFields,
  pageNeed,
  reason,
  refused,
  type Slice,
  type View,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, memberships } from '../../membership/index.ts'
import { activeOrganization, type MfaPolicy, type Organization } from '../../organization/index.ts'
import { AskedPolicy, type JudgedPolicyRefusal, judgedPolicy, underPolicy } from '../judged-policy.ts'
import {
  factorsOfNeeds,
  homesOfNeeds,
  type PolicyCounts,
  type PolicyMember,
  type PreviewPosition,
  previewCursor,
  previewPositionAt,
  standingsUnder,
  tallied,
} from '../policy-preview.ts'

const PreviewPolicy = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  policy: AskedPolicy,
  /** `counts`: nobody is named. */
  show: z.enum(['members', 'counts']).default('members'),
  after: pageFields.after,
  /** 1 to 1,000; without it 100 with members, 1,000 of counts alone. */
  limit: pageFields.limit.unwrap().optional(),
})
type PreviewPolicy = z.output<typeof PreviewPolicy>

/**
 * MFA-15. The policy in its plain form, and how the members would stand. What is counted is summed over all pages so far:
 * go on `after` what is `next` until it is `finished`.
 *
 * @since 0.4.0
 */
export type MfaPolicyPreview = {
  readonly policy: MfaPolicy
  readonly counts: PolicyCounts
  /** MFA-6: for whom no factor satisfies this policy and that of their home. */
  readonly lockedOut: number
  /** Of those who would be asked to enrol: the first and the last deadline, epoch ms. */
  readonly deadlines?: { readonly first: Instant; readonly last: Instant }
  readonly finished: boolean
  /** Those of this page. */
  readonly members?: readonly PolicyMember[]
  readonly next?: string
}

/** @since 0.4.0 */
export type PreviewMfaPolicyRefusal =
  | AuthorizeRefusal
  | JudgedPolicyRefusal
  | Extract<KernelRefusal, { code: 'cursor_invalid' }>

const BY_ORGANIZATION = 'membership_by_organization'

/**
 * MFA-15: who would comply with a policy, who would be asked to set a factor up and until when, and who would be blocked,
 * if it were set now. What makes no sense is refused as `setPolicy` refuses it; whom nothing could satisfy is shown here.
 */
export const previewPolicy: View<typeof PreviewPolicy, MfaPolicyPreview, PreviewMfaPolicyRefusal, Env> = {
  name: 'mfa.previewPolicy',
  command: PreviewPolicy,
  reads: (command, found) => {
    const { actor, organizationId, show, limit = show === 'members' ? 100 : 1_000 } = command
    const position = previewPositionAt(command.after)
    return [
      ...authorizeNeeds(actor, organizationId, found),
      ...(position ? [pageNeed({ limit, after: position.after }, BY_ORGANIZATION, organizationId)] : []),
      ...factorsOfNeeds(membersOf(command, found)),
      ...homesOfNeeds(membersOf(command, found), found),
    ]
  },
  answer: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.read', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const policy = judgedPolicy(command.policy, env.now)
    if (!policy.ok) return policy
    const position = previewPositionAt(command.after)
    if (!position) return refused(kernelRefusals.cursor_invalid({}))
    const value = pageUnder(underPolicy(organization.value, policy.value, env.now), { command, position }, slice, env)
    return ok({ value, because: [allowed.value, reason('mfa_policy_previewed', ['MFA-15'])] })
  },
}

const membersOf = ({ organizationId }: PreviewPolicy, slice: Slice) =>
  slice.list(memberships, BY_ORGANIZATION, organizationId)

type Page = { readonly command: PreviewPolicy; readonly position: PreviewPosition }

const pageUnder = (
  organization: Organization,
  { command, position }: Page,
  slice: Slice,
  env: Env,
): MfaPolicyPreview => {
  const members = standingsUnder(organization, membersOf(command, slice), slice, env)
  const tally = tallied(position.tally, members)
  const { deadlines, lockedOut, ...counts } = tally
  const after = slice.next(BY_ORGANIZATION, command.organizationId)
  return {
    policy: organization.mfa,
    counts,
    lockedOut,
    ...(deadlines && { deadlines }),
    finished: after === undefined,
    ...(command.show === 'members' && { members }),
    ...(after !== undefined && { next: previewCursor(tally, after) }),
  }
}

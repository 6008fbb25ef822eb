import { type Need, refOf, type Slice } from '../kernel/index.ts'
import {
  type At,
  effectiveRole,
  type Membership,
  memberNeeds,
  memberships,
  standingRole,
  stateNow,
} from '../membership/index.ts'
import type { SignInFacts, SignInMembership } from '../mfa/index.ts'
import { type MfaPolicy, type Organization, organizations } from '../organization/index.ts'
import { roleOf } from '../role/index.ts'
import { type User, users } from '../user/index.ts'
import { rememberedDevice } from './device.ts'
import { trustedDevices, type UserFactors, userFactors } from './model.ts'
import { signInFactors } from './own.ts'
import { roleSince } from './role-since.ts'
import { deadlineUnder, hadTimeUnder } from './schedule.ts'
import type { SigningIn } from './signing-in.ts'

/** MFA-6: the organizations whose policies may bind: home, and the one that is entered. */
const placesOf = ({ organizationId }: SigningIn, home: string | undefined): readonly string[] => [
  ...new Set([home, organizationId].filter(place => place !== undefined)),
]

export const signInNeeds = (asked: SigningIn, found: Slice): readonly Need[] => {
  const { userId, session } = asked
  return [
    refOf(users, userId),
    refOf(userFactors, userId),
    ...(session.rememberedDevice ? [refOf(trustedDevices, userId, session.rememberedDevice.deviceId)] : []),
    ...placesOf(asked, found.get(users, userId)?.homeOrganizationId).flatMap(organizationId => [
      refOf(organizations, organizationId),
      ...memberNeeds(organizationId, userId, found),
    ]),
  ]
}

/** MFA-5. What a sign-in decision rests on, of the records. */
export const signInFacts = (asked: SigningIn, user: User, slice: Pick<Slice, 'get'>, env: At): SignInFacts => {
  const { organizationId, session } = asked
  const own = slice.get(userFactors, user.id)
  const lockedUntil = own?.failures?.lockedUntil
  const device = rememberedDevice(asked, user, slice, env)
  return {
    now: env.now,
    user: { id: user.id, status: user.status, ...(lockedUntil !== undefined && { lockedUntil }) },
    memberships: placesOf(asked, user.homeOrganizationId).flatMap(place => {
      const organization = slice.get(organizations, place)
      const member = slice.get(memberships, place, user.id)
      return organization && member ? [membershipFacts({ organization, member, user, own }, slice, env)] : []
    }),
    ...(organizationId !== undefined && { entering: organizationId }),
    factors: signInFactors(own, env),
    session: { authenticated: session.authenticated, ...(device && { rememberedDevice: device }) },
  }
}

/** A member of an organization, with what decides about their factors. */
export type Bound = {
  readonly organization: Organization
  readonly member: Membership
  readonly user: User
  readonly own: UserFactors | undefined
}

/** How one policy meets one member: the policy of the organization, as far as it binds them, and their deadline. */
export const membershipFacts = (
  { organization, member, user, own }: Bound,
  slice: Pick<Slice, 'get'>,
  env: At,
): SignInMembership => {
  const role = standingRole(member, slice, env)?.role ?? effectiveRole(member, env)
  const definition = role === undefined ? undefined : roleOf(env.roles, role)
  const state = stateNow(member, slice, env)
  const type = definition?.type ?? 'external'
  const asked = { type, firstJoinedAt: member.firstJoinedAt ?? member.joinedAt, resetAt: own?.resetAt }
  const schedules = organization.mfaHistory?.schedules ?? []
  const deadline = deadlineUnder(schedules, asked)
  const mayBeSuspended = !definition?.administers && hadTimeUnder(schedules, asked, env.now)
  return {
    organizationId: organization.id,
    policy: mayBeSuspended ? organization.mfa : neverSuspending(organization.mfa),
    status: state === 'active' || state === 'suspended' ? state : 'ended',
    type,
    isHome: user.homeOrganizationId === organization.id,
    // MFA-2: who came into their role after a deadline has had no time, and is not suspended for it.
    memberSince: Math.max(roleSince(member, env), own?.resetAt ?? 0),
    ...(deadline !== undefined && { deadline }),
  }
}

/**
 * INV-01, MFA-2: an organization whose admins are all overdue must not be left without one, so they may still enrol; and so
 * may whoever was never given time.
 */
const neverSuspending = (policy: MfaPolicy): MfaPolicy => ({ ...policy, onOverdue: 'block' })

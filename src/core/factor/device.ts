import type { Instant, Slice } from '../kernel/index.ts'
import { type At, memberships, standingRole } from '../membership/index.ts'
import type { FactorKind } from '../mfa/index.ts'
import { organizations } from '../organization/index.ts'
import type { User } from '../user/index.ts'
import { type TrustedDevice, trustedDevices, userFactors } from './model.ts'
import { roleSince } from './role-since.ts'
import type { SigningIn } from './signing-in.ts'

type Trusted = TrustedDevice['organizations'][number]

/** MFA-13. What a device is trusted under in one organization now: it must be the same as when it was. */
export const trustedIn = (
  organizationId: string,
  userId: string,
  slice: Pick<Slice, 'get'>,
  env: At,
): Trusted | undefined => {
  const member = slice.get(memberships, organizationId, userId)
  const role = standingRole(member, slice, env)?.role
  if (!member || role === undefined) return undefined
  const policyEdition = slice.get(organizations, organizationId)?.mfaHistory?.edition ?? 0
  const { term } = member
  return { organizationId: member.organizationId, term, role, roleSince: roleSince(member, env), policyEdition }
}

const isSame = (a: Trusted, b: Trusted | undefined): boolean =>
  a.organizationId === b?.organizationId &&
  a.term === b.term &&
  a.role === b.role &&
  a.roleSince === b.roleSince &&
  a.policyEdition === b.policyEdition

/**
 * MFA-13. The device of a session, if nothing has changed since it was trusted: no factor, and neither the role nor the
 * policy in any organization that is signed in to.
 */
export const rememberedDevice = (
  { session, organizationId }: SigningIn,
  user: User,
  slice: Pick<Slice, 'get'>,
  env: At,
): { readonly at: Instant; readonly method: FactorKind } | undefined => {
  const deviceId = session.rememberedDevice?.deviceId
  const device = deviceId === undefined ? undefined : slice.get(trustedDevices, user.id, deviceId)
  if (!device || device.edition !== slice.get(userFactors, user.id)?.edition) return undefined
  const places = [...new Set([user.homeOrganizationId, organizationId ?? user.homeOrganizationId])]
  const stands = places.every(place => {
    const then = device.organizations.find(each => each.organizationId === place)
    const now = trustedIn(place, user.id, slice, env)
    // Where the user is nobody, then and now, no policy binds them.
    return then ? isSame(then, now) : now === undefined
  })
  return stands ? { at: device.at, method: device.method } : undefined
}

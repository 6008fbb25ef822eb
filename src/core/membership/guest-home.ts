import { z } from 'zod'
import { collection, OrganizationId, put, type Ref, refOf, type Slice, type Write } from '../kernel/index.ts'
import type { User } from '../user/index.ts'

/**
 * MFA-6. That somebody whose home is one organization has been a member of another: written once, so that the policies
 * that meet at a sign-in are known without a look at the members.
 *
 * @since 0.4.0
 */
export const GuestHome = z.strictObject({ organizationId: OrganizationId, homeId: OrganizationId })
export type GuestHome = z.output<typeof GuestHome>

export const guestHomes = collection('guest_home', GuestHome, {
  key: ['organizationId', 'homeId'],
  secondary: {
    guest_home_by_organization: { fields: ['organizationId'] },
    guest_home_by_home: { fields: ['homeId'] },
  },
  audit: 'none',
})

type Guest = Pick<User, 'homeOrganizationId'>

/** What `guestWrites` looks at: nothing for whoever comes home, or is not known yet. */
export const guestNeeds = (organizationId: string, user: Guest | undefined): readonly Ref[] =>
  user === undefined || user.homeOrganizationId === organizationId
    ? []
    : [refOf(guestHomes, organizationId, user.homeOrganizationId)]

/** Of those who come in: what is not known yet of where they are at home. */
export const guestWrites = (
  organizationId: string,
  guests: readonly Guest[],
  slice: Pick<Slice, 'get'>,
): readonly Write[] => {
  const homes = new Set(guests.map(({ homeOrganizationId }) => homeOrganizationId))
  return [...homes]
    .filter(homeId => homeId !== organizationId && !slice.get(guestHomes, organizationId, homeId))
    .map(homeId => put(guestHomes, { organizationId: organizationId as GuestHome['organizationId'], homeId }))
}

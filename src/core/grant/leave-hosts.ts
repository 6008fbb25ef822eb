import { listKey, type Need, refOf, type Slice, summed } from '../kernel/index.ts'
import { type Membership, memberships } from '../membership/index.ts'
import type { RoleCatalogue } from '../role/index.ts'
import { type Offboarding, offboardings } from './model.ts'
import type { Offboarded } from './offboard.ts'
import { withoutWorkforce } from './workforce-over.ts'

/** In how many hosts one commit ends what came with a vendor. */
const HOSTS = 100

type Whose = { readonly organizationId: string; readonly userId: string }

const listOf = ({ organizationId, userId }: Whose) => ['membership_by_vendor_of_user', userId, organizationId] as const

/** What `leaveHosts` looks at; `organizationId` is the vendor's. */
export const leaveHostsNeeds = (whose: Whose, found: Slice): readonly Need[] => [
  { list: listKey(...listOf(whose)), limit: HOSTS },
  ...found
    .list(memberships, ...listOf(whose))
    .map(({ organizationId, userId }) => refOf(offboardings, organizationId, userId)),
]

/**
 * WRK-2, INV-13: ends where else somebody was as one of the people of whom they are none any more. They have no access
 * there since they went; whoever has come back to the vendor keeps what they were given since.
 */
export const leaveHosts = (
  ended: Offboarding,
  slice: Slice,
  env: { readonly roles: RoleCatalogue; readonly now: number },
): Offboarded & { readonly swept: number; readonly finished: boolean } => {
  const hosts = slice.list(memberships, ...listOf(ended)).filter(member => isOf(ended, member))
  const out = hosts.map(member => withoutWorkforce(member, ended.by, env))
  return {
    swept: hosts.length,
    finished: hosts.length < HOSTS || slice.next(...listOf(ended)) === undefined,
    writes: summed(out.flatMap(({ writes }) => writes)),
    effects: out.flatMap(({ effects }) => effects),
  }
}

const isOf = ({ term }: Offboarding, { byWorkforce }: Membership): boolean =>
  byWorkforce !== undefined && byWorkforce.term <= term

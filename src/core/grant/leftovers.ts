import { groupSeats, seatCounts } from '../group/index.ts'
import {
  answered,
  type Invitation,
  invitations,
  invitedAddresses,
  type PendingInvitation,
} from '../invitation/index.ts'
import { add, listKey, type Need, put, refOf, remove, type Slice, type Write } from '../kernel/index.ts'
import { holdings } from '../workforce/index.ts'
import { changeGrants } from './change-grant.ts'
import { grants, type Offboarding, offboardings, type UserGrant } from './model.ts'

/** How much of each kind one commit clears away. */
const SWEEP_LEFTOVERS = 100

type Whose = { readonly organizationId: string; readonly userId: string }

const seatsOf = ({ organizationId, userId }: Whose) => ['group_seat_by_holder', organizationId, userId] as const
const grantsOf = ({ organizationId, userId }: Whose) => ['grant_by_term', organizationId, userId] as const
const sentBy = ({ organizationId, userId }: Whose) =>
  ['invitation_by_inviter', organizationId, 'pending', userId] as const

/** What somebody has or, once they are out, has left behind: one page of each kind, that of the earliest term first. */
export const leftoverNeeds = (whose: Whose, limit: number): readonly Need[] =>
  [listKey(...seatsOf(whose)), listKey(...grantsOf(whose)), listKey(...sentBy(whose))].map(list => ({ list, limit }))

/** What `clearLeftovers` looks at. */
export const clearNeeds = (whose: Whose, found: Slice): readonly Need[] => [
  refOf(holdings, whose.organizationId, 'user', whose.userId),
  ...leftoverNeeds(whose, SWEEP_LEFTOVERS),
  ...sentInvitations(whose, found).map(({ organizationId, address }) =>
    refOf(invitedAddresses, organizationId, address),
  ),
]

export const heldSeats = (whose: Whose, slice: Slice) => slice.list(groupSeats, ...seatsOf(whose))

export const heldGrants = (whose: Whose, slice: Slice): readonly UserGrant[] =>
  slice.list<UserGrant>(grants as never, ...grantsOf(whose))

export const sentInvitations = (whose: Whose, slice: Slice): readonly PendingInvitation[] =>
  slice.list<PendingInvitation>(invitations as never, ...sentBy(whose))

/** Whether there are more of a kind than were read. */
export const isCutOff = (whose: Whose, slice: Slice) => ({
  seats: slice.next(...seatsOf(whose)) !== undefined,
  grants: slice.next(...grantsOf(whose)) !== undefined,
  invitations: slice.next(...sentBy(whose)) !== undefined,
})

export type Cleared = { readonly swept: number; readonly finished: boolean; readonly writes: readonly Write[] }

/**
 * INV-25: clears away what is of the ended term or an earlier one. Whoever has come back keeps all that they were given
 * since.
 */
export const clearLeftovers = (
  ended: Offboarding,
  slice: Slice,
  now: number,
  elsewhere: { readonly finished: boolean },
): Cleared => {
  const seats = heldSeats(ended, slice).filter(({ term }) => term <= ended.term)
  const given = heldGrants(ended, slice).filter(({ term }) => term <= ended.term)
  const sent = sentInvitations(ended, slice).filter(({ inviterTerm = 0 }) => inviterTerm <= ended.term)
  const more = isCutOff(ended, slice)
  const finished =
    !(more.seats && seats.length === SWEEP_LEFTOVERS) &&
    !(more.grants && given.length === SWEEP_LEFTOVERS) &&
    !(more.invitations && sent.length === SWEEP_LEFTOVERS)
  // Of somebody who is out nothing counts for INV-08 any more, so that nothing stands against it.
  const cleared = changeGrants(
    given.map(before => ({ before, after: undefined })),
    slice,
  )
  return {
    swept: seats.length + given.length + sent.length,
    finished,
    writes: [
      ...seats.flatMap(({ organizationId, groupId, seat, userId }) => [
        remove(groupSeats, organizationId, groupId, seat, userId),
        add(seatCounts, [organizationId, groupId, seat], -1, { min: 0 }),
      ]),
      ...(cleared.ok ? cleared.value : []),
      ...sent.flatMap(invitation => takenBack(invitation, ended, slice, now)),
      ...(finished && elsewhere.finished ? [remove(offboardings, ended.organizationId, ended.userId)] : []),
    ],
  }
}

/** The token is kept, to say so to whoever comes with it. */
const takenBack = (invitation: PendingInvitation, { by }: Offboarding, slice: Slice, now: number): readonly Write[] => {
  const { organizationId, address } = invitation
  const revoked: Invitation = { ...answered(invitation), status: 'revoked', revokedAt: now, revokedBy: by }
  return [
    put(invitations, revoked),
    ...(slice.get(invitedAddresses, organizationId, address)
      ? [remove(invitedAddresses, organizationId, address)]
      : []),
  ]
}

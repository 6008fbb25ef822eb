import { offboardings } from '../../grant/index.ts'
import { type GroupSeat, groupSeats, groups, isTaken } from '../../group/index.ts'
import { refOf } from '../../kernel/index.ts'
import { memberships } from '../../membership/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

/**
 * INV-03, INV-14, INV-25: a seat is in a group, and its holder's in a term that there was; an empty one is there only as
 * long as what is left of whoever went has yet to be cleared away.
 */
export const seats = (whole: Whole): readonly Breach[] =>
  whole.all(groupSeats).flatMap(seat => {
    const ref = refOf(groupSeats, seat.organizationId, seat.groupId, seat.seat, seat.userId)
    const groupless = whole.has(groups, seat.organizationId, seat.groupId)
      ? []
      : [breach('INV-03', [ref, seat.groupId], { problem: 'group_missing' })]
    const wrong = wrongHolder(seat, whole)
    return wrong === undefined ? groupless : [...groupless, breach(wrong.invariant, [ref], { problem: wrong.problem })]
  })

const wrongHolder = (
  seat: GroupSeat,
  whole: Whole,
): { readonly invariant: string; readonly problem: string } | undefined => {
  const { organizationId, userId, term } = seat
  const member = whole.get(memberships, organizationId, userId)
  if (!member) return { invariant: 'INV-14', problem: 'seat_of_no_member' }
  if (term > member.term) return { invariant: 'INV-25', problem: 'seat_of_a_term_to_come' }
  if (isTaken(seat, member)) return undefined
  const leaving = whole.get(offboardings, organizationId, userId)
  return leaving && leaving.term >= term ? undefined : { invariant: 'INV-14', problem: 'empty_seat_left' }
}

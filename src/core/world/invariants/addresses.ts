import { addressKey } from '../../email/index.ts'
import { emailChanges, userEmails, users } from '../../user/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

/** INV-04: each address in use is one user's, and each user has the one of their record; INV-25: a deactivated one gets none. */
export const addresses = (whole: Whole): readonly Breach[] => [
  ...whole.all(userEmails).flatMap(({ address, userId, reservedUntil }) => {
    const user = whole.get(users, userId)
    // What is only kept for a while is nobody's: not even that of the user who left it.
    return user && (addressKey(user.email) === address) === (reservedUntil === undefined)
      ? []
      : [breach('INV-04', [address, userId], { problem: 'address_of_nobody' })]
  }),
  ...whole
    .all(users)
    .filter(({ email }) => !whole.has(userEmails, addressKey(email)))
    .map(({ id }) => breach('INV-04', [id], { problem: 'address_not_kept' })),
  ...whole
    .all(emailChanges)
    .filter(({ userId }) => whole.get(users, userId)?.status === 'deactivated')
    .map(({ userId }) => breach('INV-25', [userId], { problem: 'change_of_nobody' })),
]

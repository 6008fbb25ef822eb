import { hasExpired, type Instant, type Made, ok, type Result, refused } from '../kernel/index.ts'
import type { UserEmail } from './model.ts'
import { userRefusals } from './refusals.ts'

/** INV-04: the user whose address this is now; nobody where it is free, or only kept for whoever had it. */
export const holderOf = (key: UserEmail | undefined): UserEmail['userId'] | undefined =>
  key && key.reservedUntil === undefined ? key.userId : undefined

type Reserved = Made<typeof userRefusals.email_reserved>

/** MEM-5: in the cooling period after its user left it, an address is nobody else's; that user may have it back. */
export const unreserved = (
  address: string,
  key: UserEmail | undefined,
  { now, userId }: { readonly now: Instant; readonly userId?: string },
): Result<string, Reserved> =>
  key?.reservedUntil === undefined || key.userId === userId || hasExpired(key.reservedUntil, now)
    ? ok(address)
    : refused(userRefusals.email_reserved({ email: address, until: key.reservedUntil }))

/** Whether somebody may have the address now: it is nobody else's, and not kept from them. */
export const availableAddress = (
  address: string,
  key: UserEmail | undefined,
  given: { readonly now: Instant; readonly userId?: string },
): Result<string, Reserved | Made<typeof userRefusals.email_taken>> => {
  const holder = holderOf(key)
  return holder !== undefined && holder !== given.userId
    ? refused(userRefusals.email_taken({ email: address }))
    : unreserved(address, key, given)
}

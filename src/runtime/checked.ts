import { Instant, idSchema } from '../core/kernel/index.ts'
import type { DomainLists } from '../ports/domain-lists.ts'
import type { SecretBox } from '../ports/secret-box.ts'
import type { Clock, Ids, Random } from '../ports/system.ts'

// What the host hands in is taken at its word nowhere: garbage is thrown at the call, and never stored. What the host's
// functions throw themselves goes through untouched.

/** @throws TypeError where the clock gives no `Instant`. */
export const checkedClock =
  (clock: Clock): Clock =>
  () => {
    const now: unknown = clock()
    if (Instant.safeParse(now).success) return now as Instant
    throw new TypeError(`the clock gave ${String(now)}, which is no instant in whole milliseconds since 1970`)
  }

/** @throws TypeError where `ids` gives no id. One that was there before is for the commit to find: its records conflict. */
export const checkedIds =
  (ids: Ids): Ids =>
  () => {
    const id: unknown = ids()
    if (idSchema.safeParse(id).success) return id as string
    throw new TypeError('ids gave something else than 1 to 64 ASCII letters and digits')
  }

/** @throws TypeError where there are fewer bytes than asked for: a token of them would be weak. */
export const checkedRandom =
  (random: Random): Random =>
  length => {
    const bytes: unknown = random(length)
    // By its tag and not by `instanceof`, which does not know the array of another realm.
    const isBytes = Object.prototype.toString.call(bytes) === '[object Uint8Array]'
    if (isBytes && (bytes as Uint8Array).length === length) return bytes as Uint8Array
    throw new TypeError(`random gave something else than ${length} bytes`)
  }

/**
 * MFA-16. `mayShow`: for which context this box may give what shows the secret, which has to be said by name.
 *
 * @throws TypeError where the box seals or opens to something else than text, or shows what it seals.
 */
export const checkedSecrets = (
  box: SecretBox,
  mayShow: (box: SecretBox, context: string) => boolean = () => false,
): SecretBox => ({
  seal: (secret, context) => {
    const sealed: unknown = box.seal(secret, context)
    const isHidden = typeof sealed === 'string' && (!sealed.includes(secret) || mayShow(box, context))
    if (isHidden && sealed !== '') return sealed
    throw new TypeError('secrets.seal gave no text, or one that shows the secret')
  },
  open: (sealed, context) => {
    const secret: unknown = box.open(sealed, context)
    if (typeof secret === 'string' || secret === null) return secret
    throw new TypeError('secrets.open gave neither a text nor null')
  },
})

/** The other answers of the lists are judged where they are asked; this one is stored with a user. */
export const checkedLists = (lists: DomainLists): DomainLists => ({
  isPublicProvider: domain => lists.isPublicProvider(domain),
  isDisposable: domain => lists.isDisposable(domain),
  isPublicSuffix: domain => lists.isPublicSuffix(domain),
  isSpecialUse: domain => lists.isSpecialUse(domain),
  registrable: domain => {
    const registrable: unknown = lists.registrable(domain)
    if (typeof registrable === 'string' || registrable === null) return registrable
    throw new TypeError(`lists.registrable gave neither a domain nor null for ${domain}`)
  },
})

import { type Need, put, refOf, remove, type Slice, type Write } from '../kernel/index.ts'
import { liveChallenges, type UserFactors, userFactors } from './model.ts'
import { activeFactors } from './own.ts'

/** EML-5: the codes of an e-mail factor go to the address of the user, so that another address is another factor. */
export const hasMailFactor = (own: UserFactors | undefined): boolean =>
  activeFactors(own).some(({ kind }) => kind === 'email_otp')

const mailFactors = (own: UserFactors | undefined) => (own?.factors ?? []).filter(({ kind }) => kind === 'email_otp')

export const readdressedNeeds = (userId: string, found: Slice): readonly Need[] => [
  refOf(userFactors, userId),
  ...mailFactors(found.get(userFactors, userId)).map(({ id }) => refOf(liveChallenges, userId, id)),
]

/**
 * MFA-13. The writes where the address of a user is another from now on: devices that were remembered are forgotten, as
 * with any change of a factor, and a code that went to the old address answers nothing any more. An enrollment that waits
 * was begun for the old address, by a proof that the new one has not had: it is over.
 */
export const readdressed = (userId: string, slice: Slice): readonly Write[] => {
  const own = slice.get(userFactors, userId)
  if (!own) return []
  const factors = own.factors.filter(({ kind, status }) => kind !== 'email_otp' || status === 'active')
  const edition = hasMailFactor(own) ? own.edition + 1 : own.edition
  const isChanged = edition !== own.edition || factors.length < own.factors.length
  return [
    ...(isChanged ? [put(userFactors, { ...own, edition, factors })] : []),
    ...mailFactors(own)
      .filter(({ id }) => slice.get(liveChallenges, userId, id))
      .map(({ id }) => remove(liveChallenges, userId, id)),
  ]
}

import { type Actor, type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import { activeUser, membershipRefusals } from '../membership/index.ts'
import { type User, type userRefusals, users } from '../user/index.ts'
import { type Factor, factorSecrets, liveChallenges, type UserFactors, userFactors } from './model.ts'

/** A user, and all that decides about their factors; undefined for whoever never had one. */
export type Own = { readonly user: User; readonly own: UserFactors | undefined }

export type OwnRefusal =
  | Made<typeof membershipRefusals.operator_not_allowed>
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>

/** The secret of a factor, and what it was asked last. */
export const partsNeeds = (userId: string, factorId: string): readonly Need[] => [
  refOf(factorSecrets, userId, factorId),
  refOf(liveChallenges, userId, factorId),
]

/** Whatever is pending may have run out, and a number may be replaced by another: their parts then go too. */
const mayGo = ({ status, kind }: Factor): boolean => status === 'pending' || kind === 'sms'

export const ownNeeds = (actor: Actor, found: Slice): readonly Need[] => {
  if (actor.kind !== 'user') return []
  const { userId } = actor
  const going = (found.get(userFactors, userId)?.factors ?? []).filter(mayGo)
  return [refOf(users, userId), refOf(userFactors, userId), ...going.flatMap(({ id }) => partsNeeds(userId, id))]
}

/** MFA-17: factors are set up and used by their user alone. That home is archived is no hindrance (MEM-6). */
export const ownFactors = (actor: Actor, slice: Slice): Result<Own, OwnRefusal> => {
  if (actor.kind !== 'user') return refused(membershipRefusals.operator_not_allowed({ permission: 'own_factors' }))
  const user = activeUser(slice, actor.userId)
  return user.ok ? ok({ user: user.value, own: slice.get(userFactors, actor.userId) }) : user
}

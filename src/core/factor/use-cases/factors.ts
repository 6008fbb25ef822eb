import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, type Made, ok, refOf, refused, UserId, type View } from '../../kernel/index.ts'
import { type ManageUserRefusal, manageUser, manageUserNeeds, membershipRefusals } from '../../membership/index.ts'
import { userFactors } from '../model.ts'
import { devicesNeed, devicesOf, type FactorsView, factorsView } from '../view.ts'

const Factors = z.strictObject({ actor: Actor, userId: UserId.optional() })
type Factors = z.output<typeof Factors>

/** @since 0.4.0 */
export type ListFactorsRefusal = ManageUserRefusal | Made<typeof membershipRefusals.operator_not_allowed>

const whose = ({ actor, userId }: Factors): string | undefined =>
  userId ?? (actor.kind === 'user' ? actor.userId : undefined)

/** MFA-1: one's own factors, or those of a user whom one may manage. Never what they are answered with. */
export const listFactors: View<typeof Factors, FactorsView, ListFactorsRefusal, Env> = {
  name: 'mfa.factors',
  command: Factors,
  reads: (command, found) => {
    const userId = whose(command)
    return userId === undefined
      ? []
      : [...manageUserNeeds({ actor: command.actor, userId }, found), refOf(userFactors, userId), devicesNeed(userId)]
  },
  answer: (command, slice, env) => {
    const userId = whose(command)
    if (userId === undefined) return refused(membershipRefusals.operator_not_allowed({ permission: 'own_factors' }))
    const managed = manageUser(slice, { actor: command.actor, userId }, env)
    if (!managed.ok) return managed
    const value = factorsView(slice.get(userFactors, userId), devicesOf(slice, userId), env)
    return ok({ value, because: [managed.value.because] })
  },
}

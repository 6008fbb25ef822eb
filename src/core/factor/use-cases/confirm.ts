import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  idSchema,
  type Made,
  ok,
  reason,
  refOf,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { withActive } from '../activate.ts'
import { type ConfirmingRefusal, judgeConfirming } from '../confirming.ts'
import { type ClosedRefusal, factorOf, openFor, stillWaiting } from '../enrolling.ts'
import { declined } from '../failing.ts'
import { type ActiveFactor, Base64Url, credentialHolders, type UserFactors, WebauthnCredential } from '../model.ts'
import { notice } from '../notice.ts'
import { type OwnRefusal, ownFactors, ownNeeds, partsNeeds } from '../own-user.ts'
import { ownWrites } from '../own-writes.ts'
import { proofBy } from '../proof-by.ts'
import { factorRefusals } from '../refusals.ts'
import { credentialDigest } from '../revoke.ts'
import type { Confirmed } from '../values.ts'

const Confirm = z.strictObject({
  actor: Actor,
  factorId: idSchema,
  code: z.string().max(100).optional(),
  /** As the host verified the registration, over the challenge that was made for it. */
  credential: WebauthnCredential.extend({ challenge: Base64Url, userVerified: z.boolean().optional() }).optional(),
  ...commandFields,
})

/** @since 0.4.0 */
export type ConfirmRefusal =
  | OwnRefusal
  | ClosedRefusal
  | ConfirmingRefusal
  | Made<
      | typeof factorRefusals.factor_not_found
      | typeof factorRefusals.factor_active
      | typeof factorRefusals.enrollment_expired
    >

/** MFA-1. Makes a factor active by using it for the first time; from then on it is asked for. */
export const confirmFactor: UseCase<typeof Confirm, Confirmed, ConfirmRefusal, Env> = {
  name: 'mfa.confirm',
  command: Confirm,
  answers: 'a_secret',
  reads: ({ actor, factorId, credential }, found) => [
    ...ownNeeds(actor, found),
    ...(actor.kind === 'user' ? partsNeeds(actor.userId, factorId) : []),
    ...(credential ? [refOf(credentialHolders, credentialDigest(credential.id))] : []),
  ],
  plan: ({ actor, factorId, code, credential }, slice, env) => {
    const mine = ownFactors(actor, slice)
    if (!mine.ok) return mine
    const { user } = mine.value
    const found = factorOf(mine.value.own, factorId)
    if (!found.ok) return found
    const { own, factor } = found.value
    if (factor.status === 'active') return refused(factorRefusals.factor_active({ factorId }))
    const waits = stillWaiting(factor, env)
    if (!waits.ok) return waits
    const open = openFor(own, factorId, env)
    if (!open.ok) return open
    const { kind } = factor
    const judged = judgeConfirming(user, factor, { code, credential }, slice, env)
    if (!judged.ok) return declined(judged, { user, own, id: factorId, kind }, slice, env)
    const confirmed = withActive(own, judged.active, env)
    const proof = proofBy(judged.active, credential?.userVerified, env)
    return ok({
      value: confirmedAs(judged.active, proof, own),
      because: [reason('factor_confirmed', ['MFA-1', 'MFA-7', 'MFA-13'], { factorId, kind })],
      writes: [...ownWrites(own, confirmed.own, slice, env), ...confirmed.writes, ...judged.writes],
      effects: [notice(user, 'factor_enrolled', { factorId, kind })],
      organizationId: user.homeOrganizationId,
    })
  },
}

const confirmedAs = (
  { id, kind, label }: ActiveFactor,
  proof: Confirmed['proof'],
  { recovery }: UserFactors,
): Confirmed => ({
  factor: { id, kind, ...(label !== undefined && { label }) },
  proof,
  recoveryCodesLeft: recovery?.unused.length ?? 0,
})

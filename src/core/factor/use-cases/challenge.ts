import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Decision,
  idSchema,
  type Made,
  ok,
  type Reason,
  type Result,
  reason,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { newCeremony } from '../ceremony.ts'
import { addressOf, sendCode } from '../delivered-code.ts'
import { type ClosedRefusal, factorOf, openFor, stillWaiting } from '../enrolling.ts'
import type { Factor, UserFactors } from '../model.ts'
import { type Own, type OwnRefusal, ownFactors, ownNeeds, partsNeeds } from '../own-user.ts'
import { ownWrites } from '../own-writes.ts'
import { provenSession } from '../proven.ts'
import { factorRefusals } from '../refusals.ts'
import { Session } from '../session.ts'
import { type StepUpRefusal, stepUp } from '../step-up.ts'
import { openFactorSecret } from '../totp-secret.ts'
import type { ChallengeMade } from '../values.ts'

const Challenge = z.strictObject({ actor: Actor, factorId: idSchema, session: Session, ...commandFields })

type Unsendable = Made<typeof factorRefusals.code_sent_lately | typeof factorRefusals.factor_unreadable>

/** @since 0.4.0 */
export type ChallengeRefusal =
  | OwnRefusal
  | ClosedRefusal
  | Unsendable
  | StepUpRefusal
  | Made<
      | typeof factorRefusals.session_unproven
      | typeof factorRefusals.factor_not_found
      | typeof factorRefusals.enrollment_expired
    >

/**
 * MFA-10, MFA-13. Sends a code, or makes the challenge of a ceremony, in place of the one before; for one that waits to be
 * confirmed too. Whoever is handed the challenge of a registration chooses the key, which is enrolling.
 */
export const challengeFactor: UseCase<typeof Challenge, ChallengeMade, ChallengeRefusal, Env> = {
  name: 'mfa.challenge',
  command: Challenge,
  answers: 'a_secret',
  reads: ({ actor, factorId }, found) => [
    ...ownNeeds(actor, found),
    ...(actor.kind === 'user' ? partsNeeds(actor.userId, factorId) : []),
  ],
  plan: ({ actor, factorId, session }, slice, env) => {
    const mine = ownFactors(actor, slice)
    if (!mine.ok) return mine
    const proven = provenSession(session, mine.value.own, env)
    if (!proven.ok) return proven
    const isRecovery = mine.value.own?.recovery?.id === factorId
    const found = isRecovery ? undefined : factorOf(mine.value.own, factorId)
    if (found && !found.ok) return found
    const factor = found?.value.factor
    const waits = factor?.status === 'pending' ? stillWaiting(factor, env) : undefined
    if (waits && !waits.ok) return waits
    const open = openFor(mine.value.own, factorId, env)
    if (!open.ok) return open
    const fresh = waits?.value.kind === 'webauthn' ? stepUp(actor, { session, own: mine.value.own }, env) : proven
    if (!fresh.ok) return fresh
    if (!found || factor?.kind === 'totp') {
      const kind = found ? 'totp' : 'recovery_code'
      return ok(decided({ value: { kind, factorId } }, mine.value, fresh.value))
    }
    const made = make({ ...found.value, user: mine.value.user }, slice, env)
    return made.ok ? ok(decided(made.value, mine.value, fresh.value)) : made
  },
}

type Some = Pick<Decision<ChallengeMade>, 'value'> & Partial<Pick<Decision<ChallengeMade>, 'writes' | 'effects'>>

const decided = (
  { value, writes = [], effects = [] }: Some,
  { user }: Own,
  because: Reason,
): Decision<ChallengeMade> => ({
  value,
  because: [because, reason('factor_challenged', ['MFA-10'], { factorId: value.factorId, kind: value.kind })],
  writes,
  effects,
  organizationId: user.homeOrganizationId,
})

type At = { readonly user: Own['user']; readonly own: UserFactors; readonly factor: Factor }

const make = (at: At, slice: Slice, env: Env): Result<Some, Unsendable> =>
  at.factor.kind === 'webauthn' ? ok(ceremonyFor(at, env)) : sendFor(at, slice, env)

const ceremonyFor = ({ user, factor }: At, env: Env): Some => {
  const { challenge, expiresAt, write } = newCeremony({ userId: user.id, factorId: factor.id }, env)
  const registered = 'credential' in factor ? { credential: factor.credential } : {}
  return { value: { kind: 'webauthn', factorId: factor.id, challenge, expiresAt, ...registered }, writes: [write] }
}

const sendFor = ({ user, own, factor }: At, slice: Slice, env: Env): Result<Some, Unsendable> => {
  const factorId = factor.id
  const kind = factor.kind === 'sms' ? 'sms' : 'email_otp'
  const to = kind === 'sms' ? openFactorSecret(user.id, factorId, slice, env) : addressOf(user)
  if (to === null) return refused(factorRefusals.factor_unreadable({ factorId }))
  const sent = sendCode({ user, factorId, kind, to }, own, env)
  if (!sent.ok) return sent
  const { expiresAt, write, effect } = sent.value
  return ok({
    value: { kind, factorId, expiresAt, ...('hint' in factor && { hint: factor.hint }) },
    writes: [...ownWrites(own, sent.value.own, slice, env), write],
    effects: [effect],
  })
}

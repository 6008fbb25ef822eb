import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  idSchema,
  type Made,
  type Need,
  ok,
  type Planned,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { succeeded } from '../activate.ts'
import { judgeRecovery } from '../answer-recovery.ts'
import { type AnsweringRefusal, judgeAssertion, judgeCodeOf } from '../answering.ts'
import { answerByDevice, shownBy } from '../device-token.ts'
import { type ClosedRefusal, factorOf, openFor } from '../enrolling.ts'
import { declined } from '../failing.ts'
import { Base64Url, trustedDevices, WebauthnCredential } from '../model.ts'
import { type Own, type OwnRefusal, ownFactors, ownNeeds, partsNeeds } from '../own-user.ts'
import { ownWrites } from '../own-writes.ts'
import { proofBy } from '../proof-by.ts'
import { provenSession } from '../proven.ts'
import { factorRefusals } from '../refusals.ts'
import { Session } from '../session.ts'
import type { AnswerTaken } from '../values.ts'

const Text = z.string().max(200)

const Given = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('code'), factorId: idSchema, code: Text }),
  z.strictObject({
    kind: z.literal('webauthn'),
    factorId: idSchema,
    /** As the host verified the signature, over the challenge that was made for it. */
    assertion: z.strictObject({
      credentialId: Base64Url,
      counter: WebauthnCredential.shape.counter,
      userVerified: z.boolean().optional(),
      challenge: Base64Url,
    }),
  }),
  z.strictObject({ kind: z.literal('recovery_code'), code: Text }),
  z.strictObject({ kind: z.literal('device'), token: Text }),
])
type Given = z.output<typeof Given>
type ByFactor = Extract<Given, { readonly factorId: string }>

const Answer = z.strictObject({ actor: Actor, session: Session, answer: Given, ...commandFields })

/** @since 0.4.0 */
export type AnswerRefusal =
  | OwnRefusal
  | ClosedRefusal
  | AnsweringRefusal
  | Made<
      | typeof factorRefusals.session_unproven
      | typeof factorRefusals.factor_not_found
      | typeof factorRefusals.factor_pending
      | typeof factorRefusals.recovery_codes_missing
      | typeof factorRefusals.device_token_wrong
    >

/** MFA-7 to MFA-11, MFA-13. Uses a factor, or what stands in for one. What is right counts once; what is wrong is counted. */
export const answerChallenge: UseCase<typeof Answer, AnswerTaken, AnswerRefusal, Env> = {
  name: 'mfa.answer',
  command: Answer,
  answers: 'a_secret',
  reads: ({ actor, answer }, found) => [
    ...ownNeeds(actor, found),
    ...(actor.kind === 'user' ? needsOf(actor.userId, answer) : []),
  ],
  plan: ({ actor, session, answer }, slice, env) => {
    const mine = ownFactors(actor, slice)
    if (!mine.ok) return mine
    const proven = provenSession(session, mine.value.own, env)
    if (!proven.ok) return proven
    switch (answer.kind) {
      case 'device':
        return answerByDevice(mine.value.user, mine.value.own, answer.token, slice, env)
      case 'recovery_code':
        return answerByRecovery(mine.value, answer.code, slice, env)
      case 'code':
      case 'webauthn':
        return answerByFactor(mine.value, answer, slice, env)
    }
  },
}

const needsOf = (userId: string, answer: Given): readonly Need[] => {
  if ('factorId' in answer) return partsNeeds(userId, answer.factorId)
  const shown = answer.kind === 'device' ? shownBy(answer.token) : undefined
  return shown ? [refOf(trustedDevices, userId, shown.deviceId)] : []
}

type Taken = Planned<AnswerTaken, AnswerRefusal>

const answerByFactor = (mine: Own, answer: ByFactor, slice: Slice, env: Env): Taken => {
  const { user } = mine
  const { factorId } = answer
  const isRecovery = mine.own?.recovery?.id === factorId
  if (isRecovery) return refused(factorRefusals.answer_unfit({ kind: 'recovery_code' }))
  const found = factorOf(mine.own, factorId)
  if (!found.ok) return found
  const { own, factor } = found.value
  if (factor.status === 'pending') return refused(factorRefusals.factor_pending({ factorId }))
  const open = openFor(own, factorId, env)
  if (!open.ok) return open
  const judged =
    answer.kind === 'code'
      ? judgeCodeOf(user, factor, answer.code, slice, env)
      : judgeAssertion(user, factor, answer.assertion, slice, env)
  const { kind } = factor
  if (!judged.ok) return declined(judged, { user, own, id: factorId, kind }, slice, env)
  const factors = own.factors.map(each => (each.id === factorId ? judged.factor : each))
  const verified = answer.kind === 'webauthn' ? answer.assertion.userVerified : undefined
  return ok({
    value: { kind, proof: proofBy(judged.factor, verified, env) },
    because: [reason('factor_used', ['MFA-7', 'INV-16'], { factorId, kind })],
    writes: [...ownWrites(own, { ...succeeded(own, factorId, env), factors }, slice, env), ...judged.writes],
    effects: [],
    organizationId: user.homeOrganizationId,
  })
}

const answerByRecovery = ({ user, own }: Own, code: string, slice: Slice, env: Env): Taken => {
  const set = own?.recovery
  if (!own || !set || set.unused.length === 0) return refused(factorRefusals.recovery_codes_missing({}))
  const open = openFor(own, set.id, env)
  if (!open.ok) return open
  const judged = judgeRecovery(user, { own, set, code }, env)
  if (!judged.ok) return declined(judged, { user, own, id: set.id, kind: 'recovery_code' }, slice, env)
  const { left } = judged
  return ok({
    value: { kind: 'recovery_code', proof: { method: 'recovery_code', at: env.now }, left },
    because: [reason('recovery_code_taken', ['MFA-11', 'INV-16'], { left })],
    writes: ownWrites(own, judged.own, slice, env),
    effects: judged.effects,
    organizationId: user.homeOrganizationId,
  })
}

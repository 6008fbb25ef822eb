import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  attempt,
  commandFields,
  type Made,
  ok,
  reason,
  refOf,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { DisplayName, organizations } from '../../organization/index.ts'
import { users } from '../../user/index.ts'
import { type BeginRefusal, withEnrollment } from '../enrolling.ts'
import { partsOf } from '../enrollment-parts.ts'
import { noFactors } from '../own.ts'
import { type OwnRefusal, ownFactors, ownNeeds } from '../own-user.ts'
import { ownWrites } from '../own-writes.ts'
import { factorRefusals } from '../refusals.ts'
import { Session } from '../session.ts'
import { type StepUpRefusal, stepUp } from '../step-up.ts'
import type { Enrolled } from '../values.ts'

const common = {
  actor: Actor,
  label: DisplayName.optional(),
  session: Session.optional(),
  ...commandFields,
}

const Enroll = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('totp') }),
  z.strictObject({ ...common, kind: z.literal('sms'), phoneNumber: z.string().max(100) }),
  z.strictObject({ ...common, kind: z.literal('email_otp') }),
  z.strictObject({ ...common, kind: z.literal('webauthn') }),
])

/** @since 0.4.0 */
export type EnrollRefusal =
  | OwnRefusal
  | StepUpRefusal
  | BeginRefusal
  | Made<typeof factorRefusals.phone_number_invalid | typeof factorRefusals.code_sent_lately>

/** ITU-T E.164: at most fifteen digits, the first of which is none of 0. */
const E164 = /^\+[1-9]\d{1,14}$/

/** INV-28: the host can take fewer numbers than E.164 has, and never more. */
const isNumber = (number: string, { mfa }: Env): boolean =>
  E164.test(number) && attempt(() => mfa.isPhoneNumber(number) === true, false)

/**
 * MFA-1, MFA-13. Begins to set up a factor of one's own. It demands and satisfies nothing before it is confirmed, within an
 * hour.
 */
export const enrollFactor: UseCase<typeof Enroll, Enrolled, EnrollRefusal, Env> = {
  name: 'mfa.enroll',
  command: Enroll,
  answers: 'a_secret',
  reads: ({ actor }, found) => {
    const home = actor.kind === 'user' ? found.get(users, actor.userId)?.homeOrganizationId : undefined
    return [...ownNeeds(actor, found), ...(home === undefined ? [] : [refOf(organizations, home)])]
  },
  plan: (command, slice, env) => {
    const mine = ownFactors(command.actor, slice)
    if (!mine.ok) return mine
    const fresh = stepUp(command.actor, { session: command.session, own: mine.value.own }, env)
    if (!fresh.ok) return fresh
    if (command.kind === 'sms' && !isNumber(command.phoneNumber, env))
      return refused(factorRefusals.phone_number_invalid({}))
    const before = mine.value.own ?? noFactors(mine.value.user)
    const id = env.newId()
    const hint = command.kind === 'sms' ? { hint: command.phoneNumber.slice(-2) } : {}
    const label = command.label === undefined ? {} : { label: command.label }
    const begun = withEnrollment(before, { id, kind: command.kind, ...label, ...hint }, env)
    if (!begun.ok) return begun
    const number = command.kind === 'sms' ? command.phoneNumber : undefined
    const parts = partsOf({ user: mine.value.user, ...begun.value }, number, slice, env)
    if (!parts.ok) return parts
    const { value, own, writes, effects } = parts.value
    return ok({
      value,
      because: [fresh.value, reason('factor_waits', ['MFA-1', 'MFA-7'], { factorId: id, kind: command.kind })],
      writes: [...ownWrites(mine.value.own, own, slice, env), ...writes],
      effects,
      organizationId: mine.value.user.homeOrganizationId,
    })
  },
}

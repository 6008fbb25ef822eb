import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, commandFields, type Made, ok, reason, refused, type UseCase } from '../../kernel/index.ts'
import { notice } from '../notice.ts'
import { activeFactors } from '../own.ts'
import { type OwnRefusal, ownFactors, ownNeeds } from '../own-user.ts'
import { ownWrites } from '../own-writes.ts'
import { newRecoverySet } from '../recovery-set.ts'
import { factorRefusals } from '../refusals.ts'
import { Session } from '../session.ts'
import { type StepUpRefusal, stepUp } from '../step-up.ts'
import type { RecoveryCodesMade } from '../values.ts'

const MakeCodes = z.strictObject({ actor: Actor, session: Session, ...commandFields })

/** @since 0.4.0 */
export type RecoveryCodesRefusal = OwnRefusal | StepUpRefusal | Made<typeof factorRefusals.recovery_codes_alone>

/** MFA-11. Makes ten recovery codes, in place of all that there were. They stand in for a factor, and so need one. */
export const makeRecoveryCodes: UseCase<typeof MakeCodes, RecoveryCodesMade, RecoveryCodesRefusal, Env> = {
  name: 'mfa.recoveryCodes',
  command: MakeCodes,
  answers: 'a_secret',
  reads: ({ actor }, found) => ownNeeds(actor, found),
  plan: ({ actor, session }, slice, env) => {
    const mine = ownFactors(actor, slice)
    if (!mine.ok) return mine
    const { user, own } = mine.value
    if (!own || activeFactors(own).length === 0) return refused(factorRefusals.recovery_codes_alone({}))
    const fresh = stepUp(actor, { session, own }, env, { by: 'factor' })
    if (!fresh.ok) return fresh
    const { set, codes } = newRecoverySet(env)
    return ok({
      value: { codes },
      because: [fresh.value, reason('recovery_codes_made', ['MFA-11'])],
      writes: ownWrites(own, { ...own, recovery: set }, slice, env),
      effects: [notice(user, 'recovery_codes_made')],
      organizationId: user.homeOrganizationId,
    })
  },
}

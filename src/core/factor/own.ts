import type { Env } from '../env.ts'
import { hasExpired, type Instant } from '../kernel/index.ts'
import { type FailureState, failureVerdict, noFailures, type SignInFactor } from '../mfa/index.ts'
import type { User } from '../user/index.ts'
import type { ActiveFactor, Factor, PendingFactor, UserFactors } from './model.ts'
import type { SessionProof } from './session.ts'

/** The factors of whoever has none yet. */
export const noFactors = ({ id, homeOrganizationId }: Pick<User, 'id' | 'homeOrganizationId'>): UserFactors => ({
  userId: id,
  homeOrganizationId,
  edition: 1,
  factors: [],
})

export const failuresOf = (own: UserFactors | undefined): FailureState => own?.failures ?? noFailures

export const activeFactors = (own: UserFactors | undefined): readonly ActiveFactor[] =>
  (own?.factors ?? []).filter((factor): factor is ActiveFactor => factor.status === 'active')

/** MFA-7: a proof by what is not active, or by what is of another kind, is none. */
export const isByOneOf = (factors: readonly ActiveFactor[], proof: SessionProof): boolean =>
  'factorId' in proof && factors.some(({ id, kind }) => id === proof.factorId && kind === proof.method)

/** INV-25: an enrollment that was not confirmed in time is over, whether or not anybody has taken it away. */
export const isWaiting = (factor: Factor, now: Instant): factor is PendingFactor =>
  factor.status === 'pending' && !hasExpired(factor.expiresAt, now)

/** MFA-9: failed so often that it has to be enrolled anew. */
export const isDisabled = (own: UserFactors | undefined, factorId: string, { now }: Pick<Env, 'now'>): boolean =>
  failureVerdict(failuresOf(own), factorId, now).kind === 'disabled'

/** The factors as a sign-in looks at them; the recovery codes are one, for as long as one is left (MFA-11). */
export const signInFactors = (own: UserFactors | undefined, at: Pick<Env, 'now'>): readonly SignInFactor[] => {
  const statusOf = (id: string) => (isDisabled(own, id, at) ? 'disabled' : 'active')
  const factors = activeFactors(own).map(
    (factor): SignInFactor => ({
      id: factor.id,
      kind: factor.kind,
      status: statusOf(factor.id),
      ...(factor.kind === 'webauthn' && { deviceBound: factor.credential.deviceBound }),
    }),
  )
  const { recovery } = own ?? {}
  return recovery && recovery.unused.length > 0
    ? [...factors, { id: recovery.id, kind: 'recovery_code', status: statusOf(recovery.id) }]
    : factors
}

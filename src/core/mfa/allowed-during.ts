import type { SignInDecision } from './sign-in.ts'

/** What somebody can do about their factors, by the names of the charter's methods. @since 0.3.0 */
export type MfaAct = 'mfa.enroll' | 'mfa.confirm' | 'mfa.challenge' | 'mfa.answer'

const ACTS: { readonly [K in SignInDecision['kind']]: 'everything' | readonly MfaAct[] } = {
  allow: 'everything',
  offer_enrollment: 'everything',
  require_enrollment: ['mfa.enroll', 'mfa.confirm'],
  challenge: ['mfa.challenge', 'mfa.answer'],
  deny: [],
}

/**
 * MFA-3, INV-19. What can be reached in the state that a sign-in decision leaves somebody in: all of it, enrolling and
 * nothing else, answering and nothing else, or nothing. Signing out always can.
 *
 * @invariant INV-26: whatever is no kind of decision allows nothing.
 * @param kind The kind of the decision.
 * @returns `'everything'`, or the acts.
 * @example
 * import { allowedDuring } from 'orgcharter/mfa'
 * allowedDuring('require_enrollment') // ['mfa.enroll', 'mfa.confirm']
 * @since 0.3.0
 */
export const allowedDuring = (kind: SignInDecision['kind']): 'everything' | readonly MfaAct[] =>
  typeof kind === 'string' && Object.hasOwn(ACTS, kind) ? ACTS[kind] : []

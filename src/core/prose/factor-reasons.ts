import type { Sentence } from './template.ts'

/** What the reasons about factors, codes and policies say to people. */
export const factorReasons: { readonly [code: string]: Sentence } = {
  session_is_fresh: 'The session is fresh enough: something was proven within the last {within} ms.',
  enrollment_dropped: 'The factor {factorId} was not confirmed, and is dropped.',
  factor_removed: 'The factor {factorId} was removed, and never comes back.',
  recovery_codes_removed: 'The recovery codes stood in for the last factor, and went with it.',
  factors_reset: 'All factors of the user {userId} were taken away, with the devices that were remembered.',
  factors_unlocked: 'The user {userId} may answer challenges again; what failed in a row stays counted.',
  nothing_locked: 'The user {userId} is not locked out.',
  factors_resealed: 'Secrets of factors were sealed under the current key ({count}).',
}

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
  session_is_proven: 'Something was proven in the session.',
  factor_waits: 'The factor {factorId} ({kind}) waits to be confirmed, and counts for nothing before.',
  factor_confirmed: 'The factor {factorId} ({kind}) was used for the first time, and is asked for from now on.',
  factor_challenged: 'An answer by {factorId} ({kind}) is waited for.',
  factor_used: 'The factor {factorId} ({kind}) was used.',
  answer_failed: 'An answer by {factorId} ({kind}) was wrong, and is counted.',
  recovery_code_taken: 'A recovery code was used, and counts no more ({left} are left).',
  recovery_codes_made: 'There are new recovery codes, and those from before are none.',
  device_trusted: 'The device is remembered until {until}.',
  device_recognized: 'The device {deviceId} is remembered.',
  device_forgotten: 'The device {deviceId} was remembered before a factor changed, and is forgotten.',
}

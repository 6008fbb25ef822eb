import type { Sentence } from './template.ts'

/** What the reasons about factors, codes and policies say to people. */
export const factorReasons: { readonly [code: string]: Sentence } = {
  session_is_fresh: 'The session is fresh enough: something was proven within the last {within} ms.',
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
  mfa_policy_set: 'The policy for second factors is {mode} from now on.',
  complies_with_own_policy: 'Whoever set the policy gets in by it ({standing}).',
  mfa_policy_previewed: 'This is how the members would stand under the policy.',
  overdue_suspended: 'Who had not set up a second factor in time was suspended ({count}).',
  mfa_not_satisfied: 'The session does not let the user into the organization: {decision}.',
  mfa_satisfied: 'The session lets the user into the organization: {decision}.',
}

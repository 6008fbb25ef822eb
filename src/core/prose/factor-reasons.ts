import type { Sentence } from './template.ts'

/** What the reasons about factors, codes and policies say to people. */
export const factorReasons: { readonly [code: string]: Sentence } = {
  session_is_fresh: 'The session is fresh enough: something was proven within the last {within} ms.',
  mfa_policy_set: 'The policy for second factors is {mode} from now on.',
  complies_with_own_policy: 'Whoever set the policy gets in by it ({standing}).',
  mfa_policy_previewed: 'This is how the members would stand under the policy.',
  overdue_suspended: 'Who had not set up a second factor in time was suspended ({count}).',
  mfa_not_satisfied: 'The session does not let the user into the organization: {decision}.',
  mfa_satisfied: 'The session lets the user into the organization: {decision}.',
}

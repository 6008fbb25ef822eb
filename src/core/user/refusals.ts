import { refusal } from '../kernel/index.ts'

export const userRefusals = {
  user_not_found: refusal('not_found', 'user_not_found', ['ORG-3'])<{ userId: string }>(),
  user_deactivated: refusal('state', 'user_deactivated', ['MEM-7'])<{ userId: string }>(),
  email_taken: refusal('conflict', 'email_taken', ['INV-04'])<{ email: string }>(),
  /** MEM-5: left by its user a short time ago, and kept from everybody else. */
  email_reserved: refusal('conflict', 'email_reserved', ['MEM-5', 'INV-04'])<{ email: string; until: number }>(),
  email_unchanged: refusal('conflict', 'email_unchanged', ['MEM-5'])<{ email: string }>(),
  /** No change waits for this user, or not with this token. */
  email_change_not_found: refusal('not_found', 'email_change_not_found', ['MEM-5'])<{ userId: string }>(),
  email_change_expired: refusal('state', 'email_change_expired', ['MEM-5', 'INV-25'])<{ expiresAt: number }>(),
  /** Another address was proven than the one that was asked for. */
  email_change_address_differs: refusal('forbidden', 'email_change_address_differs', ['MEM-5', 'EML-3'])(),
  /** MFA-13: codes go to the old address since, and no proof by a factor was asked for when the new one was. */
  email_change_overtaken: refusal('state', 'email_change_overtaken', ['MFA-13', 'MEM-5'])<{ userId: string }>(),
  user_not_deactivated: refusal('state', 'user_not_deactivated', ['MEM-7'])<{ userId: string }>(),
  email_unknown: refusal('not_found', 'email_unknown', ['EML-3'])<{ email: string }>(),
  email_repeated: refusal('invalid', 'email_repeated', ['INV-04'])<{ email: string }>(),
}

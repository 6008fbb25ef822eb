import { refusal } from '../kernel/index.ts'

export const userRefusals = {
  user_not_found: refusal('not_found', 'user_not_found', ['ORG-3'])<{ userId: string }>(),
  user_deactivated: refusal('state', 'user_deactivated', ['MEM-7'])<{ userId: string }>(),
  email_taken: refusal('conflict', 'email_taken', ['INV-04'])<{ email: string }>(),
  /** MEM-5: left by its user a short time ago, and kept from everybody else. */
  email_reserved: refusal('conflict', 'email_reserved', ['MEM-5', 'INV-04'])<{ email: string; until: number }>(),
  email_unknown: refusal('not_found', 'email_unknown', ['EML-3'])<{ email: string }>(),
  email_repeated: refusal('invalid', 'email_repeated', ['INV-04'])<{ email: string }>(),
}

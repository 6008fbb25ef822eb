import { refusal } from '../kernel/index.ts'

type Which = { invitationId: string }

export const invitationRefusals = {
  /** It tells nothing: whoever guesses a token learns no more than that it is none. */
  invitation_not_found: refusal('not_found', 'invitation_not_found', ['INVI-2', 'INVI-3'])(),
  invitation_expired: refusal('state', 'invitation_expired', ['INVI-1', 'INV-25'])<Which & { until: number }>(),
  /** Whoever has it answers it; another way in would take the grants that it carries. */
  invitation_pending: refusal('state', 'invitation_pending', ['MEM-10', 'INVI-4'])<Which & { until: number }>(),
  invitation_accepted: refusal('state', 'invitation_accepted', ['INVI-2', 'INV-15'])<Which>(),
  invitation_declined: refusal('state', 'invitation_declined', ['INVI-1'])<Which>(),
  invitation_revoked: refusal('state', 'invitation_revoked', ['INVI-1'])<Which>(),
  /** The proven address is not exactly the invited one. */
  invitation_not_yours: refusal('forbidden', 'invitation_not_yours', ['INVI-2', 'EML-3'])<Which>(),
  /** A person put the user out after it was sent. */
  invitation_overtaken: refusal('state', 'invitation_overtaken', ['INVI-2', 'INV-25'])<Which & { userId: string }>(),
  /** `why` is the code of what the inviter would be refused with now. */
  invitation_inviter_may_not: refusal('forbidden', 'invitation_inviter_may_not', ['INVI-2', 'ROL-3'])<
    Which & { role: string; why: string }
  >(),
  invitation_grant_not_possible: refusal('state', 'invitation_grant_not_possible', ['INVI-1', 'INVI-2', 'ROL-3'])<
    Which & { kind: string; id: string; why: string }
  >(),
}

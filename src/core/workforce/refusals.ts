import { refusal } from '../kernel/index.ts'

type Between = { organizationId: string; vendorId: string }

export const workforceRefusals = {
  engagement_not_found: refusal('not_found', 'engagement_not_found', ['WRK-5'])<Between>(),
  /** There is one, and it is not over. */
  engagement_open: refusal('conflict', 'engagement_open', ['WRK-5'])<Between>(),
  /** Over, by a person's doing or by its time: it is opened anew, and never prolonged (INV-25). */
  engagement_ended: refusal('state', 'engagement_ended', ['WRK-5', 'INV-25'])<Between>(),
  engagement_not_begun: refusal('state', 'engagement_not_begun', ['WRK-5'])<Between & { from: number }>(),
  engagement_seats_taken: refusal('limit', 'engagement_seats_taken', ['WRK-5'])<Between & { seats: number }>(),
  engagement_out_of_scope: refusal('forbidden', 'engagement_out_of_scope', ['WRK-5'])<
    Between & { kind: string; id: string }
  >(),
  engagement_unchanged: refusal('invalid', 'engagement_unchanged', ['AUD-1'])<Between>(),
  /** Begins only after it ends, or ends in the past. */
  engagement_dates_invalid: refusal('invalid', 'engagement_dates_invalid', ['WRK-5'])<{
    from: number | null
    until: number | null
  }>(),
  /** Only a workforce organization is a vendor, and nobody is their own. */
  vendor_invalid: refusal('invalid', 'vendor_invalid', ['WRK-1', 'ORG-2'])<{
    vendorId: string
    problem: 'not_found' | 'not_workforce' | 'archived' | 'host_itself'
  }>(),
  /** So that one decision reads a bounded number of groups. */
  workforce_groups_too_many: refusal('limit', 'workforce_groups_too_many', ['WRK-1'])<{
    userId: string
    most: number
  }>(),
  grants_timed_too_many: refusal('limit', 'grants_timed_too_many', ['INV-25'])<{
    subject: string
    subjectId: string
    most: number
  }>(),
}

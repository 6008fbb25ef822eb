import { refusal } from '../kernel/index.ts'

export const groupRefusals = {
  group_not_found: refusal('not_found', 'group_not_found', ['GRP-1'])<{ organizationId: string; groupId: string }>(),
  group_archived: refusal('state', 'group_archived', ['GRP-1'])<{ groupId: string; archivedAt: number }>(),
  group_not_yours: refusal('forbidden', 'group_not_yours', ['GRP-1', 'ROL-4'])<{ groupId: string; userId: string }>(),
  /** `userIds` are the first hundred of `count`. */
  group_candidates_invalid: refusal('invalid', 'group_candidates_invalid', ['GRP-1', 'INV-14'])<{
    organizationId: string
    userIds: readonly string[]
    count: number
  }>(),
  own_seat: refusal('forbidden', 'own_seat', ['ROL-3'])<{ groupId: string; userId: string }>(),
}

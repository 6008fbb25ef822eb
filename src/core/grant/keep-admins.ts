import type { Slice } from '../kernel/index.ts'
import type { MembershipChange } from '../membership/index.ts'
import { type AdministeredEntity, adminChanges, entityKey } from './change-members.ts'
import { entityAdminCounts } from './model.ts'

/**
 * INV-08: of the changes of many members in one commit, those that would leave something without an admin become what
 * `instead` makes of them. In order, so that of two who administer a thing together the second is the one who stays.
 */
export const keepingAdmins = (
  changes: readonly MembershipChange[],
  slice: Slice,
  instead: (change: MembershipChange, soleAdminOf: readonly AdministeredEntity[]) => MembershipChange,
): readonly MembershipChange[] => {
  const left = new Map<string, number>()
  const leftOf = (entity: AdministeredEntity): number =>
    left.get(entityKey(entity)) ?? slice.count(entityAdminCounts, entity.organizationId, entity.kind, entity.id)
  return changes.map(change => {
    const losses = adminChanges(change, slice).filter(({ by }) => by < 0)
    const sole = losses.filter(entity => leftOf(entity) + entity.by < 1)
    if (sole.length > 0)
      return instead(
        change,
        sole.map(({ by: _, ...entity }) => entity),
      )
    for (const entity of losses) left.set(entityKey(entity), leftOf(entity) + entity.by)
    return change
  })
}

import {
  type AuditEntry,
  auditEntries,
  type Change,
  type Collection,
  type Counter,
  PLATFORM,
  showsFormerHolder,
} from '../../kernel/index.ts'
import { organizations } from '../../organization/index.ts'
import { type Breach, breach } from './breach.ts'
import { collectionOfRef, type Whole } from './read-world.ts'

/** What never changes once it is there. */
const FIXED: ReadonlyMap<string, { readonly field: string; readonly invariant: string }> = new Map([
  ['organization', { field: 'kind', invariant: 'INV-02' }],
  ['group', { field: 'organizationId', invariant: 'INV-03' }],
  ['entity', { field: 'organizationId', invariant: 'INV-03' }],
  ['user_factors', { field: 'homeOrganizationId', invariant: 'INV-03' }],
  ['user', { field: 'homeOrganizationId', invariant: 'INV-03' }],
])

/** INV-02, INV-03, INV-20: what the audit entries tell that must not have happened, or in the wrong trail. */
export const history = (whole: Whole): readonly Breach[] =>
  whole
    .all(auditEntries)
    .flatMap(entry => [
      ...(entry.organizationId === PLATFORM || whole.has(organizations, entry.organizationId)
        ? []
        : [breach('INV-20', [entry.organizationId, entry.id], { problem: 'entry_of_no_organization' })]),
      ...entry.changes.flatMap(change => judged(change, entry)),
    ])

const judged = (change: Change, { organizationId, id }: AuditEntry): readonly Breach[] => {
  const { target } = change
  const of = collectionOfRef(target)
  if (!of) return [breach('INV-20', [organizationId, id, target], { problem: 'change_of_nothing' })]
  const misplaced =
    isElsewhere(of, target, organizationId) || tellsOfAnother(of, change, organizationId)
      ? [breach('INV-20', [organizationId, id, target], { problem: 'entry_in_another_trail' })]
      : []
  const fixed = FIXED.get(of.name)
  const moved = fixed && 'fields' in change ? change.fields[fixed.field] : undefined
  return fixed && moved?.before !== undefined && moved.after !== undefined
    ? [...misplaced, breach(fixed.invariant, [target, id], { problem: `${fixed.field}_changed` })]
    : misplaced
}

const tellsOfAnother = (of: Collection | Counter, change: Change, organizationId: string): boolean =>
  of.kind === 'records' && organizationId !== PLATFORM && showsFormerHolder(change, of, organizationId)

/** Only of what has its organization in its key; in whose trail a user stands, the record says. */
const isElsewhere = (of: Collection | Counter, target: string, organizationId: string): boolean => {
  const field = of.kind === 'counter' ? 'organizationId' : of.organization
  const at = field === undefined ? -1 : of.key.indexOf(field)
  return at >= 0 && target.split('/')[at + 1] !== organizationId
}

import { reason } from '../kernel/index.ts'
import { isInScope } from '../workforce/index.ts'
import { isDerived } from './standing-rules.ts'
import { allows, continues, denies, type Rule } from './step.ts'

const ACTIVE = continues(({ facts: { resource } }) =>
  reason('entity_active', ['ENT-4'], { kind: resource.kind, id: resource.id }),
)
const VIEWED = continues(({ facts: { resource } }) =>
  reason('entity_archived_view', ['ENT-4'], { kind: resource.kind, id: resource.id }),
)
const NOT_IMPLICIT = continues(({ held }) => reason('no_implicit_access', ['ROL-7'], { role: held?.role }))
const NO_VIEW = continues(({ permission }) => reason('read_all_only_views', ['ROL-4'], { permission }))
const NOT_ALL = continues(({ held }) => reason('role_does_not_read_all', ['ROL-4'], { role: held?.role }))

const entityStands: Rule = ({ permission, kind, facts: { resource } }) => {
  if (resource.kind !== 'organization' && resource.status === 'active') return ACTIVE
  return permission === `${kind}.view`
    ? VIEWED
    : denies(reason('entity_archived', ['ENT-4'], { kind: resource.kind, id: resource.id }))
}

const IN_SCOPE = continues(() => reason('engagement_covers', ['WRK-5']))

/** WRK-5: a vendor's people work on what the engagement names, where it names anything. */
const engagementCovers: Rule = ({ kind, facts: { now, membership, resource } }) => {
  const scope = membership && isDerived(membership, now) ? membership.derived?.scope : undefined
  if (resource.kind === 'organization' || isInScope(scope, resource.kind, resource.id)) return IN_SCOPE
  return denies(reason('engagement_out_of_scope', ['WRK-5'], { kind, id: resource.id }))
}

const implicitAccess: Rule = ({ held }) =>
  held?.definition.administers
    ? allows({ kind: 'implicit', role: held.role }, reason('implicit_access', ['ROL-7'], { role: held.role }))
    : NOT_IMPLICIT

const readsAll: Rule = ({ permission, kind, held }) => {
  if (permission !== `${kind}.view`) return NO_VIEW
  return held?.definition.permissions.includes('content.read_all')
    ? allows({ kind: 'role', role: held.role }, reason('role_reads_all', ['ROL-4'], { role: held.role }))
    : NOT_ALL
}

/** What comes before the grants on a project, a dataset or an ontology. */
export const entityRules: readonly Rule[] = [entityStands, engagementCovers, implicitAccess, readsAll]

import { reason } from '../kernel/index.ts'
import { allows, continues, denies, type Rule } from './step.ts'

const entityStands: Rule = ({ permission, kind, facts: { resource } }) => {
  const facts = { kind: resource.kind, id: resource.id }
  if (resource.kind !== 'organization' && resource.status === 'active')
    return continues(reason('entity_active', ['ENT-4'], facts))
  return permission === `${kind}.view`
    ? continues(reason('entity_archived_view', ['ENT-4'], facts))
    : denies(reason('entity_archived', ['ENT-4'], facts))
}

const implicitAccess: Rule = ({ held }) =>
  held?.definition.administers
    ? allows({ kind: 'implicit', role: held.role }, reason('implicit_access', ['ROL-7'], { role: held.role }))
    : continues(reason('no_implicit_access', ['ROL-7'], { role: held?.role }))

const readsAll: Rule = ({ permission, kind, held }) => {
  if (permission !== `${kind}.view`) return continues(reason('read_all_only_views', ['ROL-4'], { permission }))
  return held?.definition.permissions.includes('content.read_all')
    ? allows({ kind: 'role', role: held.role }, reason('role_reads_all', ['ROL-4'], { role: held.role }))
    : continues(reason('role_does_not_read_all', ['ROL-4'], { role: held?.role }))
}

/** What comes before the grants on a project, a dataset or an ontology. */
export const entityRules: readonly Rule[] = [entityStands, implicitAccess, readsAll]

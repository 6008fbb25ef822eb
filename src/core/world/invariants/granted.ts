import { entities, isGranted, permissionsOf } from '../../entity/index.ts'
import { countsAsAdmin, type Grant, grants, offboardings, type UserGrant } from '../../grant/index.ts'
import { groups } from '../../group/index.ts'
import { refOf } from '../../kernel/index.ts'
import { memberships } from '../../membership/index.ts'
import { users } from '../../user/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

type Wrong = { readonly invariant: string; readonly problem: string }

const wrong = (invariant: string, problem: string): Wrong => ({ invariant, problem })

/** INV-03, INV-14, INV-25: a grant is on something of its organization, and to somebody of it or a group. */
export const granted = (whole: Whole): readonly Breach[] =>
  whole.all(grants).flatMap(grant => {
    const { organizationId, kind, entityId, subject, subjectId } = grant
    const ref = refOf(grants, organizationId, kind, entityId, subject, subjectId)
    return [wrongThing(grant, whole), wrongSubject(grant, whole)].flatMap(found =>
      found ? [breach(found.invariant, [ref], { problem: found.problem })] : [],
    )
  })

const wrongThing = ({ organizationId, kind, entityId, role }: Grant, whole: Whole): Wrong | undefined => {
  const entity = whole.get(entities, kind, entityId)
  if (!entity) return wrong('INV-03', 'entity_missing')
  if (entity.organizationId !== organizationId) return wrong('INV-03', 'entity_of_another_organization')
  return permissionsOf(kind, role) ? undefined : wrong('INV-14', 'role_of_another_kind')
}

const wrongSubject = (grant: Grant, whole: Whole): Wrong | undefined => {
  const { organizationId, subjectId } = grant
  if (grant.subject === 'group')
    return whole.has(groups, organizationId, subjectId) ? undefined : wrong('INV-14', 'grant_to_no_group')
  const member = whole.get(memberships, organizationId, subjectId)
  if (!member) return wrong('INV-14', 'grant_to_no_member')
  if (grant.term > member.term) return wrong('INV-25', 'grant_of_a_term_to_come')
  if (member.status !== 'ended' && grant.term === member.term) return undefined
  const leaving = whole.get(offboardings, organizationId, subjectId)
  return leaving && leaving.term >= grant.term ? undefined : wrong('INV-14', 'empty_grant_left')
}

/** The grants on which INV-08 rests. */
export const lastingAdmins = (whole: Whole): readonly UserGrant[] =>
  whole
    .all(grants)
    .filter((grant): grant is UserGrant => grant.subject === 'user')
    .filter(grant => {
      const member = whole.get(memberships, grant.organizationId, grant.subjectId)
      return countsAsAdmin(grant, member, whole.get(users, grant.subjectId)?.status)
    })

/** INV-08, ENT-7: whatever an organization has, somebody administers for good. */
export const cared = (whole: Whole): readonly Breach[] => {
  const kept = new Set(lastingAdmins(whole).map(({ kind, entityId }) => `${kind}/${entityId}`))
  return whole
    .all(entities)
    .filter(({ kind, id }) => isGranted(kind) && !kept.has(`${kind}/${id}`))
    .map(({ kind, id }) => breach('INV-08', [refOf(entities, kind, id)], { problem: 'no_admin' }))
}

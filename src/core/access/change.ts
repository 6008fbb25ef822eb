import type { EntityRole } from '../entity/index.ts'
import type { RoleName } from '../role/index.ts'
import type { AccessFacts, AccessGrant } from './model.ts'

/**
 * ACC-4. One change that helps towards access. `groupId` says that it is about the grant of a group; without it, about
 * the actor's own.
 *
 * @since 0.2.0
 */
export type AccessChange =
  | { readonly kind: 'restore_organization' }
  | { readonly kind: 'reactivate_user' }
  | { readonly kind: 'reactivate_member' }
  /** Whoever was never in, or is out: they come in anew, and nothing that they once had comes with them (INV-25). */
  | { readonly kind: 'add_member'; readonly role: RoleName }
  | { readonly kind: 'assign_role'; readonly role: RoleName }
  | { readonly kind: 'restore_entity' }
  | { readonly kind: 'set_progress'; readonly progress: 'in_progress' }
  /** In place of the actor's own grant, where there is one. */
  | { readonly kind: 'give_grant'; readonly role: EntityRole }
  | { readonly kind: 'renew_grant'; readonly role: EntityRole; readonly groupId?: string }
  | { readonly kind: 'add_stage'; readonly role: EntityRole; readonly groupId?: string; readonly stage: string }
  | { readonly kind: 'lift_stages'; readonly role: EntityRole; readonly groupId?: string }
  /** ACC-2: of the session, for whoever sets up or uses one of these. */
  | { readonly kind: 'enrol_factor' | 'use_factor'; readonly factors: readonly string[] }

type GrantChange = Extract<AccessChange, { kind: 'renew_grant' | 'add_stage' | 'lift_stages' }>

const isAbout = ({ role, groupId }: GrantChange, grant: AccessGrant): boolean =>
  grant.role === role && (grant.through.kind === 'group' ? grant.through.groupId : undefined) === groupId

const grantAfter = (grant: AccessGrant, change: GrantChange): AccessGrant => {
  if (!isAbout(change, grant)) return grant
  const { until, stages, ...rest } = grant
  switch (change.kind) {
    case 'renew_grant':
      return { ...rest, stages }
    case 'add_stage':
      return { ...rest, until, stages: [...(stages ?? []), change.stage] }
    case 'lift_stages':
      return { ...rest, until }
  }
}

/** The facts once the change is made. */
export const factsAfter = (facts: AccessFacts, change: AccessChange): AccessFacts => {
  const { actor, organization, membership, resource, grants } = facts
  switch (change.kind) {
    case 'restore_organization':
      return { ...facts, organization: { ...organization, status: 'active' } }
    case 'reactivate_user':
      return { ...facts, actor: { ...actor, status: 'active' } }
    case 'reactivate_member':
      return membership ? { ...facts, membership: { ...membership, status: 'active' } } : facts
    case 'add_member':
      return { ...facts, membership: { status: 'active', assigned: { role: change.role } }, grants: [] }
    case 'assign_role':
      return membership ? { ...facts, membership: { ...membership, assigned: { role: change.role } } } : facts
    case 'restore_entity':
      return resource.kind === 'organization' ? facts : { ...facts, resource: { ...resource, status: 'active' } }
    case 'set_progress':
      return resource.kind === 'project' ? { ...facts, resource: { ...resource, progress: change.progress } } : facts
    case 'give_grant': {
      const others = grants.filter(({ through }) => through.kind !== 'user')
      return { ...facts, grants: [...others, { role: change.role, through: { kind: 'user' } }] }
    }
    case 'enrol_factor':
    case 'use_factor':
      return facts
    case 'renew_grant':
    case 'add_stage':
    case 'lift_stages':
      return { ...facts, grants: grants.map(grant => grantAfter(grant, change)) }
  }
}

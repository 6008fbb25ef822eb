import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, OrganizationId, ok, pageFields, pageNeed, pageOf, reason, type View } from '../../kernel/index.ts'
import {
  AnyRoleName,
  type ChangeCatalogueRefusal,
  MAX_ROLES,
  type OrganizationPermission,
  organizationPermissions,
  planCatalogueChange,
  RoleType,
} from '../../role/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../authorize.ts'
import { memberships } from '../model.ts'
import { effectiveRole, type MemberState, stateOf } from '../rules.ts'

/** A catalogue as data; what it means is judged apart from its shape. */
const Catalogue = z.strictObject({
  strongestFirst: z.array(z.string()).max(MAX_ROLES).readonly(),
  roles: z.record(
    z.string(),
    z.strictObject({
      type: RoleType,
      administers: z.boolean(),
      permissions: z
        .array(z.enum(organizationPermissions as [OrganizationPermission]))
        .max(MAX_ROLES)
        .readonly(),
      manages: z.union([z.literal('all'), z.array(z.string()).max(MAX_ROLES).readonly()]),
    }),
  ),
})

const Preview = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  to: Catalogue,
  targets: z.record(AnyRoleName, AnyRoleName),
  ...pageFields,
})

/** One member whom a change of the catalogue would concern. @since 0.2.0 */
export type CatalogueMember = {
  readonly userId: string
  readonly state: MemberState
  readonly from: string
  readonly to: string
  readonly gains: readonly OrganizationPermission[]
  readonly loses: readonly OrganizationPermission[]
}

/** One page of the members; `examined` of them were looked at. @since 0.2.0 */
export type CataloguePreview = {
  readonly examined: number
  readonly members: readonly CatalogueMember[]
  readonly next?: string
}

/** @since 0.2.0 */
export type PreviewCatalogueRefusal = AuthorizeRefusal | ChangeCatalogueRefusal

const BY_ORGANIZATION = 'membership_by_organization'

/** ROL-1, AUD-2: whose role would have another name, and who would gain or lose permissions, if the catalogue changed. */
export const previewCatalogue: View<typeof Preview, CataloguePreview, PreviewCatalogueRefusal, Env> = {
  name: 'members.previewCatalogue',
  command: Preview,
  reads: (command, found) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    pageNeed(command, BY_ORGANIZATION, command.organizationId),
  ],
  answer: ({ actor, organizationId, to, targets }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.read', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const change = planCatalogueChange(env.roles, to, targets)
    if (!change.ok) return change
    const changes = new Map(change.value.permissions.map(each => [each.role, each]))
    const { items, ...page } = pageOf(slice, memberships, [BY_ORGANIZATION, organizationId], member => member)
    const members = items.flatMap(member => {
      const state = stateOf(member, env)
      const role = state === 'ended' ? undefined : effectiveRole(member, env)
      const changed = role === undefined ? undefined : changes.get(role)
      if (!changed || (changed.role === changed.to && changed.gains.length + changed.loses.length === 0)) return []
      const { role: from, to: after, gains, loses } = changed
      return [{ userId: member.userId, state, from, to: after, gains, loses }]
    })
    return ok({
      value: { examined: items.length, members, ...page },
      because: [allowed.value, reason('catalogue_change_previewed', ['ROL-1', 'AUD-2'])],
    })
  },
}

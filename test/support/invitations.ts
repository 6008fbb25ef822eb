import type { InvitationId } from '../../src/core/invitation/index.ts'
import type { Actor } from '../../src/core/kernel/index.ts'
import { defaultRoles, defineRoles, extendRoles } from '../../src/core/role/index.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { email, type Org, tokenIn, type World } from './world.ts'

/** The address that most tests invite, and whose user accepts. */
export const INES = 'ines@people.com'

export const accept = ({ charter }: Pick<World, 'charter'>, token: string, address = INES) =>
  charter.invitations.accept({ token, email: email(address) })

export const resend = async (
  { charter }: World,
  { admin: actor, id: organizationId }: Org,
  invitation: InvitationId,
) => {
  const answer = await charter.invitations.resend({ actor, organizationId, invitationId: invitation })
  unwrap(answer)
  return tokenIn(answer)
}

export const revoke = ({ charter }: World, { admin: actor, id: organizationId }: Org, invitation: InvitationId) =>
  charter.invitations.revoke({ actor, organizationId, invitationId: invitation })

/** A dataset, and the grant of a role on it as an invitation names it. */
export const datasetOf = async ({ charter }: World, { admin: actor, id: organizationId }: Org, admins?: Actor[]) => {
  const named = admins?.flatMap(admin => (admin.kind === 'user' ? [admin.userId] : []))
  const { id } = unwrap(
    await charter.datasets.create({ actor, organizationId, name: 'Streets', ...(named && { admins: named }) }),
  )
  return { id, grant: (role: string) => ({ kind: 'dataset' as const, id: id as string, role }) }
}

/** The same store under another catalogue of roles. */
export const underRoles = ({ store, clock }: World, roles: Parameters<typeof createCharter<string>>[0]['roles']) => ({
  charter: createCharter<string>({ store, clock: clock.now, ...(roles && { roles }) }),
})

/** A catalogue that has lost every role but one. */
export const adminAlone = defineRoles({
  strongestFirst: ['admin'],
  roles: { admin: { ...defaultRoles.roles.admin, manages: 'all' } },
})

/** The default roles with a lead, who may invite to a stronger role that permits nothing. */
export const boostRoles = extendRoles(defaultRoles, {
  strongestFirst: ['admin', 'star', 'lead', 'internal', 'external', 'workforce'],
  roles: {
    star: { type: 'internal', administers: false, permissions: [], manages: [] },
    lead: { type: 'internal', administers: false, permissions: ['members.invite'], manages: ['star', 'lead'] },
  },
})

import { administers, memberships } from '../../membership/index.ts'
import { organizations } from '../../organization/index.ts'
import { users } from '../../user/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import type { Whole } from './read-world.ts'

/** INV-01: an active organization has an active member, whose user is active, with a role that administers. */
export const administered = (whole: Whole, { roles }: Given): readonly Breach[] => {
  const withAdmin = new Set<string>()
  for (const member of whole.all(memberships))
    if (administers(member, roles) && whole.get(users, member.userId)?.status !== 'deactivated')
      withAdmin.add(member.organizationId)
  return whole
    .all(organizations)
    .filter(({ id, status }) => status === 'active' && !withAdmin.has(id))
    .map(({ id }) => breach('INV-01', [id], { problem: 'no_admin' }))
}

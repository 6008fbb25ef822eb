import type { DomainLists } from '../../ports/domain-lists.ts'
import { addressKey, type VerifiedEmail } from '../email/index.ts'
import { type Instant, type OrganizationId, put, UserId, type Write } from '../kernel/index.ts'
import { type User, userEmails, users } from './model.ts'

type NewUser = {
  readonly email: VerifiedEmail
  readonly name?: string | undefined
  readonly homeOrganizationId: OrganizationId
}

type Given = { readonly now: Instant; readonly newId: () => string; readonly lists: DomainLists }

/** EML-3, ORG-3: a user is made of a proven address, within one organization, together with the key of the address. */
export const createUser = (
  { email, name, homeOrganizationId }: NewUser,
  env: Given,
): { readonly user: User; readonly writes: readonly Write[] } => {
  const user: User = {
    id: UserId.parse(env.newId()),
    homeOrganizationId,
    email: { local: email.local, domain: email.domain },
    site: siteOf(email.domain, env.lists),
    verifiedBy: email.verifiedBy,
    ...(name !== undefined && { name }),
    status: 'active',
    createdAt: env.now,
  }
  return { user, writes: [put(users, user), put(userEmails, { address: addressKey(email), userId: user.id })] }
}

/** Under what a domain's people are found: a rule, which is never on a public suffix, has the same site as they. */
export const siteOf = (domain: string, lists: DomainLists): string => lists.registrable(domain) ?? domain

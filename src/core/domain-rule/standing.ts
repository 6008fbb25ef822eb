import { hasExpired, type Instant } from '../kernel/index.ts'
import { type RoleCatalogue, roleOf } from '../role/index.ts'
import type { DomainOwner, DomainRule } from './model.ts'

/**
 * DOM-3. How a rule stands at this moment; only `trusted` has effect (INV-06).
 *
 * - `pending`: no proof yet · `lapsed`: its proof has run out · `disputed`: two organizations proved the domain
 * - `superseded`: another organization owns the domain by now · `consent_ended`: the owner who agreed no longer owns it
 * - `public`: a public provider or suffix without an operator's override
 * - `role_missing`: the catalogue lost the role, or lets it administer by now (DOM-2)
 * - `removing`: it is being taken away
 *
 * @since 0.1.0
 */
export type Standing =
  | 'pending'
  | 'trusted'
  | 'lapsed'
  | 'disputed'
  | 'superseded'
  | 'consent_ended'
  | 'public'
  | 'role_missing'
  | 'removing'

export type StandingFacts = {
  readonly owner: DomainOwner | undefined
  /** The owner's own rule for the domain, which a consent rests on. */
  readonly ownersRule: DomainRule | undefined
  readonly isPublic: boolean
  readonly roles: RoleCatalogue
  readonly now: Instant
}

/** DOM-4: whether the rule is of the type that makes an owner. */
export const isInternal = ({ role }: DomainRule, { roles }: Pick<StandingFacts, 'roles'>): boolean =>
  roleOf(roles, role)?.type === 'internal'

/** The one function that says whether a rule has effect. */
export const standingOf = (rule: DomainRule, facts: StandingFacts): Standing => {
  const { owner, isPublic, roles, now } = facts
  if (rule.status !== 'trusted') return rule.status
  const role = roleOf(roles, rule.role)
  if (!role || role.administers) return 'role_missing'
  if (isPublic) return 'public'
  if (hasExpired(rule.proof.until, now)) return 'lapsed'
  if (role.type === 'internal') return ownership(rule, owner)
  return rule.proof.kind === 'owner_consent' ? consent(rule.proof, facts) : 'trusted'
}

const ownership = (rule: DomainRule, owner: DomainOwner | undefined): Standing => {
  const isOwner = owner?.organizationId === rule.organizationId && owner.claim === rule.claim.token
  if (isOwner) return owner.dispute ? 'disputed' : 'trusted'
  const { dispute } = owner ?? {}
  return dispute?.organizationId === rule.organizationId && dispute.claim === rule.claim.token
    ? 'disputed'
    : 'superseded'
}

/** DOM-3: what an owner agreed to stands as the owner's own rule does. */
const consent = (
  proof: { readonly owner: string; readonly tenure: string },
  { ownersRule, ...facts }: StandingFacts,
): Standing => {
  const { owner } = facts
  if (owner?.organizationId !== proof.owner || owner.tenure !== proof.tenure || !ownersRule) return 'consent_ended'
  return standingOf(ownersRule, { ...facts, ownersRule: undefined })
}

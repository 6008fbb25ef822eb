import { type Reason, reason } from '../kernel/reason.ts'
import type { SignInFacts, SignInMembership } from './sign-in.ts'
import { isMemberType, isReason, type Terms, termsFor } from './terms.ts'

/** The policies that bind a sign-in, and why. */
export type Binding = { readonly terms: readonly Terms[]; readonly reasons: Reason[] }

/** MFA-6: home binds the account of its own people, and of nobody else. */
const isOwnPerson = ({ status, type, isHome }: SignInMembership): boolean =>
  isHome && status === 'active' && type === 'internal'

/** INV-28: a word that is none of these must not be taken for one that lets in. */
const isReadable = ({ status, type, isHome }: SignInMembership): boolean =>
  (status === 'active' || status === 'suspended' || status === 'ended') &&
  isMemberType(type) &&
  typeof isHome === 'boolean'

/**
 * MFA-6. The policy of the home organization binds the account, and that of the entered one whoever enters it. What
 * another organization says, such as one that merely listed a domain, is not looked at. Undefined where it makes no sense.
 */
export const bindingOf = ({ memberships, entering, user, now }: SignInFacts): Binding | undefined => {
  const terms: Terms[] = []
  const reasons: Reason[] = []
  for (const member of memberships) {
    if (!isReadable(member)) return undefined
    const { organizationId } = member
    const isEntered = entering !== undefined && organizationId === entering
    if (!isEntered && !member.isHome) continue
    if (!isEntered && !isOwnPerson(member)) {
      reasons.push(reason('home_binds_its_own_people', ['MFA-6'], { organizationId }))
      continue
    }
    const found = termsFor(member, user.id, now)
    if (found === undefined) return undefined
    if (isReason(found)) reasons.push(found)
    else {
      terms.push(found)
      reasons.push(whyBound(found, isEntered))
    }
  }
  if (terms.length > 1) terms.sort((a, b) => (a.organizationId < b.organizationId ? -1 : 1))
  if (reasons.length > 1) reasons.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
  return { terms, reasons }
}

const whyBound = ({ organizationId, mode }: Terms, isEntered: boolean): Reason =>
  reason(isEntered ? 'entered_policy_binds' : 'home_policy_binds', ['MFA-6'], { organizationId, mode })

const orderOf = ({ code, facts }: Reason): string => `${String(facts['organizationId'])} ${code}`

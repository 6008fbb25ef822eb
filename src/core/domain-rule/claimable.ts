import type { DomainLists } from '../../ports/domain-lists.ts'
import type { Idna } from '../../ports/idna.ts'
import { type Domain, type DomainRefusal, parseDomain } from '../email/index.ts'
import { type Result, refused } from '../kernel/index.ts'
import { claimRefusals, type UnclaimableRefusal } from './claim-refusals.ts'

/** @since 0.1.0 */
export type ClaimRefusal = DomainRefusal | UnclaimableRefusal

/** What a claim is judged by. @since 0.1.0 */
export type ClaimGiven = {
  readonly lists: DomainLists
  readonly idna?: Idna
  /** `allow_in_tests` lets `acme.test` and kin be claimed; never in production. */
  readonly specialUse: 'refuse' | 'allow_in_tests'
  /** An operator said so for this one domain: public providers and suffixes pass, special use does not. */
  readonly override?: boolean
}

/** Null where the host's lists threw or gave no yes or no. */
const ask = (question: () => unknown): boolean | null => {
  try {
    const answer = question()
    return typeof answer === 'boolean' ? answer : null
  } catch {
    return null
  }
}

/** What an operator can lift. The suffix first, for a rule there could catch everybody else. */
const whyPublic = (domain: string, lists: DomainLists): UnclaimableRefusal | null => {
  const suffix = ask(() => lists.isPublicSuffix(domain))
  if (suffix !== false) return claimRefusals[suffix ? 'domain_is_public_suffix' : 'domain_lists_failed']({ domain })
  const disposable = ask(() => lists.isDisposable(domain))
  const provider = ask(() => lists.isPublicProvider(domain))
  if (disposable === null || provider === null) return claimRefusals.domain_lists_failed({ domain })
  return disposable || provider ? claimRefusals.domain_is_public_provider({ domain, disposable }) : null
}

/** What no operator can lift comes first, so that nobody overrides for nothing. */
const whyUnclaimable = (domain: Domain, { lists, specialUse, override }: ClaimGiven): UnclaimableRefusal | null => {
  if (specialUse !== 'allow_in_tests') {
    const special = ask(() => lists.isSpecialUse(domain))
    if (special !== false) return claimRefusals[special ? 'domain_is_special_use' : 'domain_lists_failed']({ domain })
  }
  return override === true ? null : whyPublic(domain, lists)
}

/**
 * Whether a rule for the domain needs an operator's override (INV-06): a public provider or suffix, by the lists as
 * they are now; lists that do not answer make it one (INV-28).
 */
export const isPublicDomain = (domain: string, lists: DomainLists): boolean => whyPublic(domain, lists) !== null

/** The same where owning protects: lists that do not answer take nothing from an owner, for that would let others in (INV-28). */
export const isKnownPublic = (domain: string, lists: DomainLists): boolean => {
  const why = whyPublic(domain, lists)
  return why !== null && why.code !== 'domain_lists_failed'
}

/**
 * Whether a domain may carry an organization's rule at all: nobody owns a public mail provider, a public suffix or a
 * name set aside. Whose it is, is for the proof to say (DOM-3).
 *
 * @invariant EML-4, INV-06
 * @param input - the domain as it came in, of any type
 * @param given - the lists, `specialUse`, and whether an operator made an exception for this domain
 * @returns the domain in canonical form
 * @refuses domain_is_special_use when the name is set aside (`.test`, `.example` …) and this is no test
 * @refuses domain_is_public_suffix when others register names below it
 * @refuses domain_is_public_provider when anybody can get an address there
 * @refuses domain_lists_failed when the lists do not answer (INV-28)
 * @example
 * judgeClaim('gmail.com', { lists: createDomainLists(), specialUse: 'refuse' }) // domain_is_public_provider
 * @see https://www.rfc-editor.org/rfc/rfc6761
 * @since 0.1.0
 */
export const judgeClaim = (input: unknown, given: ClaimGiven): Result<Domain, ClaimRefusal> => {
  const parsed = parseDomain(input, given.idna ? { idna: given.idna } : {})
  if (!parsed.ok) return parsed
  const why = whyUnclaimable(parsed.value, given)
  return why === null ? parsed : refused(why)
}

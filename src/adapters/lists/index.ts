import { getDomain } from 'tldts'
import type { DomainLists } from '../../ports/domain-lists.ts'
import { DISPOSABLE_PROVIDERS } from './disposable-providers.ts'
import { SPECIAL_USE, TENANT_SUFFIXES } from './other-domains.ts'
import { PUBLIC_PROVIDERS, STAFF_DOMAINS } from './public-providers.ts'

/**
 * What a host adds to the shipped lists. It can only refuse more: nothing here takes an entry away (INV-28); that is
 * an operator's override of one domain. Entries are in canonical form (lower-case A-labels).
 *
 * @since 0.1.0
 */
export type MoreDomainLists = {
  /** Public too, each with what is below it. */
  readonly publicProviders?: readonly string[]
  /** Suffixes below which the host's customers, or anybody, get names: not claimable themselves, what is below is. */
  readonly publicSuffixes?: readonly string[]
  /** Set aside as well, each with what is below it, such as a network's own `corp`. */
  readonly specialUse?: readonly string[]
  /** Asked for a domain and for each one above it. Synchronous; if it throws, no claim passes. */
  readonly disposable?: (domain: string) => boolean
}

const LABEL = /^[a-z0-9\u0080-\uffff-]{1,63}$/
const ENTRY = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/
const LONGEST = 253
const WITH_PRIVATE_SECTION = { allowPrivateDomains: true, extractHostname: false }

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const entries = (name: string, given: readonly string[] = []): readonly string[] => {
  for (const entry of given)
    if (typeof entry !== 'string' || entry.length > LONGEST || !ENTRY.test(entry))
      throw new TypeError(`${name} takes domains in lower-case A-labels, not ${JSON.stringify(entry)}`)
  return given
}

/** ASCII-lower-cased; null for whatever has an empty label or is no host name: tldts would make something of it. */
const hostname = (domain: string): string | null => {
  if (typeof domain !== 'string' || domain.length > LONGEST) return null
  const name = domain.replace(/[A-Z]/g, letter => letter.toLowerCase())
  return name.split('.').every(label => LABEL.test(label)) ? name : null
}

/** The domain and those above it, nearest first; none for what is no host name. */
const lineage = (domain: string): readonly string[] => {
  const name = hostname(domain)
  if (name === null) return []
  const labels = name.split('.')
  return labels.map((_, index) => labels.slice(index).join('.'))
}

const registrableIn = (domain: string, tenantSuffixes: ReadonlySet<string>): string | null => {
  const name = hostname(domain)
  const listed = name === null ? null : getDomain(name, WITH_PRIVATE_SECTION)
  if (name === null || listed === null || tenantSuffixes.has(name)) return null
  const line = lineage(name)
  const below = line[line.findIndex(above => tenantSuffixes.has(above)) - 1]
  return below !== undefined && below.length > listed.length ? below : listed
}

const REMEMBERED = 1_024

/** The shipped lists never change, and one domain is asked for again and again: by each reading of one command, and by the next. */
const remembering = <T>(answer: (domain: string) => T): ((domain: string) => T) => {
  const answers = new Map<string, T>()
  return domain => {
    if (answers.has(domain)) return answers.get(domain) as T
    if (answers.size >= REMEMBERED) answers.clear()
    const value = answer(domain)
    answers.set(domain, value)
    return value
  }
}

/**
 * The lists that are used unless the host brings its own: the Public Suffix List by tldts, and dated, reviewed lists
 * of public, disposable and special-use domains (EML-4).
 *
 * @param more - what the host adds; an entry that is not in canonical form is a `TypeError`, for it would never match
 * @returns lists that never throw unless `more.disposable` does
 * @example
 * const lists = createDomainLists({ publicProviders: ['mail.vendor.example'] })
 * lists.isPublicProvider('us.yahoo.com') // true
 * lists.registrable('shop.acme.co.uk') // 'acme.co.uk'
 * @see https://publicsuffix.org/list/
 * @since 0.1.0
 */
export const createDomainLists = (more: MoreDomainLists = {}): DomainLists => {
  const providers = new Set(words(PUBLIC_PROVIDERS))
  const staff = new Set(words(STAFF_DOMAINS))
  const disposables = new Set(words(DISPOSABLE_PROVIDERS))
  const added = new Set(entries('publicProviders', more.publicProviders))
  const tenantSuffixes = new Set([...words(TENANT_SUFFIXES), ...entries('publicSuffixes', more.publicSuffixes)])
  const specialUse = new Set([...words(SPECIAL_USE), ...entries('specialUse', more.specialUse)])
  const { disposable } = more

  const registrable = remembering(domain => registrableIn(domain, tenantSuffixes))
  const isShippedDisposable = remembering(domain => lineage(domain).some(name => disposables.has(name)))
  const isShippedProvider = remembering(domain => {
    const line = lineage(domain)
    const nearest = line.find(name => staff.has(name) || providers.has(name))
    return (nearest !== undefined && providers.has(nearest)) || line.some(name => added.has(name))
  })
  const isDisposable = (domain: string) =>
    isShippedDisposable(domain) || (disposable !== undefined && lineage(domain).some(name => !!disposable(name)))
  return {
    isPublicProvider: domain => isShippedProvider(domain) || isDisposable(domain),
    isDisposable,
    isPublicSuffix: domain => registrable(domain) === null,
    isSpecialUse: domain => lineage(domain).some(name => specialUse.has(name)),
    registrable,
  }
}

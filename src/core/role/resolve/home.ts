import type { Because } from '../../kernel/reason.ts'
import { isInternal } from './ownership.ts'
import { homeLowestId, homeMostSpecific, homeOldestRule, homeOwnsDomain } from './reasons.ts'
import { byMostSpecific, byOrganization, type JudgedRule } from './rule.ts'

type Winner = { readonly rule: JudgedRule }
type Home = { readonly home: string | null; readonly because: Because }

/**
 * RES-3: the user's home is the owner of the domain, else the organization of the most specific rule, else of the
 * oldest one; ties by id.
 *
 * @param matches The winning rule of each organization.
 * @param applying All rules that apply, because an owner is one also where an exception of its own wins.
 */
export const electHome = (matches: readonly Winner[], applying: readonly JudgedRule[]): Home => {
  const owners = applying.filter(isInternal)
  const candidates = owners.length > 0 ? owners : matches.map(({ rule }) => rule)
  const [home] = candidates.sort(byClaim)
  if (!home) return { home: null, because: Object.freeze([]) }
  return { home: home.organizationId, because: isInternal(home) ? homeOwnsDomain : whyHome(home, candidates) }
}

const whyHome = (home: JudgedRule, candidates: readonly JudgedRule[]): Because => {
  const rivals = candidates.filter(rule => rule !== home && rule.domain.length === home.domain.length)
  if (rivals.length === 0) return homeMostSpecific
  return rivals.some(rule => age(rule) === age(home)) ? homeLowestId : homeOldestRule
}

const byClaim = (a: JudgedRule, b: JudgedRule): number =>
  byMostSpecific(a, b) || age(a) - age(b) || byOrganization(a, b)

/** A rule that does not say how old it is, is the youngest: nobody becomes home by leaving the date out. */
const age = (rule: JudgedRule): number => rule.createdAt ?? Number.MAX_VALUE

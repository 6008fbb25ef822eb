import type { Because } from '../../kernel/reason.ts'
import { isInternal } from './ownership.ts'
import { HOME } from './reasons.ts'
import type { JudgedRule } from './rule.ts'

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
  const home = candidates.reduce<JudgedRule | undefined>(
    (best, rule) => (best && compare(best, rule) <= 0 ? best : rule),
    undefined,
  )
  if (!home) return { home: null, because: HOME.nothing }
  return {
    home: home.organizationId,
    because: owners.length > 0 ? HOME.home_owns_domain : whyHome(home, candidates),
  }
}

const whyHome = (home: JudgedRule, candidates: readonly JudgedRule[]): Because => {
  const rivals = candidates.filter(rule => rule !== home && rule.domain.length === home.domain.length)
  if (rivals.length === 0) return HOME.home_most_specific
  return rivals.some(rule => age(rule) === age(home)) ? HOME.home_lowest_id : HOME.home_oldest_rule
}

const compare = (a: JudgedRule, b: JudgedRule): number =>
  b.domain.length - a.domain.length || Math.sign(age(a) - age(b)) || (a.organizationId < b.organizationId ? -1 : 1)

/** A rule that does not say how old it is, is the youngest: nobody becomes home by leaving the date out. */
const age = (rule: JudgedRule): number => rule.createdAt ?? Number.MAX_VALUE

import { byMostSpecific, type JudgedRule } from './rule.ts'

/**
 * RES-8: the owner of a domain may let another organization own one below it, and has then no say there. Answers, for
 * a rule, whether it is of that kind: internal, under a more specific internal rule of another organization.
 *
 * @param applying The rules that apply to one address.
 */
export const ownershipAmong = (applying: readonly JudgedRule[]): ((rule: JudgedRule) => boolean) => {
  const internal = applying.filter(isInternal).sort(byMostSpecific)
  const [first] = internal
  const second = internal.find(rule => rule.organizationId !== first?.organizationId)
  return rule => {
    const rival = rule.organizationId === first?.organizationId ? second : first
    return isInternal(rule) && rival !== undefined && rival.domain.length > rule.domain.length
  }
}

export const isInternal = (rule: JudgedRule): boolean => rule.type === 'internal'

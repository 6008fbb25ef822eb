import { type Offboarding, offboardings } from '../../grant/index.ts'
import { refOf } from '../../kernel/index.ts'
import { memberships } from '../../membership/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

/** INV-03, INV-25: what is to be cleared away is of somebody who was in, and of a term that is over. */
export const leaving = (whole: Whole): readonly Breach[] =>
  whole.all(offboardings).flatMap(each => {
    const problem = problemOf(each, whole)
    if (!problem) return []
    const invariant = problem === 'offboarding_of_nobody' ? 'INV-03' : 'INV-25'
    return [breach(invariant, [refOf(offboardings, each.organizationId, each.userId)], { problem })]
  })

const problemOf = ({ organizationId, userId, term }: Offboarding, whole: Whole): string | undefined => {
  const member = whole.get(memberships, organizationId, userId)
  if (!member) return 'offboarding_of_nobody'
  if (term > member.term) return 'offboarding_of_a_term_to_come'
  return term === member.term && member.status !== 'ended' ? 'offboarding_of_a_member' : undefined
}

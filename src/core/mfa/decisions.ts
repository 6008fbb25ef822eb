import type { Case } from './case.ts'
import { amrIn, amrSet, isMultiple } from './categories.ts'
import { BY_DEVICE, type Evidence } from './evidence.ts'
import type { AssuranceLevel, SignInDecision } from './sign-in.ts'
import type { Terms } from './terms.ts'

type Decided = Pick<SignInDecision, 'because' | 'determinedBy' | 'aal' | 'amr'>

/** What all decisions say: why, by which policies, and what the session reached. */
export const decided = (at: Case, by: readonly Terms[]): Decided => ({
  because: at.because,
  determinedBy: idsOf(by),
  aal: levelOf(at.evidence),
  amr: amrOf(at),
})

export const idsOf = (terms: readonly Terms[]): readonly string[] => {
  const ids: string[] = []
  for (const { organizationId } of terms) ids.push(organizationId)
  return ids
}

/** NIST SP 800-63B-4 §2: two categories are AAL2, and with a key that never leaves its authenticator AAL3. */
const levelOf = ({ nist, hasBoundKey }: Evidence): AssuranceLevel => {
  if (nist === 0) return 0
  if (!isMultiple(nist)) return 1
  return hasBoundKey ? 3 : 2
}

const MFA = amrSet('mfa')

const amrOf = ({ evidence, own }: Case): readonly string[] => {
  const isMfa = isMultiple(evidence.apart) || (own.ways & ~BY_DEVICE) !== 0
  return amrIn(isMfa ? evidence.amr | MFA : evidence.amr)
}

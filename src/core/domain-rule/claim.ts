import type { Env } from '../env.ts'
import { add, newToken, type Write } from '../kernel/index.ts'
import { type DomainRule, TRUSTED_RULES_PER_DOMAIN, trustedRuleCounts } from './model.ts'

type Settled = Exclude<DomainRule, { status: 'removing' }>

/** DOM-3: a claim begun anew: earlier proofs are for another version and count no more. */
export const reclaimed = (rule: DomainRule, env: Env): Extract<DomainRule, { status: 'pending' }> => {
  const { proof: _, removedAt: __, ...rest } = rule as DomainRule & { proof?: unknown; removedAt?: unknown }
  return {
    ...(rest as Settled),
    status: 'pending',
    claim: { version: rule.claim.version + 1, token: newToken(env.random) },
  }
}

/** The count of trusted rules on the domain goes along with the state, so that a sign-up reads a bounded number. */
export const countTrusted = (before: DomainRule | undefined, after: DomainRule | undefined): readonly Write[] => {
  const domain = (after ?? before)?.domain
  const by = Number(after?.status === 'trusted') - Number(before?.status === 'trusted')
  return by === 0 || domain === undefined
    ? []
    : [add(trustedRuleCounts, [domain], by, { min: 0, max: TRUSTED_RULES_PER_DOMAIN })]
}

import { z } from 'zod'
import type { Env } from '../env.ts'
import { type Actor, type Made, ok, ReasonText, type Result, refused, type Slice } from '../kernel/index.ts'
import { challengeOf, provesClaim } from './challenge.ts'
import { type DomainRule, domainOwners, type RuleProof } from './model.ts'
import { standingOwner } from './ownership.ts'
import { domainRuleRefusals } from './refusals.ts'
import { isInternal } from './standing.ts'

const TxtValue = z.string().max(65_535)

/** DOM-3. What is handed in as proof. `records` are all TXT records found, each a text or its chunks. @since 0.1.0 */
export const Proof = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('dns_txt'),
    records: z
      .array(z.union([TxtValue, z.array(TxtValue).max(300).readonly()]))
      .max(1_000)
      .readonly(),
  }),
  z.strictObject({ kind: z.literal('operator'), reason: ReasonText }),
  z.strictObject({ kind: z.literal('owner_consent') }),
])
export type Proof = z.output<typeof Proof>

/** @since 0.1.0 */
export type ProofRefusal = Made<
  | typeof domainRuleRefusals.domain_proof_missing
  | typeof domainRuleRefusals.domain_proof_operator_only
  | typeof domainRuleRefusals.domain_consent_internal
  | typeof domainRuleRefusals.domain_not_owned
>

/** DOM-3: is this a proof of this version of the claim, and until when? */
export const judgeProof = (
  rule: DomainRule,
  { actor, proof }: { readonly actor: Actor; readonly proof: Proof },
  slice: Slice,
  env: Env,
): Result<RuleProof, ProofRefusal> => {
  const proven = { at: env.now, until: env.now + env.proofValidFor, by: actor }
  switch (proof.kind) {
    case 'dns_txt': {
      if (provesClaim(rule, proof.records)) return ok({ kind: 'dns_txt', ...proven })
      const { name, value } = challengeOf(rule)
      return refused(domainRuleRefusals.domain_proof_missing({ name, value, found: proof.records.length }))
    }
    case 'operator':
      return ok({ kind: 'operator', reason: proof.reason, ...proven })
    case 'owner_consent':
      return consented(rule, proven, slice, env)
  }
}

/** DOM-3, DOM-4: an owner may let others have its people as guests or workforce; internal would be ownership. */
const consented = (
  rule: DomainRule,
  proven: { readonly at: number; readonly until: number; readonly by: Actor },
  slice: Slice,
  env: Env,
): Result<RuleProof, ProofRefusal> => {
  const { domain, role } = rule
  if (isInternal(rule, env)) return refused(domainRuleRefusals.domain_consent_internal({ domain, role }))
  const owner = slice.get(domainOwners, domain)
  if (!owner || owner.dispute || standingOwner(slice, domain, env)?.tenure !== owner.tenure)
    return refused(domainRuleRefusals.domain_not_owned({ domain }))
  return ok({ kind: 'owner_consent', owner: owner.organizationId, tenure: owner.tenure, ...proven })
}

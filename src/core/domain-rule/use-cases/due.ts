import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  Instant,
  type ListOf,
  type Made,
  ok,
  pageFields,
  pageNeed,
  pageOf,
  reason,
  refused,
  type View,
} from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'
import { type Challenge, challengeOf } from '../challenge.ts'
import { type DomainRule, domainRules } from '../model.ts'

const Due = z.strictObject({ actor: Actor, before: Instant, ...pageFields })

/** What the host has to look up and hand to `domainRules.prove` before `until`. @since 0.1.0 */
export type DueProof = {
  readonly organizationId: string
  readonly domain: string
  readonly proof: 'dns_txt' | 'operator' | 'owner_consent'
  readonly until: number
  readonly challenge: Challenge
}

const BY_CHECK = 'domain_rule_by_check'

/** DOM-3: the proofs that lapse before an instant, the earliest first, for the host's periodic re-check. */
export const dueProofs: View<typeof Due, ListOf<DueProof>, Made<typeof membershipRefusals.operator_only>, Env> = {
  name: 'domainRules.due',
  command: Due,
  reads: command => [pageNeed(command, BY_CHECK, 'trusted')],
  answer: ({ actor, before }, slice) => {
    if (actor.kind !== 'operator') return refused(membershipRefusals.operator_only({ action: 'domainRules.due' }))
    const page = pageOf(slice, domainRules, [BY_CHECK, 'trusted'], dueOf)
    const items = page.items.filter(due => due !== undefined && due.until < before) as DueProof[]
    const value = items.length === page.items.length ? { ...page, items } : { items }
    return ok({ value, because: [reason('proofs_due', ['DOM-3'], { before })] })
  },
}

const dueOf = (rule: DomainRule): DueProof | undefined =>
  rule.status === 'trusted'
    ? {
        organizationId: rule.organizationId,
        domain: rule.domain,
        proof: rule.proof.kind,
        until: rule.proof.until,
        challenge: challengeOf(rule),
      }
    : undefined

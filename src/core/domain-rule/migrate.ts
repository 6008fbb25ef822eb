import type { Env } from '../env.ts'
import {
  type Actor,
  type EffectDraft,
  listKey,
  type Made,
  type Need,
  ok,
  put,
  type Result,
  refOf,
  refused,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { type MembershipChange, putMemberships, sessionsToRotate } from '../membership/index.ts'
import { countTrusted, reclaimed } from './claim.ts'
import { type DomainRule, domainOwners, domainRules } from './model.ts'
import { leaveOwnership } from './ownership.ts'
import { domainRuleRefusals } from './refusals.ts'
import { isInternal } from './standing.ts'
import { finishedSweep, isLastPage, isSweeping, sweepNeeds, sweptMember, unswept } from './sweep.ts'

/** One role of an organization that goes, and the one that takes its place. */
export type Renaming = { readonly organizationId: string; readonly role: string; readonly target: string }

const giving = ({ organizationId, role }: Renaming) => ['domain_rule_by_role', organizationId, role] as const
const gave = ({ organizationId, role }: Renaming) => ['domain_rule_by_former_role', organizationId, role] as const

/** The rules that give the role, up to `limit`, and one of those that gave it and whose members have yet to follow. */
export const migrationNeeds = (renaming: Renaming, limit: number, found: Slice, env: Env): readonly Need[] => [
  { list: listKey(...giving(renaming)), limit },
  { list: listKey(...gave(renaming)), limit: 1 },
  ...found.list(domainRules, ...giving(renaming)).map(({ domain }) => refOf(domainOwners, domain)),
  ...found
    .list(domainRules, ...gave(renaming))
    .filter(isSweeping)
    .flatMap(rule => sweepNeeds(rule, found, env)),
]

export type Busy = Made<typeof domainRuleRefusals.domain_rule_sweeping | typeof domainRuleRefusals.domain_rule_removing>

/** DOM-5: a rule takes one change at a time, and a role does not go while one is on its way. */
export const rulesAtRest = (renamings: readonly Renaming[], slice: Slice): Result<null, Busy> => {
  for (const renaming of renamings) {
    const begun = slice.list(domainRules, ...gave(renaming)).filter(rule => rule.sweep?.existing !== 'migrate')
    const busy = [...begun, ...slice.list(domainRules, ...giving(renaming))].find(isSweeping)
    const refuse = busy?.status === 'removing' ? 'domain_rule_removing' : 'domain_rule_sweeping'
    if (busy) return refused(domainRuleRefusals[refuse]({ organizationId: busy.organizationId, domain: busy.domain }))
  }
  return ok(null)
}

export type Migrated = {
  readonly migrated: number
  readonly writes: readonly Write[]
  readonly effects: readonly EffectDraft[]
}

/** ROL-1: the rules that give a role which goes give the other from now on. */
export const migrateRules = (renamings: readonly Renaming[], by: Actor, slice: Slice, env: Env): Migrated => {
  const rules = renamings.flatMap(renaming =>
    slice.list(domainRules, ...giving(renaming)).map(rule => {
      const after = migratedRule(rule, renaming, by, env)
      return { rule, after, left: leaveOwnership(rule, after, slice, env) }
    }),
  )
  return {
    migrated: rules.length,
    writes: rules.flatMap(({ rule, after, left }) => [
      put(domainRules, after),
      ...countTrusted(rule, after),
      ...left.writes,
    ]),
    effects: rules.flatMap(({ rule: { organizationId, domain }, left }) => [
      { kind: 'sweep_domain_rule', organizationId, payload: { domain } },
      ...left.effects,
    ]),
  }
}

/**
 * Those who came by the rule follow in a sweep: nobody is judged anew, and nobody is put out. The proof stays, unless it
 * was none for a role of the internal type (DOM-4).
 */
const migratedRule = (rule: DomainRule, { target }: Renaming, by: Actor, env: Env): DomainRule => {
  const { edition: fromEdition, role: fromRole } = rule
  const next: DomainRule = { ...rule, role: target, edition: fromEdition + 1 }
  const unproven = rule.status !== 'removing' && isInternal(next, env) && !isInternal(rule, env)
  const after = unproven ? reclaimed(next, env) : next
  return { ...after, sweep: { existing: 'migrate', fromEdition, fromRole, by, at: env.now } }
}

/** INV-12: the next of those who came by a rule that gave the role follow it. */
export const migrateMembersByRule = (renamings: readonly Renaming[], slice: Slice, env: Env): Migrated => {
  const [rule] = renamings.flatMap(renaming => slice.list(domainRules, ...gave(renaming)).filter(isSweeping))
  if (!rule) return { migrated: 0, writes: [], effects: [] }
  const changes: readonly MembershipChange[] = unswept(rule, slice).map(each => sweptMember(each, rule, slice, env))
  return {
    migrated: changes.length,
    writes: [...putMemberships(changes, env.roles), ...(isLastPage(rule, slice) ? [finishedSweep(rule)] : [])],
    effects: sessionsToRotate(changes, env),
  }
}

import { type Domain, type DomainRefusal, parseDomain } from '../email/index.ts'
import type { Env } from '../env.ts'
import { type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import {
  type Giver,
  judgeGiving,
  judgeOffering,
  type membershipRefusals,
  memberships,
  type OfferRoleRefusal,
} from '../membership/index.ts'
import { type RoleDefinition, roleOf } from '../role/index.ts'
import { type DomainRule, domainRules } from './model.ts'
import { domainRuleRefusals } from './refusals.ts'

/** A domain as it came in with a command, in its canonical form. */
export const domainIn = (input: string, env: Pick<Env, 'idna'>): Result<Domain, DomainRefusal> =>
  parseDomain(input, { idna: env.idna })

/** What a use case reads of a domain that may yet turn out not to be one. */
export const needsOf = (
  input: string,
  env: Pick<Env, 'idna'>,
  needs: (domain: Domain) => readonly Need[],
): readonly Need[] => {
  const domain = domainIn(input, env)
  return domain.ok ? needs(domain.value) : []
}

type Settled = Extract<DomainRule, { status: 'pending' | 'trusted' }>
type Unchangeable = Made<
  | typeof domainRuleRefusals.domain_rule_not_found
  | typeof domainRuleRefusals.domain_rule_removing
  | typeof domainRuleRefusals.domain_rule_sweeping
>

export const ruleNeed = (organizationId: string, domain: string): Need => refOf(domainRules, organizationId, domain)

/** DOM-5: a rule takes one change at a time; the next waits until the last has reached everybody. */
export const changeableRule = (slice: Slice, organizationId: string, domain: string): Result<Settled, Unchangeable> => {
  const rule = slice.get(domainRules, organizationId, domain)
  if (!rule) return refused(domainRuleRefusals.domain_rule_not_found({ organizationId, domain }))
  if (rule.status === 'removing') return refused(domainRuleRefusals.domain_rule_removing({ organizationId, domain }))
  if (rule.sweep) return refused(domainRuleRefusals.domain_rule_sweeping({ organizationId, domain }))
  return ok(rule)
}

type Occupied = Made<typeof domainRuleRefusals.domain_rule_exists | typeof domainRuleRefusals.domain_rule_removing>

/** INV-05: a rule can be added where the organization has none for the domain, not even one that is going. */
export const vacantRule = (slice: Slice, organizationId: string, domain: Domain): Result<Domain, Occupied> => {
  const there = slice.get(domainRules, organizationId, domain)
  if (!there) return ok(domain)
  const refuse = there.status === 'removing' ? 'domain_rule_removing' : 'domain_rule_exists'
  return refused(domainRuleRefusals[refuse]({ organizationId, domain }))
}

/** DOM-2, ROL-3: what a rule may give; never a role that administers, nor one that is not the actor's to give. */
export const givenRole = (
  role: string,
  giver: Giver,
  env: Pick<Env, 'roles'>,
): Result<RoleDefinition, GivenRoleRefusal> =>
  roleOf(env.roles, role)?.administers
    ? refused(domainRuleRefusals.domain_rule_role_administers({ role }))
    : judgeOffering(role, giver, env.roles)

export type TakenRoleRefusal = Extract<GivenRoleRefusal, { readonly code: 'role_not_yours_to_give' }>

/**
 * ROL-3: whether the actor may take away, or change, what a rule gives: whoever could give it. What the catalogue has lost
 * nobody holds.
 */
export const takenRole = (role: string, giver: Giver, env: Pick<Env, 'roles'>): Result<unknown, TakenRoleRefusal> =>
  roleOf(env.roles, role) ? (judgeOffering(role, giver, env.roles) as Result<unknown, TakenRoleRefusal>) : ok(null)

export type OwnRoleRefusal = Made<typeof membershipRefusals.own_role_upward>

/** ROL-3: nobody raises themselves by a change of the rule by which they came; the rest is asked by `givenRole`. */
const ownRole = (
  role: string,
  { organizationId, domain }: DomainRule,
  giver: Giver,
  slice: Slice,
  env: Pick<Env, 'roles'>,
): Result<unknown, OwnRoleRefusal> => {
  const { actor } = giver
  if (actor.kind !== 'user' || slice.get(memberships, organizationId, actor.userId)?.byRule?.domain !== domain)
    return ok(null)
  return judgeGiving(role, giver, { userId: actor.userId }, env.roles) as Result<unknown, OwnRoleRefusal>
}

export type GivenRoleRefusal = OfferRoleRefusal | Made<typeof domainRuleRefusals.domain_rule_role_administers>

/** ROL-3: what a change gives is the actor's to give, and so is what it takes; and it raises nobody who makes it. */
export const judgeRoles = (
  rule: DomainRule,
  { role, takes }: { readonly role: string; readonly takes: boolean },
  giver: Giver,
  slice: Slice,
  env: Pick<Env, 'roles'>,
): Result<unknown, GivenRoleRefusal | OwnRoleRefusal> => {
  const given = givenRole(role, giver, env)
  if (!given.ok || !takes) return given
  const taken = takenRole(rule.role, giver, env)
  return taken.ok ? ownRole(role, rule, giver, slice, env) : taken
}

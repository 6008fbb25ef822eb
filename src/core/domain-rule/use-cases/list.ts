import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, type ListOf, OrganizationId, ok, pageFields, pageNeed, pageOf, type View } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { domainRules } from '../model.ts'
import { standingIn, standingNeeds } from '../standing-in.ts'
import { type DomainRuleView, viewOf } from '../view.ts'

const List = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...pageFields })

const BY_ORGANIZATION = 'domain_rule_by_organization'

/** The organization's rules in the order of their domains, each with how it stands now. */
export const listDomainRules: View<typeof List, ListOf<DomainRuleView>, AuthorizeRefusal, Env> = {
  name: 'domainRules.list',
  command: List,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    pageNeed(command, BY_ORGANIZATION, command.organizationId),
    ...found.list(domainRules, BY_ORGANIZATION, command.organizationId).flatMap(rule => standingNeeds(rule, env)),
  ],
  answer: ({ actor, organizationId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.read', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const show = (rule: Parameters<typeof viewOf>[0]) => viewOf(rule, standingIn(slice, rule, env))
    return ok({ value: pageOf(slice, domainRules, [BY_ORGANIZATION, organizationId], show), because: [allowed.value] })
  },
}

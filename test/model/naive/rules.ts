import {
  canonical,
  nearestOwned,
  ownedAbove,
  ownershipOf,
  standingOf,
  standingOwner,
  whyUnclaimable,
} from './domains.ts'
import { rederived } from './members.ts'
import { type Actor, type Asked, type Verdict, whyNobody, whyNot } from './people.ts'
import { hereOf, joiningOf, trustedNow, winnerIn } from './resolve.ts'
import {
  chainOf,
  guarded,
  isInternal,
  isLive,
  type Member,
  memberOf,
  organizationOf,
  type Proof,
  type Rule,
  ruleOf,
  typeOf,
  userOf,
  type World,
} from './world.ts'

type Model = (world: World, asked: Asked, now: number) => Verdict
const nothing: Verdict = () => {}
const PROOF_HOLDS = 90 * 86_400_000
const ASKING = ['automatic', 'offered', 'approval']

const whyNoRole = (role: string): string | undefined => {
  if (typeOf(role) === undefined) return 'role_unknown'
  return role === 'admin' ? 'domain_rule_role_administers' : undefined
}

/** The rule, if it takes a change now. */
const changeable = (world: World, organizationId: string, domain: string): Rule | string => {
  const rule = ruleOf(world, organizationId, domain)
  if (!rule) return 'domain_rule_not_found'
  if (rule.status === 'removing') return 'domain_rule_removing'
  return rule.sweep ? 'domain_rule_sweeping' : rule
}

const came = (world: World, { organizationId, domain }: Rule, edition: number): Member[] =>
  world.members.filter(
    member =>
      member.organizationId === organizationId && member.byRule?.domain === domain && member.byRule.edition === edition,
  )

const leave = (world: World, rule: Rule): void => {
  const { organizationId, domain, claim } = rule
  world.deeds.push({ domain, what: 'left', organizationId, claim })
}

const add: Model = (world, asked, now) => {
  const { organizationId, match = '', role = '', joining = '' } = asked
  const { name: domain, refused } = canonical(asked.domain)
  const why =
    whyNot(world, asked) ??
    refused ??
    whyUnclaimable(world, domain) ??
    whyNoRole(role) ??
    whyTaken(world, asked, domain)
  if (why) return why
  return ({ challenge }) => {
    const rest = { createdAt: now, edition: 1, claim: challenge.value, proof: undefined, sweep: undefined }
    world.rules.push({ organizationId, domain, match, role, joining, status: 'pending', ...rest })
  }
}

const prove: Model = (world, asked, now) => {
  const { actor, organizationId, proof } = asked
  const { name: domain, refused } = canonical(asked.domain)
  if (refused) return refused
  if (proof.kind === 'operator' && actor.kind !== 'operator') return 'domain_proof_operator_only'
  const consents = proof.kind === 'owner_consent'
  const why =
    (consents
      ? (whyNotConsent(world, actor, domain) ?? whyNot(world, { actor: OPERATOR, organizationId }))
      : whyNot(world, asked)) ?? whyUnclaimable(world, domain)
  if (why) return why
  const rule = changeable(world, organizationId, domain)
  if (typeof rule === 'string') return rule
  const until = now + PROOF_HOLDS
  if (proof.kind === 'dns_txt') {
    const shown = proof.records?.map(record => (typeof record === 'string' ? record : record.join('')))
    if (!shown?.includes(rule.claim)) return 'domain_proof_missing'
  }
  if (consents) {
    if (isInternal(rule)) return 'domain_consent_internal'
    const ownership = ownershipOf(world, domain)
    const standing = standingOwner(world, domain, now)
    if (!ownership || ownership.challenger || standing?.tenure !== ownership.tenure) return 'domain_not_owned'
    const { owner, tenure } = ownership
    return () => trust(rule, { kind: proof.kind, until, tenure, owner: owner.organizationId })
  }
  const take = isInternal(rule) ? taking(world, rule, proof.kind, now) : nothing
  if (typeof take === 'string') return take
  return (value, tokens) => {
    take(value, tokens)
    trust(rule, { kind: proof.kind, until })
  }
}

const OPERATOR = { kind: 'operator', userId: '', name: 'model' }

/** DOM-3: consent is given and taken back by an admin of the owner; a stranger does not learn who that is. */
const whyNotConsent = (world: World, actor: Actor, domain: string): string | undefined => {
  const { owner } = ownershipOf(world, domain) ?? {}
  if (!owner) return 'domain_not_owned'
  if (actor.kind === 'operator') return 'operator_not_allowed'
  const nobody = whyNobody(world, actor.userId)
  if (nobody) return nobody
  const member = memberOf(world, owner.organizationId, actor.userId)
  if (!member || member.status === 'ended') return 'domain_not_owned'
  return whyNot(world, { actor, organizationId: owner.organizationId })
}

const trust = (rule: Rule, proof: Proof): void => {
  rule.status = 'trusted'
  rule.proof = proof
}

/** DOM-4: the first owns the domain; another who proves it by DNS disputes it. */
const taking = (world: World, rule: Rule, kind: string, now: number): Verdict => {
  const { domain, organizationId, claim } = rule
  const standing = standingOwner(world, domain, now)
  const parties = [standing?.owner, standing?.challenger].map(party => party?.organizationId)
  const isNew = !parties.includes(organizationId)
  if (isNew && ownedAbove(world, rule, now)) return 'domain_owned_above'
  if (!standing) {
    // Nobody took it since: the ownership goes on.
    const before = ownershipOf(world, domain)?.owner
    const what = before?.organizationId === organizationId && before.claim === claim ? 'undisputed' : 'taken'
    return () => void world.deeds.push({ domain, what, organizationId, claim })
  }
  if (isNew && standing.challenger) return 'domain_disputed'
  if (isNew && kind !== 'dns_txt') return 'domain_owned'
  return () => {
    // What lapsed meanwhile is noted now.
    if (standing.tenure === undefined) world.deeds.push({ domain, what: 'taken', ...standing.owner })
    else if (!standing.challenger) world.deeds.push({ domain, what: 'undisputed', ...standing.owner })
    if (isNew) world.deeds.push({ domain, what: 'disputed', organizationId, claim })
  }
}

const update: Model = (world, asked, now) => {
  const { organizationId } = asked
  const { name: domain, refused } = canonical(asked.domain)
  const why = whyNot(world, asked) ?? refused
  if (why) return why
  const rule = changeable(world, organizationId, domain)
  if (typeof rule === 'string') return rule
  const { match = rule.match, role = rule.role, joining = rule.joining } = asked
  const noRole = whyNoRole(role)
  if (noRole) return noRole
  const gives = match !== rule.match || role !== rule.role
  if (!gives && joining === rule.joining) return 'domain_rule_unchanged'
  const after: Rule = { ...rule, match, role, joining, edition: rule.edition + (gives ? 1 : 0) }
  const becomesOwner = isInternal(after) && !isInternal(rule)
  // A change of type or breadth, or to less asking, that nobody has agreed to needs a new proof.
  const asksLess = ASKING.indexOf(joining) < ASKING.indexOf(rule.joining)
  const isAnother = rule.proof?.kind === 'owner_consent' && (gives || asksLess)
  const isPending = rule.status === 'pending' || becomesOwner || isAnother
  if (isPending && rule.status === 'trusted') Object.assign(after, { status: 'pending', proof: undefined })
  if (!gives) return ({ challenge }) => void Object.assign(rule, after, { claim: challenge.value })
  const hasCome = came(world, rule, rule.edition).length > 0
  const gaveUp = isInternal(rule) && (!isInternal(after) || isPending)
  const reconciles = asked.existing === 'reconcile' && standingOf(world, after, now) === 'trusted'
  if (hasCome && asked.existing === 'reconcile' && !reconciles) return 'domain_rule_reconcile_untrusted'
  // By a trusted rule somebody may be coming at this moment.
  if (hasCome || rule.status === 'trusted')
    after.sweep = { existing: reconciles ? 'reconcile' : 'keep', fromEdition: rule.edition }
  return ({ challenge }) => {
    if (gaveUp) leave(world, rule)
    Object.assign(rule, after, { claim: challenge.value })
  }
}

const drop: Model = (world, asked) => {
  const { name: domain, refused } = canonical(asked.domain)
  const why = whyNot(world, asked) ?? refused
  if (why) return why
  const rule = changeable(world, asked.organizationId, domain)
  if (typeof rule === 'string') return rule
  return () => {
    leave(world, rule)
    const sweep = { existing: asked.existing, fromEdition: rule.edition }
    if (rule.status === 'pending' && came(world, rule, rule.edition).length === 0)
      world.rules = world.rules.filter(each => each !== rule)
    else Object.assign(rule, { status: 'removing', proof: undefined, sweep })
  }
}

const sweep: Model = (world, asked, now) => {
  const { name: domain, refused } = canonical(asked.domain)
  const why = whyNot(world, asked) ?? refused
  if (why) return why
  const rule = ruleOf(world, asked.organizationId, domain)
  if (!rule) return 'domain_rule_not_found'
  if (!rule.sweep) return nothing
  const { existing, fromEdition } = rule.sweep
  return () => {
    // A change that was decided reaches everybody, also if the proof lapses on the way (DOM-3).
    const others = trustedNow(world, now).filter(each => each !== rule)
    const rules = rule.status === 'trusted' ? [...others, rule] : others
    for (const member of came(world, rule, fromEdition)) reach(world, member, rule, rules, existing, now)
    rule.sweep = undefined
    if (rule.status === 'removing') world.rules = world.rules.filter(each => each !== rule)
  }
}

/** DOM-5: what a change makes of one member. */
const reach = (
  world: World,
  member: Member,
  rule: Rule,
  rules: readonly Rule[],
  existing: string,
  now: number,
): void => {
  const had = member.byRule?.role
  const user = userOf(world, member.userId)
  const winner = user && winnerIn(hereOf(world, rules, user.domain, now), member.organizationId, user.domain)
  const counts = winner && (winner === rule || joiningOf(user, winner) === 'automatic') ? winner : undefined
  const byRule = counts && { role: counts.role, domain: counts.domain, edition: counts.edition }
  const assigned = member.assigned
  const isAssigned = assigned !== undefined && isLive(world, assigned.until)
  const isKept = existing === 'keep' && had !== undefined
  if (isAssigned || member.status === 'ended' || counts?.role === had) member.byRule = byRule
  else if (isKept) Object.assign(member, { byRule, assigned: { role: had } })
  else loseOrStay(world, member, byRule, had ?? '')
}

/** INV-08: whoever administers something alone stays, by an act of a person. */
const loseOrStay = (world: World, member: Member, byRule: Member['byRule'], had: string): void => {
  const { organizationId, userId } = member
  const out = guarded(world, each => {
    const same = memberOf(each, organizationId, userId)
    if (same) rederived(each, same, byRule)
  })
  if (typeof out === 'string') Object.assign(member, { byRule, assigned: { role: had } })
  else out()
}

const release: Model = (world, asked, now) => {
  const { organizationId, to } = asked
  const { name: domain, refused } = canonical(asked.domain)
  const why = whyNot(world, asked) ?? refused
  if (why) return why
  const nearest = nearestOwned(world, chainOf(domain).slice(1), now)
  const parties = [nearest?.owner, nearest?.challenger].map(party => party?.organizationId)
  if (!parties.includes(organizationId)) return 'domain_not_yours'
  // Whoever has it alone since the other lapsed has yet to prove it again.
  if (nearest?.challenger || nearest?.tenure === undefined) return 'domain_disputed'
  if (!organizationOf(world, to)) return 'organization_not_found'
  const { tenure } = nearest
  return () => {
    world.releases = world.releases.filter(
      each => each.organizationId !== organizationId || each.domain !== domain || each.to !== to,
    )
    world.releases.push({ organizationId, domain, to, tenure })
  }
}

const withdraw: Model = (world, asked) => {
  const { actor, organizationId } = asked
  const { name: domain, refused } = canonical(asked.domain)
  if (refused) return refused
  const why = whyNotConsent(world, actor, domain)
  if (why) return why
  const rule = changeable(world, organizationId, domain)
  if (typeof rule === 'string') return rule
  if (rule.proof?.kind !== 'owner_consent') return 'domain_consent_not_given'
  return ({ challenge }) => void Object.assign(rule, { status: 'pending', proof: undefined, claim: challenge.value })
}

const settle: Model = (world, { actor, owner: organizationId, ...asked }) => {
  if (actor.kind !== 'operator') return 'operator_only'
  const { name: domain, refused } = canonical(asked.domain)
  if (refused) return refused
  const { owner, challenger } = ownershipOf(world, domain) ?? {}
  if (!owner || !challenger) return 'domain_not_disputed'
  if (owner.organizationId === organizationId)
    return () => void world.deeds.push({ domain, what: 'undisputed', ...owner })
  if (challenger.organizationId !== organizationId) return 'domain_dispute_not_a_party'
  return () => void world.deeds.push({ domain, what: 'taken', ...challenger })
}

const override: Model = (world, { actor, domain }) => {
  if (actor.kind !== 'operator') return 'operator_only'
  const { name, refused } = canonical(domain)
  return refused ?? (() => void world.overrides.push(name))
}

const endOverride: Model = (world, { actor, domain }) => {
  if (actor.kind !== 'operator') return 'operator_only'
  const { name, refused } = canonical(domain)
  if (refused) return refused
  if (!world.overrides.includes(name)) return 'domain_not_overridden'
  return () => {
    world.overrides = world.overrides.filter(each => each !== name)
  }
}

/** It refuses what the change would be refused for, though without saying whether the change would do anything. */
const preview: Model = (world, asked) => {
  const { remove, update: changed, add: added } = asked.change
  const { name: domain, refused } = canonical(remove ?? changed?.domain ?? added?.domain ?? '')
  const why =
    whyNot(world, asked) ?? refused ?? (added && (whyUnclaimable(world, domain) ?? whyTaken(world, asked, domain)))
  if (why) return why
  const rule = added ? undefined : changeable(world, asked.organizationId, domain)
  if (typeof rule === 'string') return rule
  if (remove !== undefined) return nothing
  return whyNoRole(changed?.role ?? added?.role ?? rule?.role ?? '') ?? nothing
}

const whyTaken = (world: World, { organizationId }: Asked, domain: string): string | undefined => {
  const there = ruleOf(world, organizationId, domain)
  return there && (there.status === 'removing' ? 'domain_rule_removing' : 'domain_rule_exists')
}

export const ruleModel: { readonly [method: string]: Model } = {
  'domainRules.add': add,
  'domainRules.prove': prove,
  'domainRules.update': update,
  'domainRules.remove': drop,
  'domainRules.sweep': sweep,
  'domainRules.release': release,
  'domainRules.withdrawConsent': withdraw,
  'domainRules.settle': settle,
  'domainRules.overridePublicDomain': override,
  'domainRules.endOverride': endOverride,
  'domainRules.list': (world, asked) => whyNot(world, asked) ?? nothing,
  'domainRules.preview': preview,
}

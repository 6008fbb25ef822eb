import { domainRules, trustedRuleCounts } from '../../domain-rule/index.ts'
import { ENTITY_ADMIN, linkCounts, links, relationUseCounts, useCounts } from '../../entity/index.ts'
import { adminGrantCounts, entityAdminCounts, type Grant, grants, groupGrantCounts } from '../../grant/index.ts'
import { groupSeats, seatCounts } from '../../group/index.ts'
import { type Counter, refOf } from '../../kernel/index.ts'
import { adminCounts, administers, memberCounts, membershipCounts, memberships } from '../../membership/index.ts'
import { users } from '../../user/index.ts'
import { workforceCounts } from '../../workforce/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import { lastingAdmins } from './granted.ts'
import type { Whole } from './read-world.ts'

type Counted = { readonly counter: Counter; readonly invariant: string; readonly keys: readonly string[] }

/** What a counter says is what the records say; the guard of an invariant that miscounts guards nothing. */
export const counters = (whole: Whole, { roles }: Given): readonly Breach[] => {
  const members = whole.all(memberships)
  const counted: readonly Counted[] = [
    {
      counter: adminCounts,
      invariant: 'INV-01',
      keys: members
        .filter(member => administers(member, roles) && whole.get(users, member.userId)?.status !== 'deactivated')
        .map(({ organizationId }) => organizationId),
    },
    {
      counter: memberCounts,
      invariant: 'INV-07',
      keys: members.filter(({ status }) => status !== 'ended').map(({ organizationId }) => organizationId),
    },
    { counter: membershipCounts, invariant: 'INV-07', keys: members.map(({ userId }) => userId) },
    {
      counter: workforceCounts,
      invariant: 'INV-13',
      keys: members.flatMap(({ organizationId, status, byWorkforce }) =>
        byWorkforce && status !== 'ended'
          ? [[organizationId, byWorkforce.vendorId, byWorkforce.edition].join('/')]
          : [],
      ),
    },
    {
      counter: trustedRuleCounts,
      invariant: 'INV-05',
      keys: whole.all(domainRules).flatMap(({ status, domain }) => (status === 'trusted' ? [domain] : [])),
    },
    {
      counter: seatCounts,
      invariant: 'INV-14',
      keys: whole.all(groupSeats).map(({ organizationId, groupId, seat }) => [organizationId, groupId, seat].join('/')),
    },
    ...ofGrants(whole),
    ...ofLinks(whole),
  ]
  return counted.flatMap(each => miscounts(whole, each))
}

const onWhat = ({ organizationId, kind, entityId }: Grant): string => [organizationId, kind, entityId].join('/')

const ofGrants = (whole: Whole): readonly Counted[] => {
  const all = whole.all(grants)
  return [
    { counter: entityAdminCounts, invariant: 'INV-08', keys: lastingAdmins(whole).map(onWhat) },
    {
      counter: adminGrantCounts,
      invariant: 'INV-08',
      keys: all.flatMap(({ subject, subjectId, role }) =>
        subject === 'user' && role === ENTITY_ADMIN ? [subjectId] : [],
      ),
    },
    {
      counter: groupGrantCounts,
      invariant: 'INV-14',
      keys: all.filter(({ subject }) => subject === 'group').map(onWhat),
    },
  ]
}

const ofLinks = (whole: Whole): readonly Counted[] => {
  const all = whole.all(links)
  return [
    {
      counter: linkCounts,
      invariant: 'INV-09',
      keys: all.map(({ fromKind, fromId, relation }) => [fromKind, fromId, relation].join('/')),
    },
    { counter: useCounts, invariant: 'INV-09', keys: all.map(({ toKind, toId }) => [toKind, toId].join('/')) },
    {
      counter: relationUseCounts,
      invariant: 'INV-09',
      keys: all.map(({ fromKind, relation, toId }) => [fromKind, relation, toId].join('/')),
    },
  ]
}

const miscounts = (whole: Whole, { counter, invariant, keys }: Counted): readonly Breach[] => {
  const sums = new Map<string, number>()
  for (const { of, ref } of whole.rows) if (of.name === counter.name) sums.set(ref, 0)
  for (const key of keys) sums.set(refOf(counter, key), (sums.get(refOf(counter, key)) ?? 0) + 1)
  return [...sums].flatMap(([ref, is]) => {
    const says = Number(whole.at(ref)?.['count'] ?? 0)
    return says === is ? [] : [breach(invariant, [ref], { problem: 'counter_differs', says, is })]
  })
}

import { kindOf } from '../entity/index.ts'
import { amountGiven } from './amount-given.ts'
import { can } from './can.ts'
import { type AccessChange, factsAfter } from './change.ts'
import { waysByGrant } from './grant-ways.ts'
import type { AccessFacts, Permission } from './model.ts'
import { heldRole } from './standing-rules.ts'
import { restorations, roleThatGives, waysIn } from './ways-in.ts'

/** Changes that together allow what was refused, in an order in which they can be made. @since 0.2.0 */
export type Way = readonly AccessChange[]

const MOST_WAYS = 5
const MOST_TRIED = 40

/** ACC-4. The smallest sets of changes that would allow it, those that give least first; each was tried. */
export const waysTo = (permission: Permission, facts: AccessFacts): readonly Way[] => {
  const kind = kindOf(permission)
  const amountOf = (way: Way) => way.reduce((sum, change) => sum + amountGiven(change, kind, facts.roles), 0)
  const candidates = candidatesFor(permission, facts)
    .map(way => ({ way, amount: amountOf(way), text: JSON.stringify(way) }))
    .sort((a, b) => a.way.length - b.way.length || a.amount - b.amount || (a.text < b.text ? -1 : 1))
    .filter(({ text }, index, all) => text !== all[index - 1]?.text)
  const ways: Way[] = []
  for (const { way } of candidates.slice(0, MOST_TRIED))
    if (ways.length < MOST_WAYS && isSmallest(way, permission, facts) && !ways.some(other => isSame(other, way)))
      ways.push(way)
  return ways
}

const candidatesFor = (permission: Permission, facts: AccessFacts): readonly Way[] => {
  const restored = restorations(facts, permission)
  return waysIn(facts, permission).flatMap(entry => {
    const start = [...restored, ...entry]
    const after = start.reduce(factsAfter, facts)
    return [[], ...waysFurther(permission, after, entry)].map(further => [...start, ...further])
  })
}

/** From where the actor is an active member: by a role, if they have not just been given one, or by a grant. */
const waysFurther = (permission: Permission, facts: AccessFacts, entry: Way): readonly Way[] => {
  const kind = kindOf(permission)
  const role = entry.some(change => 'role' in change) ? undefined : roleThatGives(facts, permission)
  const byRole: readonly Way[] = role === undefined ? [] : [[{ kind: 'assign_role', role }]]
  if (kind === undefined) return byRole
  return [...byRole, ...waysByGrant({ permission, kind, facts, held: heldRole(facts) })]
}

/** Whether all of them allow it, and no fewer do. */
const isSmallest = (way: Way, permission: Permission, facts: AccessFacts): boolean => {
  const all = 2 ** way.length - 1
  for (let chosen = 0; chosen <= all; chosen++) {
    const changes = way.filter((_, index) => chosen & (1 << index))
    if (can(permission, changes.reduce(factsAfter, facts)).allowed !== (chosen === all)) return false
  }
  return true
}

/** A new grant of a role is what renewing the old one is, or lifting its limits. */
const isSame = (one: Way, other: Way): boolean => {
  const [a, b] = [ownGrantOf(one), ownGrantOf(other)]
  return one.length === 1 && other.length === 1 && a !== undefined && a === b
}

const ownGrantOf = ([change]: Way): string | undefined =>
  change?.kind === 'give_grant' || (change?.kind === 'renew_grant' && change.groupId === undefined)
    ? change.role
    : undefined

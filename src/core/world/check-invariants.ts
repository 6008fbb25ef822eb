import { defaultRelations, type RelationTable } from '../entity/index.ts'
import type { Instant, StoredRecord } from '../kernel/index.ts'
import { defaultRoles, type RoleCatalogue } from '../role/index.ts'
import { addresses } from './invariants/addresses.ts'
import { administered } from './invariants/administered.ts'
import { audited } from './invariants/audited.ts'
import { type Breach, breach, type Given } from './invariants/breach.ts'
import { ceiling } from './invariants/ceiling.ts'
import { counters } from './invariants/counters.ts'
import { derivedRoles } from './invariants/derived-roles.ts'
import { existing } from './invariants/existing.ts'
import { factorHistory } from './invariants/factor-history.ts'
import { factors } from './invariants/factors.ts'
import { cared, granted } from './invariants/granted.ts'
import { history } from './invariants/history.ts'
import { invited } from './invariants/invitations.ts'
import { leaving } from './invariants/leaving.ts'
import { counted, linked } from './invariants/linked.ts'
import { outcomes } from './invariants/outcomes.ts'
import { ownership } from './invariants/ownership.ts'
import { readWorld, type Whole } from './invariants/read-world.ts'
import { seats } from './invariants/seats.ts'
import { secrets } from './invariants/secrets.ts'
import { policies, signIns } from './invariants/sign-ins.ts'
import { trust } from './invariants/trust.ts'
import { closedHoldings, engaged, held, workforce } from './invariants/workforce.ts'

export type { Breach } from './invariants/breach.ts'

/** All that is stored, each record with its reference: what `records()` of the memory store gives. @since 0.1.0 */
export type World = Iterable<{ readonly ref: string; readonly record: StoredRecord }>

/**
 * `roles`: the catalogue, `relations`: the table, without them the default ones. `now`: when; without it no proof counts as lapsed, which asks
 * the most. `isPublic`: which domains may not carry a rule (INV-06); without it none.
 *
 * @since 0.1.0
 */
export type InvariantOptions = {
  readonly roles?: RoleCatalogue
  readonly relations?: RelationTable
  readonly now?: Instant
  readonly isPublic?: (domain: string) => boolean
}

/** What a check of a whole world found: nothing, where all invariants hold. @since 0.1.0 */
export type InvariantReport = { readonly breaches: readonly Breach[] }

type Check = (whole: Whole, given: Given) => readonly Breach[]

const CHECKS: readonly Check[] = [
  administered,
  counters,
  existing,
  addresses,
  ownership,
  trust,
  ceiling,
  derivedRoles,
  seats,
  granted,
  cared,
  invited,
  linked,
  counted,
  history,
  audited,
  outcomes,
  secrets,
  held,
  workforce,
  closedHoldings,
  engaged,
  leaving,
  factors,
  factorHistory,
  policies,
  signIns,
]

/**
 * Checks every invariant of the model over a whole snapshot, in linear time, and names each breach with what is
 * involved. For tests, for a look at production from time to time, and after a repair by hand.
 *
 * @invariant INV-01 to INV-21, INV-25, INV-27; INV-26: it never throws, whatever the world is: what is
 * no record of its collection is a breach of INV-26.
 * @param world Each record with its reference; in any order.
 * @param options `roles`, `relations`, `now` and `isPublic`.
 * @returns `breaches`, empty where all is well.
 * @example
 * import { checkInvariants } from 'orgcharter'
 * import { createMemoryStore } from 'orgcharter/memory'
 * const store = createMemoryStore()
 * checkInvariants(store.records()) // { breaches: [] }
 * @since 0.1.0
 */
export const checkInvariants = (world: World, options: InvariantOptions = {}): InvariantReport => {
  const { whole, breaches } = readWorld(world)
  const given: Given = {
    roles: options?.roles ?? defaultRoles,
    relations: options?.relations ?? defaultRelations,
    now: options?.now ?? 0,
    isPublic: options?.isPublic,
  }
  return { breaches: [...breaches, ...CHECKS.flatMap(check => checked(check, whole, given))] }
}

/** What no check foresaw (options of the wrong kind, a record too deep to be written out) is told, and not thrown. */
const checked = (check: Check, whole: Whole, given: Given): readonly Breach[] => {
  try {
    return check(whole, given)
  } catch {
    return [breach('INV-26', [], { problem: 'check_failed', check: check.name })]
  }
}

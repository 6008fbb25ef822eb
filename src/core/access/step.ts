import type { EntityKind } from '../entity/index.ts'
import { type Reason, reason } from '../kernel/index.ts'
import type { RoleDefinition } from '../role/index.ts'
import type { AccessFacts, AccessSource, Permission } from './model.ts'

/**
 * What one rule says: `continues` leaves it to the next, `gives_nothing` is a grant that does not help, and the others
 * decide.
 *
 * @since 0.2.0
 */
export type AccessOutcome = 'continues' | 'gives_nothing' | 'allows' | 'denies'

/** One rule that was looked at, with what it says. */
export type Step =
  | { readonly outcome: 'allows'; readonly source: AccessSource; readonly reason: Reason }
  | { readonly outcome: 'gives_nothing' | 'denies'; readonly reason: Reason }
  /** Said only where it is asked for: of most answers nobody reads what stood in nobody's way. */
  | { readonly outcome: 'continues'; readonly reasonFor: (question: Question) => Reason }

/** The role by which somebody acts. */
export type Held = { readonly role: string; readonly definition: RoleDefinition }

/** What is asked, with the role that the actor holds now; none for whoever is not in. */
export type Question = {
  readonly permission: Permission
  /** Of what the permission is on; undefined for one of the organization. */
  readonly kind: EntityKind | undefined
  readonly held: Held | undefined
  readonly facts: AccessFacts
}

export type Rule = (question: Question) => Step

/** INV-28: what makes no sense allows nothing. */
export const factsInvalid = (): Reason => reason('facts_invalid', ['INV-26', 'INV-28'])

export const continues = (reasonFor: (question: Question) => Reason): Step => ({ outcome: 'continues', reasonFor })
export const givesNothing = (reason: Reason): Step => ({ outcome: 'gives_nothing', reason })
export const denies = (reason: Reason): Step => ({ outcome: 'denies', reason })
export const allows = (source: AccessSource, reason: Reason): Step => ({ outcome: 'allows', source, reason })

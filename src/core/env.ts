import type { DomainLists } from '../ports/domain-lists.ts'
import type { Idna } from '../ports/idna.ts'
import type { FieldSchemas } from './entity/own-fields.ts'
import type { RelationTable } from './entity/relations.ts'
import type { KernelEnv } from './kernel/env.ts'
import type { Duration } from './kernel/instant.ts'
import type { RoleCatalogue } from './role/model.ts'

/** How the host set factors up. */
export type MfaSettings = {
  /** What authenticator apps show beside a code; without it the name of the user's home organization. */
  readonly issuer?: string | undefined
  /** MFA-13: how old a proof may be for what changes factors and policies. */
  readonly stepUpWithin: Duration
  /** MFA-1: whether an E.164 number is one that can be sent to; it can only refuse more. */
  readonly isPhoneNumber: (number: string) => boolean
}

/** How the host set the library up: data and pure functions. */
export type Settings = {
  readonly roles: RoleCatalogue
  /** ENT-1: what things have of one another; the host's own kinds are those that it names. */
  readonly relations: RelationTable
  /** ENT-8: what judges the host's own fields, by kind. */
  readonly fields: FieldSchemas
  readonly lists: DomainLists
  readonly mfa: MfaSettings
  readonly idna: Idna
  /** DOM-3: how long a proof holds before it must be given again. */
  readonly proofValidFor: Duration
  /** DOM-6: local parts beside the built-in ones whose mail more than one person reads. */
  readonly sharedMailboxes: readonly string[]
  /** EML-4: `.test`, `.invalid`, `.localhost`, `.example`. */
  readonly specialUseDomains: 'refuse' | 'allow_in_tests'
}

/** What a plan of this library is given of the world. */
export type Env = KernelEnv & Settings

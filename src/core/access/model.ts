import type { EntityKind, EntityRole, ProjectProgress } from '../entity/index.ts'
import type { Because, Instant } from '../kernel/index.ts'
import type { WorkforceGap } from '../membership/index.ts'
import type { RoleCatalogue, RoleName } from '../role/index.ts'
import type { EngagementScope } from '../workforce/index.ts'

export type { Permission } from './asked.ts'

/** ENT-6. Paused, completed and cancelled projects keep annotators and reviewers out. @since 0.2.0 */
export type ProjectStatus = ProjectProgress

/** Something that the organization has and grants people access to. @since 0.2.0 */
export type EntityResource = {
  readonly kind: EntityKind
  readonly id: string
  /** Whose it is: nobody has access to it by another organization's facts. */
  readonly organizationId: string
  readonly status: 'active' | 'archived'
  /** Only of a project. */
  readonly progress?: ProjectStatus | undefined
}

/** What the permission is asked on: the organization itself, or something that it has. @since 0.2.0 */
export type AccessResource = { readonly kind: 'organization'; readonly id: string } | EntityResource

/** Whose grant it is: the actor's own, or that of a group in which the actor is a member. @since 0.2.0 */
export type GrantThrough =
  | { readonly kind: 'user' }
  | { readonly kind: 'group'; readonly groupId: string; readonly status: 'active' | 'archived' }

/** A grant on the resource that the actor has, themselves or as a member of a group. @since 0.2.0 */
export type AccessGrant = {
  readonly role: EntityRole
  readonly through: GrantThrough
  /** Epoch ms; from then on it is none. */
  readonly until?: Instant | undefined
  /** ROL-5: only in these workflow stages; without it in all. */
  readonly stages?: readonly string[] | undefined
}

/** One user's membership in the organization of the resource. @since 0.2.0 */
export type AccessMembership = {
  readonly status: 'active' | 'suspended' | 'ended'
  /** What was assigned; it ends at `until` (epoch ms). */
  readonly assigned?: { readonly role: string; readonly until?: Instant | undefined } | undefined
  /** What was derived; it is the role where nothing is assigned (MEM-1). */
  readonly derived?: DerivedRole | undefined
  /** Why what came with a vendor gives nothing now, where that is so (INV-13): said in the reasons, and nothing more. */
  readonly gap?: WorkforceGap | undefined
}

/** A role by a rule, or that of a vendor's people. @since 0.3.0 */
export type DerivedRole = {
  readonly role: string
  /** Epoch ms; from then on it is none. */
  readonly until?: Instant | undefined
  /** WRK-5: the only projects and datasets on which it gives anything. */
  readonly scope?: AccessScope | undefined
}

/** WRK-5. Projects and datasets by id. @since 0.3.0 */
export type AccessScope = Readonly<EngagementScope>

/**
 * ACC-2. All that a decision rests on, as plain facts: a host that keeps its own records hands them in, and the charter
 * loads them.
 *
 * @since 0.2.0
 */
export type AccessFacts = {
  /** Epoch ms. */
  readonly now: Instant
  readonly roles: RoleCatalogue
  readonly actor: { readonly kind: 'user'; readonly userId: string; readonly status: 'active' | 'deactivated' }
  readonly organization: { readonly id: string; readonly status: 'active' | 'archived' }
  /** Undefined for whoever was never in. */
  readonly membership: AccessMembership | undefined
  readonly resource: AccessResource
  /** Those on the resource alone, in any order. */
  readonly grants: readonly AccessGrant[]
  /** The workflow stage in which the permission is asked; without it a grant that is limited to stages gives nothing. */
  readonly stage?: string | undefined
}

/** What a decision rested on, where it allows (ROL-7): a role of the organization, implicit access or a grant. @since 0.2.0 */
export type AccessSource =
  | { readonly kind: 'role'; readonly role: RoleName }
  | { readonly kind: 'implicit'; readonly role: RoleName }
  | { readonly kind: 'grant'; readonly role: EntityRole; readonly through: GrantThrough }

/** ACC-1. The answer of `can`: nothing is allowed that no rule allows. @since 0.2.0 */
export type AccessDecision =
  | { readonly allowed: true; readonly source: AccessSource; readonly because: Because }
  | { readonly allowed: false; readonly because: Because }

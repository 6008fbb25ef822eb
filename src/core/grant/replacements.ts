import { z } from 'zod'
import { ENTITY_ADMIN, EntityId, EntityKind } from '../entity/index.ts'
import {
  type Actor,
  type Instant,
  type Made,
  type Need,
  ok,
  type Result,
  refOf,
  refused,
  type Slice,
  UserId,
  type Write,
} from '../kernel/index.ts'
import {
  activeRole,
  isLasting,
  type Membership,
  type MembershipChange,
  memberNeeds,
  memberships,
} from '../membership/index.ts'
import type { RoleCatalogue } from '../role/index.ts'
import { users } from '../user/index.ts'
import { changeGrants, type GrantChange } from './change-grant.ts'
import { entityKey, solelyAdministered } from './change-members.ts'
import { holdingNeeds } from './holding.ts'
import { ADMIN_GRANTS_PER_USER, adminGrantCounts, grants } from './model.ts'
import { grantRefusals } from './refusals.ts'

/** MEM-4. Who takes over what a member alone administers. @since 0.2.0 */
export const Replacement = z.strictObject({ kind: EntityKind, id: EntityId, userId: UserId })
export type Replacement = z.output<typeof Replacement>

/** As many as a user can administer. */
export const Replacements = z.array(Replacement).max(ADMIN_GRANTS_PER_USER).readonly()

type R = typeof grantRefusals

export type ReplacementRefusal = Made<R['replacement_invalid'] | R['replacement_not_needed'] | R['grants_too_many']>

/** `replaced`: the things that have another admin by it. */
export type Replaced = { readonly replaced: ReadonlySet<string>; readonly writes: readonly Write[] }

export const replacementNeeds = (
  organizationId: string,
  replacements: readonly Replacement[],
  found: Slice,
): readonly Need[] =>
  replacements.flatMap(({ kind, id, userId }) => [
    ...memberNeeds(organizationId, userId, found),
    refOf(users, userId),
    refOf(grants, organizationId, kind, id, 'user', userId),
    ...holdingNeeds({ organizationId, kind, subject: 'user', subjectId: userId }),
    refOf(adminGrantCounts, userId),
  ])

type Given = {
  readonly by: Actor
  readonly slice: Slice
  readonly env: { readonly roles: RoleCatalogue; readonly now: Instant }
}

/**
 * MEM-4, INV-08: makes the replacements admins of what the member of the change would leave without one. For that alone:
 * a removal is no way to give grants.
 */
export const replaceAdmins = (
  replacements: readonly Replacement[],
  change: MembershipChange,
  given: Given,
): Result<Replaced, ReplacementRefusal> => {
  const { organizationId, userId: leaver } = change.after
  const needed = new Set(solelyAdministered(change, given.slice).map(entityKey))
  const replaced = new Set<string>()
  const changes: GrantChange[] = []
  for (const replacement of replacements) {
    const key = entityKey(replacement)
    const problem = replaced.has(key) ? 'named_twice' : whyNot(replacement, { ...given, organizationId, leaver })
    if (problem) return refused(grantRefusals.replacement_invalid({ ...replacement, problem }))
    if (!needed.has(key)) return refused(grantRefusals.replacement_not_needed(replacement))
    replaced.add(key)
    changes.push(takingOver(replacement, organizationId, given))
  }
  const changed = changeGrants(changes, given.slice)
  // Who takes something over takes nothing away.
  return changed.ok ? ok({ replaced, writes: changed.value }) : refused(changed.refusal as TooMany)
}

type TooMany = Made<R['grants_too_many']>

type Where = Given & { readonly organizationId: string; readonly leaver: string }

/** MEM-3: whoever will be gone by time alone cannot be the one on whom something is left. */
const whyNot = (
  { userId }: Replacement,
  { organizationId, leaver, slice, env }: Where,
): 'not_a_member' | 'expires' | 'leaves' | undefined => {
  if (userId === leaver) return 'leaves'
  const member = slice.get(memberships, organizationId, userId)
  if (!activeRole(member, slice, env) || slice.get(users, userId)?.status !== 'active') return 'not_a_member'
  return isLasting(member) ? undefined : 'expires'
}

/** The grant instead of the one that they may have on it. */
const takingOver = (
  { kind, id: entityId, userId: subjectId }: Replacement,
  organizationId: string,
  { by, slice, env }: Given,
): GrantChange => {
  const membership = slice.get(memberships, organizationId, subjectId) as Membership
  const { organizationId: organization, term } = membership
  const given = { organizationId: organization, kind, entityId, subjectId, term, by, at: env.now }
  return {
    before: slice.get(grants, organizationId, kind, entityId, 'user', subjectId),
    after: { ...given, subject: 'user', role: ENTITY_ADMIN },
    holder: { membership, status: 'active' },
  }
}

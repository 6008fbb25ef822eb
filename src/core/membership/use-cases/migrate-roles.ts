import { z } from 'zod'
import {
  type Busy,
  type Migrated,
  migrateMembersByRule,
  migrateRules,
  migrationNeeds,
  type Renaming,
  rulesAtRest,
} from '../../domain-rule/index.ts'
import type { Env } from '../../env.ts'
import { changeMembers, changeNeeds } from '../../grant/index.ts'
import { invitations } from '../../invitation/index.ts'
import {
  Actor,
  commandFields,
  listKey,
  type Made,
  type Need,
  OrganizationId,
  ok,
  put,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { activeOrganization, type organizationRefusals, organizations } from '../../organization/index.ts'
import { AnyRoleName, judgeTarget, roleOf, roleRefusals, withoutRoles } from '../../role/index.ts'
import { users } from '../../user/index.ts'
import { type Membership, memberships } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'
import { sessionsToRotate } from '../rotate-sessions.ts'
import { type MembershipChange, putMemberships } from '../write.ts'

/** How many members one commit reaches. */
const PAGE = 100
const MAX_TARGETS = 20

const Migrate = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  /** For each role that goes, the one that takes its place; 1 to 20. */
  targets: z.record(AnyRoleName, AnyRoleName).refine(targets => {
    const { length } = Object.keys(targets)
    return length >= 1 && length <= MAX_TARGETS
  }),
  ...commandFields,
})
type Migrate = z.output<typeof Migrate>

/** `migrated`: the members, rules and invitations that this commit reached. `finished`: there was none left. @since 0.2.0 */
export type RolesMigrated = { readonly migrated: number; readonly finished: boolean }

type LastAdmin = Made<typeof membershipRefusals.last_admin>

/** @since 0.2.0 */
export type MigrateRolesRefusal =
  | Busy
  | LastAdmin
  | Made<typeof organizationRefusals.organization_not_found | typeof organizationRefusals.organization_archived>
  | Made<typeof membershipRefusals.operator_only>
  | Made<typeof roleRefusals.role_unknown | typeof roleRefusals.role_target_administers>

/**
 * ROL-1: one bounded commit of a change of the catalogue, on a charter that knows the old roles and the new ones: up to a
 * hundred of those who hold a role that goes get the one that takes its place, with all else as it was. Call it until
 * `finished`; it can be stopped between any two commits.
 */
export const migrateRoles: UseCase<typeof Migrate, RolesMigrated, MigrateRolesRefusal, Env> = {
  name: 'members.migrateRoles',
  command: Migrate,
  reads: (command, found, env) => {
    const renamings = renamingsOf(command)
    const limit = Math.floor(PAGE / Math.max(1, renamings.length))
    return [
      refOf(organizations, command.organizationId),
      ...renamings.flatMap(renaming => [
        ...migrationNeeds(renaming, limit, found, env),
        { list: listKey(...holding(renaming)), limit },
        { list: listKey(...invited(renaming)), limit },
        ...demotionNeeds(renaming, found, env),
      ]),
    ]
  },
  plan: (command, slice, env) => {
    const { actor, organizationId } = command
    if (actor.kind !== 'operator') return refused(membershipRefusals.operator_only({ action: 'members.migrateRoles' }))
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const renamings = renamingsOf(command)
    const judged = judgedTargets(renamings, env)
    if (!judged.ok) return judged
    const rest = rulesAtRest(renamings, slice)
    if (!rest.ok) return rest
    const done = nextStep(renamings, command, slice, env)
    if (!done.ok) return done
    const { migrated, writes, effects } = done.value
    return ok({
      value: { migrated, finished: writes.length === 0 },
      because: [
        reason('actor_is_operator', ['ORG-6'], { name: actor.name }),
        reason('roles_migrated', ['ROL-1', 'INV-12'], { count: migrated }),
      ],
      writes,
      effects,
      organizationId,
    })
  },
}

const renamingsOf = ({ organizationId, targets }: Migrate): readonly Renaming[] =>
  Object.entries(targets).map(([role, target]) => ({ organizationId, role, target }))

const holding = ({ organizationId, role }: Renaming) => ['membership_by_assigned_role', organizationId, role] as const
const invited = ({ organizationId, role }: Renaming) => ['invitation_by_role', organizationId, 'pending', role] as const

/** The roles that go are no targets of others: where everybody ends does not depend on the order. */
const judgedTargets = (renamings: readonly Renaming[], { roles }: Env) => {
  const kept = withoutRoles(roles, new Set(renamings.map(({ role }) => role)))
  for (const { role, target } of renamings) {
    if (!roleOf(roles, role)) return refused(roleRefusals.role_unknown({ role, known: roles.strongestFirst }))
    const judged = judgeTarget(role, target, roles, kept)
    if (!judged.ok) return judged
  }
  return ok(null)
}

/** Rules before members: whoever joins meanwhile comes by the new role. */
const nextStep = (
  renamings: readonly Renaming[],
  { actor }: Migrate,
  slice: Slice,
  env: Env,
): Result<Migrated, LastAdmin> => {
  const rules = migrateRules(renamings, actor, slice, env)
  if (rules.writes.length > 0) return ok(rules)
  const byRule = migrateMembersByRule(renamings, slice, env)
  if (byRule.writes.length > 0) return ok(byRule)
  const members = migrateMembers(renamings, slice, env)
  if (!members.ok || members.value.writes.length > 0) return members
  return ok(migrateInvitations(renamings, slice))
}

/** Whether whoever holds the role administers no longer: only that can leave an organization without an admin. */
const demotes = ({ role, target }: Renaming, { roles }: Env): boolean =>
  (roleOf(roles, role)?.administers ?? false) && !roleOf(roles, target)?.administers

const demotionNeeds = (renaming: Renaming, found: Slice, env: Env): readonly Need[] =>
  demotes(renaming, env)
    ? found
        .list(memberships, ...holding(renaming))
        .flatMap(({ organizationId, userId }) => [
          refOf(users, userId),
          ...changeNeeds(userId, [organizationId], found),
        ])
    : []

const migrateMembers = (renamings: readonly Renaming[], slice: Slice, env: Env): Result<Migrated, LastAdmin> => {
  const kept: MembershipChange[] = []
  const demoted: MembershipChange[] = []
  for (const renaming of renamings) {
    const changes = slice.list(memberships, ...holding(renaming)).map(member => renamed(member, renaming.target))
    if (demotes(renaming, env)) demoted.push(...changes.map(change => withUser(change, slice)))
    else kept.push(...changes)
  }
  const writes = changeMembers(demoted, slice, env)
  // What administers projects is another matter than what administers the organization.
  if (!writes.ok) return refused(writes.refusal as LastAdmin)
  return ok({
    migrated: kept.length + demoted.length,
    writes: [...putMemberships(kept, env.roles), ...writes.value],
    effects: sessionsToRotate([...kept, ...demoted], env),
  })
}

const renamed = (before: Membership, role: string): MembershipChange => ({
  before,
  after: before.assigned ? { ...before, assigned: { ...before.assigned, role } } : before,
})

const withUser = (change: MembershipChange, slice: Slice): MembershipChange => {
  const status = slice.get(users, change.after.userId)?.status ?? 'deactivated'
  return { ...change, user: [status, status] }
}

const migrateInvitations = (renamings: readonly Renaming[], slice: Slice): Migrated => {
  const writes = renamings.flatMap(renaming =>
    slice
      .list(invitations, ...invited(renaming))
      .map(invitation => put(invitations, { ...invitation, role: renaming.target })),
  )
  return { migrated: writes.length, writes, effects: [] }
}

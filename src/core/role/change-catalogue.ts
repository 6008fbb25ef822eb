import { type Made, ok, type Result, refused } from '../kernel/index.ts'
import { managesRole, roleOf } from './catalogue.ts'
import { whyNoCatalogue } from './define-roles.ts'
import type { OrganizationPermission, RoleCatalogue, RoleDefinition } from './model.ts'
import { type ChangeCatalogueRefusal, roleRefusals } from './refusals.ts'

/**
 * What a change of the catalogue means for whoever holds one role: the name that they hold it by afterwards, the
 * permissions that come and go, and the roles that they may give from then on, or no longer.
 *
 * @since 0.2.0
 */
export type RoleChange = {
  readonly role: string
  readonly to: string
  readonly gains: readonly OrganizationPermission[]
  readonly loses: readonly OrganizationPermission[]
  readonly gives: readonly string[]
  readonly givesNoMore: readonly string[]
}

/** `renames`: the roles that go, with what their members hold afterwards. `permissions`: the roles that do not stay as they are. @since 0.2.0 */
export type CatalogueChange = {
  readonly renames: readonly { readonly from: string; readonly to: string }[]
  readonly permissions: readonly RoleChange[]
}

/**
 * What it means that one catalogue takes the place of another, before anything is migrated (ROL-1).
 *
 * @invariant ROL-2: a role that does not administer is not replaced by one that does.
 * @param from The catalogue that members hold roles of.
 * @param to The one that is to come.
 * @param targets For each role of `from` that `to` lacks, the role of `to` that its members get.
 * @returns Which roles are renamed, and for each role what its members gain and lose.
 * @refuses catalogue_invalid when one of the two contradicts itself
 * @refuses role_target_missing when a role goes and nothing is said of its members
 * @refuses role_target_needless when the role stays
 * @refuses role_unknown when a target is no role of `to`, or the role none of `from`
 * @refuses role_target_administers when the target administers and the role does not
 * @refuses role_nature_changed when a role that stays has another type, or begins or ceases to administer: define a new
 *   role for that, and let the old one go
 * @example
 * import { defaultRoles, planCatalogueChange, taskerRoles, unwrap } from 'orgcharter'
 * const change = planCatalogueChange(defaultRoles, taskerRoles, {
 *   internal: 'member',
 *   external: 'tasker',
 *   workforce: 'tasker',
 * })
 * unwrap(change).renames // [{ from: 'internal', to: 'member' }, …]
 * @since 0.2.0
 */
export const planCatalogueChange = <F extends string, T extends string>(
  from: RoleCatalogue<F>,
  to: RoleCatalogue<T>,
  targets: { readonly [R in Exclude<F, T>]: NoInfer<T> },
): Result<CatalogueChange, ChangeCatalogueRefusal> => {
  try {
    return planned(from, to, new Map(Object.entries<string>(targets)))
  } catch {
    // A proxy or a getter that throws, or what is no object at all.
    return refused(roleRefusals.catalogue_invalid({ problem: 'it cannot be read' }))
  }
}

type Targets = ReadonlyMap<string, string>

const planned = (
  from: RoleCatalogue,
  to: RoleCatalogue,
  targets: Targets,
): Result<CatalogueChange, ChangeCatalogueRefusal> => {
  for (const catalogue of [from, to]) {
    const problem = whyNoCatalogue(catalogue)
    if (problem !== undefined) return refused(roleRefusals.catalogue_invalid({ problem }))
  }
  for (const role of targets.keys()) {
    if (!roleOf(from, role)) return refused(roleRefusals.role_unknown({ role, known: from.strongestFirst }))
    if (roleOf(to, role)) return refused(roleRefusals.role_target_needless({ role }))
  }
  const permissions: RoleChange[] = []
  for (const role of from.strongestFirst) {
    const after = successor(role, from, to, targets)
    if (!after.ok) return after
    permissions.push(changeOf(role, after.value, { from, to, targets }))
  }
  return ok({
    renames: [...targets].map(([role, target]) => ({ from: role, to: target })),
    permissions: permissions.filter(changesSomething),
  })
}

/** The role by which the members of another are there afterwards. */
const successor = (
  role: string,
  from: RoleCatalogue,
  to: RoleCatalogue,
  targets: Targets,
): Result<string, ChangeCatalogueRefusal> => {
  const [was, is] = [roleOf(from, role), roleOf(to, role)]
  if (was && is)
    return was.type === is.type && was.administers === is.administers
      ? ok(role)
      : refused(roleRefusals.role_nature_changed({ role, type: was.type, administers: was.administers }))
  const target = targets.get(role)
  if (target === undefined) return refused(roleRefusals.role_target_missing({ role }))
  return judgeTarget(role, target, from, to)
}

/** ROL-2: nobody begins to administer because a catalogue changes, of whatever type they are. */
export const judgeTarget = (
  role: string,
  target: string,
  from: RoleCatalogue,
  to: RoleCatalogue,
): Result<string, Made<typeof roleRefusals.role_unknown | typeof roleRefusals.role_target_administers>> => {
  const definition = roleOf(to, target)
  if (!definition) return refused(roleRefusals.role_unknown({ role: target, known: to.strongestFirst }))
  return definition.administers && !roleOf(from, role)?.administers
    ? refused(roleRefusals.role_target_administers({ role, target }))
    : ok(target)
}

/** What is left of a catalogue without some of its roles. */
export const withoutRoles = (catalogue: RoleCatalogue, gone: ReadonlySet<string>): RoleCatalogue => ({
  strongestFirst: catalogue.strongestFirst.filter(name => !gone.has(name)),
  roles: Object.fromEntries(Object.entries(catalogue.roles).filter(([name]) => !gone.has(name))),
})

type Whole = { readonly from: RoleCatalogue; readonly to: RoleCatalogue; readonly targets: Targets }

const NOTHING: RoleDefinition = { type: 'external', administers: false, permissions: [], manages: [] }

/** What whoever holds `role` gains and loses if they hold `after` in the other catalogue. */
const changeOf = (role: string, after: string, { from, to, targets }: Whole): RoleChange => {
  const [was, is] = [roleOf(from, role) ?? NOTHING, roleOf(to, after) ?? NOTHING]
  const gave = new Set(givenBy(was, from).map(name => targets.get(name) ?? name))
  const gives = new Set(givenBy(is, to))
  return {
    role,
    to: after,
    gains: is.permissions.filter(each => !was.permissions.includes(each)),
    loses: was.permissions.filter(each => !is.permissions.includes(each)),
    gives: [...gives].filter(name => !gave.has(name)),
    givesNoMore: [...gave].filter(name => !gives.has(name)),
  }
}

const givenBy = (definition: RoleDefinition, catalogue: RoleCatalogue): readonly string[] =>
  catalogue.strongestFirst.filter(name => managesRole(definition, name))

const changesSomething = ({ role, to, gains, loses, gives, givesNoMore }: RoleChange): boolean =>
  role !== to || [gains, loses, gives, givesNoMore].some(({ length }) => length > 0)

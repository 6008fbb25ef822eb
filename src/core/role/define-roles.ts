import { organizationPermissions, roleOf } from './catalogue.ts'
import { type RoleCatalogue, type RoleDefinition, RoleName, RoleType } from './model.ts'

type Roles<R extends string> = {
  readonly strongestFirst: readonly NoInfer<R>[]
  readonly roles: { readonly [N in R]: RoleDefinition<NoInfer<R>> }
}

/**
 * A catalogue of one's own (ROL-1); hand it to `createCharter`, and its names are typed in every command and answer.
 *
 * @invariant ROL-2: only a role of internal type administers. ROL-3: a role manages only roles whose permissions it has
 *   itself, and only one that administers manages all. INV-01: at least one administers.
 * @param catalogue `strongestFirst` names each role once; `roles` defines exactly those.
 * @returns The catalogue, frozen.
 * @throws TypeError where the catalogue contradicts itself; the message names the role.
 * @example
 * import { defaultRoles, defineRoles } from 'orgcharter'
 * const roles = defineRoles({
 *   strongestFirst: ['owner', 'member'],
 *   roles: {
 *     owner: defaultRoles.roles.admin,
 *     member: { type: 'internal', administers: false, permissions: ['content.create'], manages: [] },
 *   },
 * })
 * @since 0.2.0
 */
export const defineRoles = <const R extends string>(catalogue: Roles<R>): RoleCatalogue<R> => {
  const wrong = whyNoCatalogue(catalogue)
  if (wrong !== undefined) throw new TypeError(`defineRoles: ${wrong}`)
  return frozenCatalogue(catalogue)
}

/**
 * A catalogue with more roles than another, and all of its own (ROL-1: adding roles never removes the defaults).
 *
 * @param base The catalogue that is there.
 * @param more `strongestFirst`: the order of all roles, old and new; `roles`: the new ones.
 * @returns The catalogue of both.
 * @throws TypeError where a role of `base` is left out of the order or defined anew, and as `defineRoles` does.
 * @example
 * import { defaultRoles, extendRoles } from 'orgcharter'
 * const roles = extendRoles(defaultRoles, {
 *   strongestFirst: ['admin', 'auditor', 'internal', 'external', 'workforce'],
 *   roles: { auditor: { type: 'internal', administers: false, permissions: ['audit.read'], manages: [] } },
 * })
 * @since 0.2.0
 */
export const extendRoles = <B extends string, const M extends string>(
  base: RoleCatalogue<B>,
  more: {
    readonly strongestFirst: readonly NoInfer<B | M>[]
    readonly roles: { readonly [N in M]: RoleDefinition<NoInfer<B | M>> }
  },
): RoleCatalogue<B | M> => {
  const again = Object.keys(more?.roles ?? {}).find(name => roleOf(base, name))
  if (again !== undefined) throw new TypeError(`extendRoles: ${again} is defined already`)
  return defineRoles<B | M>({
    strongestFirst: more.strongestFirst,
    roles: { ...base.roles, ...more.roles } as unknown as Record<B | M, RoleDefinition<B | M>>,
  })
}

/** More roles than anybody can tell apart; so that a catalogue is judged at once, whoever sends it. */
export const MAX_ROLES = 100

/** What is wrong with a catalogue; undefined where nothing is. */
export const whyNoCatalogue = (given: unknown): string | undefined => {
  const { strongestFirst, roles } = (given ?? {}) as Partial<RoleCatalogue>
  if (!Array.isArray(strongestFirst) || typeof roles !== 'object' || roles === null)
    return 'a catalogue is { strongestFirst, roles }'
  const names: readonly unknown[] = strongestFirst
  if (names.length > MAX_ROLES || Object.keys(roles).length > MAX_ROLES) return `there are more than ${MAX_ROLES} roles`
  const unnamed = Object.keys(roles).find(name => !names.includes(name))
  if (unnamed !== undefined) return `${unnamed} has no place in strongestFirst`
  for (const [index, name] of names.entries()) {
    if (!RoleName.safeParse(name).success) return `${String(name)} is no name of a role`
    if (names.indexOf(name) !== index) return `${String(name)} is named twice`
  }
  const catalogue = { strongestFirst, roles } as RoleCatalogue
  // Each role by itself first: what one manages is judged by what the other is.
  for (const why of [whyNoRole, whyNotManaging])
    for (const name of catalogue.strongestFirst) {
      const wrong = why(name, catalogue)
      if (wrong !== undefined) return `${name} ${wrong}`
    }
  return Object.values(roles).some(role => role.administers) ? undefined : 'no role administers'
}

const whyNoRole = (name: string, catalogue: RoleCatalogue): string | undefined => {
  const role = roleOf(catalogue, name)
  if (!role) return 'is not defined'
  const { type, administers, permissions, manages } = role
  if (!RoleType.safeParse(type).success) return 'has no type'
  if (typeof administers !== 'boolean') return 'does not say whether it administers'
  if (!Array.isArray(permissions) || !permissions.every(each => organizationPermissions.includes(each)))
    return 'has a permission that there is not'
  if (new Set(permissions).size < permissions.length) return 'has a permission twice'
  if (administers && type !== 'internal') return 'administers, which only the internal type may (ROL-2)'
  if (manages !== 'all' && !Array.isArray(manages)) return 'does not say whom it manages'
  if (manages === 'all' && !administers) return 'manages all and does not administer'
  if (manages !== 'all' && new Set(manages).size < manages.length) return 'manages a role twice'
  return undefined
}

/** ROL-3: what one gives, one holds. */
const whyNotManaging = (role: string, catalogue: RoleCatalogue): string | undefined => {
  const { manages, permissions } = roleOf(catalogue, role) as RoleDefinition
  for (const name of manages === 'all' ? catalogue.strongestFirst : manages) {
    const managed = roleOf(catalogue, name)
    if (!managed) return `manages ${String(name)}, which is not defined`
    if (managed.administers && manages !== 'all') return `manages ${name}, which administers`
    const more = managed.permissions.find(each => !permissions.includes(each))
    if (more !== undefined) return `manages ${name}, which may ${more}, and may not itself (ROL-3)`
  }
  return undefined
}

/** A copy of what was judged, in which nothing can be exchanged any more. */
export const frozenCatalogue = <R extends string>({ strongestFirst, roles }: Roles<R>): RoleCatalogue<R> =>
  Object.freeze({
    strongestFirst: Object.freeze([...strongestFirst]),
    roles: Object.freeze(
      Object.fromEntries(
        strongestFirst.map(name => {
          const { type, administers, permissions, manages } = roles[name]
          const held = Object.freeze([...permissions])
          const managed = manages === 'all' ? manages : Object.freeze([...manages])
          return [name, Object.freeze({ type, administers, permissions: held, manages: managed })]
        }),
      ),
    ) as Record<R, RoleDefinition>,
  })

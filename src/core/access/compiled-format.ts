import { type EntityKind, permissionsOn } from '../entity/index.ts'
import type { Instant, Json } from '../kernel/index.ts'
import { organizationPermissions } from '../role/index.ts'
import type { Permission } from './model.ts'

/** Permissions as the bits of a number. */
export type Mask = number

/**
 * ACC-5. One user's access in one organization as a plain value: what `JSON.stringify` makes of a `CompiledAccess`, and
 * `openAccess` takes. It is not signed.
 *
 * @since 0.2.0
 */
export type CompiledAccessData = {
  readonly format: 1
  readonly userId: string
  readonly organizationId: string
  /** Epoch ms. */
  readonly madeAt: Instant
  /** Epoch ms, the earliest end of anything that it rests on; null where nothing ends. From then on it allows nothing. */
  readonly until: Instant | null
  /** ROL-7: whether it rests on a role that administers. */
  readonly implicit: boolean
  readonly organization: Mask
  readonly entities: { readonly [K in EntityKind]: { readonly [id: string]: Mask } }
  /** ROL-5: what is permitted on a project in one stage of the workflow, on top of that. */
  readonly stages: { readonly [projectId: string]: { readonly [stage: string]: Mask } }
  /** What the maker said of the records that it was made from. */
  readonly madeFrom: Json
}

type Kind = EntityKind | 'organization'

export const KINDS: readonly EntityKind[] = ['project', 'dataset', 'ontology']

/** The permissions on each kind: a permission's place is its bit, so what is there never moves while the format is 1. */
export const permissionsByKind: { readonly [K in Kind]: readonly Permission[] } = {
  organization: organizationPermissions,
  project: permissionsOn('project'),
  dataset: permissionsOn('dataset'),
  ontology: permissionsOn('ontology'),
}

const bitsOn = (kind: Kind): ReadonlyMap<string, Mask> =>
  new Map(permissionsByKind[kind].map((permission, place) => [permission, 1 << place]))

/** Which bit a permission is, by the kind that it is on. */
export const bitsOf: { readonly [K in Kind]: ReadonlyMap<string, Mask> } = {
  organization: bitsOn('organization'),
  project: bitsOn('project'),
  dataset: bitsOn('dataset'),
  ontology: bitsOn('ontology'),
}

/** The mask of the permissions of a kind for which it says so. */
export const maskOf = (kind: Kind, isPermitted: (permission: Permission) => boolean): Mask =>
  permissionsByKind[kind].reduce((mask, permission, place) => (isPermitted(permission) ? mask | (1 << place) : mask), 0)

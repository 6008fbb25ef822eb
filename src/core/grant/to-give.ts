import { type EntityKind, type EntityPermission, type EntityRole, entityRoles } from '../entity/index.ts'

/** ROL-3: what it takes to give this role, and to take it away; undefined where the kind has no such role. */
export const toGiveOf = (kind: EntityKind, role: EntityRole): EntityPermission | undefined =>
  entityRoles[kind].toGive[role]

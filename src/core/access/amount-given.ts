import { type EntityKind, permissionsOf } from '../entity/index.ts'
import { type RoleCatalogue, roleOf } from '../role/index.ts'
import type { AccessChange } from './change.ts'

/** What reaches others too, or more than the one thing that was asked about, comes after what does not. */
const TO_A_GROUP = 20
const TO_ALL_IN_IT = 50
const TO_THE_ORGANIZATION = 100
const TO_ALL_OF_THE_ORGANIZATION = 1_000

/** How much a change gives beside what is asked: only to put the ways in order. */
export const amountGiven = (change: AccessChange, kind: EntityKind | undefined, roles: RoleCatalogue): number => {
  switch (change.kind) {
    case 'enrol_factor':
    case 'use_factor':
      return 0
    case 'add_stage':
      return change.groupId === undefined ? 0 : TO_A_GROUP
    case 'lift_stages':
      return change.groupId === undefined ? 1 : TO_A_GROUP + 1
    case 'renew_grant':
      return sizeOf(change.role, kind) + (change.groupId === undefined ? 0 : TO_A_GROUP)
    case 'give_grant':
      return sizeOf(change.role, kind) + 1
    case 'set_progress':
    case 'restore_entity':
      return TO_ALL_IN_IT
    case 'reactivate_member':
    case 'reactivate_user':
      return TO_THE_ORGANIZATION
    case 'add_member':
    case 'assign_role': {
      const role = roleOf(roles, change.role)
      return TO_THE_ORGANIZATION + (role?.administers ? TO_THE_ORGANIZATION : 0) + (role?.permissions.length ?? 0)
    }
    case 'restore_organization':
      return TO_ALL_OF_THE_ORGANIZATION
  }
}

const sizeOf = (role: string, kind: EntityKind | undefined): number =>
  (kind === undefined ? undefined : permissionsOf(kind, role))?.length ?? 0

import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  type AuditEntry,
  auditEntries,
  type ListOf,
  OrganizationId,
  ok,
  pageFields,
  pageNeed,
  pageOf,
  type View,
} from '../../kernel/index.ts'
import { type AuthorizeArchivedRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'

const List = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...pageFields })

const BY_ORGANIZATION = 'audit_entry_by_organization'

/** AUD-1: what happened in the organization, the oldest first. */
export const listAuditEntries: View<typeof List, ListOf<AuditEntry>, AuthorizeArchivedRefusal, Env> = {
  name: 'audit.list',
  command: List,
  reads: (command, found) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    pageNeed(command, BY_ORGANIZATION, command.organizationId),
  ],
  answer: ({ actor, organizationId }, slice, env) => {
    const allowed = authorize(
      slice,
      { actor, organizationId, permission: 'audit.read', operator: 'may', archived: 'passes' },
      env,
    )
    if (!allowed.ok) return allowed
    const value = pageOf(slice, auditEntries, [BY_ORGANIZATION, organizationId], entry => entry)
    return ok({ value, because: [allowed.value] })
  },
}

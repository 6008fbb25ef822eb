import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  type AuditEntry,
  auditEntries,
  type ListOf,
  type Made,
  ok,
  PLATFORM,
  pageFields,
  pageNeed,
  pageOf,
  reason,
  refused,
  type View,
} from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'

const ListPlatform = z.strictObject({ actor: Actor, ...pageFields })

const BY_ORGANIZATION = 'audit_entry_by_organization'

/** AUD-1, ORG-6: what was done in no organization, such as the override of a public domain; for the operator. */
export const listPlatformEntries: View<
  typeof ListPlatform,
  ListOf<AuditEntry>,
  Made<typeof membershipRefusals.operator_only>,
  Env
> = {
  name: 'audit.platform',
  command: ListPlatform,
  reads: command => [pageNeed(command, BY_ORGANIZATION, PLATFORM)],
  answer: ({ actor }, slice) => {
    if (actor.kind !== 'operator') return refused(membershipRefusals.operator_only({ action: 'audit.platform' }))
    const value = pageOf(slice, auditEntries, [BY_ORGANIZATION, PLATFORM], entry => entry)
    return ok({ value, because: [reason('actor_is_operator', ['ORG-6'], { name: actor.name })] })
  },
}

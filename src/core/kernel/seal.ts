import type { ActingParty, CommandFields } from './actor.ts'
import type { ChangeSet, Precondition, Version, Write } from './change-set.ts'
import { type Collection, type Counter, keyValueAt, type Ref, refOf, type StoredRecord } from './collection.ts'
import type { Decision } from './decision.ts'
import { put } from './decision.ts'
import { sealSecret } from './effect-secrets.ts'
import type { KernelEnv } from './env.ts'
import { type AuditEntry, auditEntries, type Change, type Effect, effects, PLATFORM } from './records.ts'
import type { Json } from './refusal.ts'

/** The records read, with their versions; absent ones with null. */
export type Versions = ReadonlyMap<Ref, { readonly version: Version; readonly record: StoredRecord } | null>

export type Sealing = {
  readonly action: string
  readonly actor: ActingParty
  readonly command: CommandFields
  readonly versions: Versions
  readonly collectionOf: (ref: Ref) => Collection | Counter | undefined
  readonly env: KernelEnv
}

/** `entry`: the audit entry whose presence says that the commit went through. */
export type Sealed = { readonly changes: ChangeSet; readonly entry: Ref; readonly effects: readonly Effect[] }

const EMPTY: StoredRecord = {}

const fieldChanges = (before: StoredRecord, after: StoredRecord): Record<string, { before?: Json; after?: Json }> => {
  const fields: Record<string, { before?: Json; after?: Json }> = {}
  for (const field in after) {
    const was = before[field]
    const is = after[field]
    if (was === is || is === undefined) continue
    fields[field] = was === undefined ? { after: is } : { before: was, after: is }
  }
  for (const field in before) {
    const was = before[field]
    if (was !== undefined && after[field] === undefined) fields[field] = { before: was }
  }
  return fields
}

const changeOf = (write: Write, before: StoredRecord): Change =>
  write.op === 'add'
    ? { target: write.ref, added: write.by }
    : { target: write.ref, fields: fieldChanges(before, write.op === 'put' ? write.record : EMPTY) }

/** Whether the change of a record that belongs to no organization shows that another than this one had it before. */
export const showsFormerHolder = (
  change: Change,
  { holders = [] }: Pick<Collection, 'holders'>,
  organizationId: string,
): boolean =>
  'fields' in change &&
  holders.some(field => {
    const before = change.fields[field]?.before
    return before !== undefined && before !== organizationId
  })

type Written = { readonly write: Write; readonly before: StoredRecord; readonly change: Change }

/** In whose trail the change stands: nobody reads in their own what was counted or changed elsewhere (INV-24). */
const trailOf = (
  { write, before, change }: Written,
  of: Collection | Counter | undefined,
  commanded: string,
): string => {
  if (of?.kind === 'counter') return (of.key[0] === 'organizationId' ? write.ref.split('/')[1] : undefined) ?? commanded
  if (of && showsFormerHolder(change, of, commanded)) return PLATFORM
  const owner = of?.organization && keyValueAt(write.op === 'put' ? write.record : before, of.organization)
  return typeof owner === 'string' ? owner : commanded
}

/** AUD-1, INV-20: each change stands in exactly one entry, in the trail of the organization whose record it is. */
const entriesOf = (decision: Decision<unknown>, id: string, sealing: Sealing): readonly AuditEntry[] => {
  const changesOf = new Map<string, Change[]>()
  for (const write of decision.writes) {
    const of = sealing.collectionOf(write.ref)
    if (of?.audit === 'none' || (write.op === 'add' && write.by === 0)) continue
    const before = sealing.versions.get(write.ref)?.record ?? EMPTY
    const change = changeOf(write, before)
    const organizationId = trailOf({ write, before, change }, of, decision.organizationId)
    const changes = changesOf.get(organizationId) ?? []
    changes.push(change)
    changesOf.set(organizationId, changes)
  }
  // Where the command was given it is told even if it changed nothing there, or only what nobody there may read.
  if ([...changesOf.keys()].every(organizationId => organizationId === PLATFORM))
    changesOf.set(decision.organizationId, changesOf.get(decision.organizationId) ?? [])
  const rules = [...new Set(decision.because.flatMap(because => because.rules))].sort()
  const { correlationId } = sealing.command
  return [...changesOf].map(([organizationId, changes]) => ({
    organizationId,
    id,
    at: sealing.env.now,
    actor: sealing.actor,
    ...(decision.actingOrganizationId && { actingOrganizationId: decision.actingOrganizationId }),
    action: sealing.action,
    changes,
    rules,
    ...(correlationId !== undefined && { correlationId }),
  }))
}

const effectsOf = (decision: Decision<unknown>, env: KernelEnv): readonly Effect[] =>
  decision.effects.map(({ secret, ...draft }) => {
    const id = env.newId()
    return {
      id,
      queue: 'outbox' as const,
      ...draft,
      ...(secret && { sealed: sealSecret(secret, id, env.secrets) }),
      createdAt: env.now,
      availableAt: env.now,
      attempts: 0,
    }
  })

/**
 * A decision as one change set: whatever was read must still be as it was, whatever is put without having been read
 * must be absent, and entries and effects go in the same commit or not at all.
 */
export const seal = (
  decision: Decision<unknown>,
  sealing: Sealing,
  remember?: (kept: readonly Effect[]) => readonly Write[],
): Sealed => {
  const id = sealing.env.newId()
  const kept = effectsOf(decision, sealing.env)
  const entries = entriesOf(decision, id, sealing)
  const writes: Write[] = [
    ...decision.writes,
    ...entries.map(entry => put(auditEntries, entry)),
    ...kept.map(effect => put(effects, effect)),
    ...(remember?.(kept) ?? []),
  ]
  return {
    changes: { id, preconditions: preconditionsOf(writes, sealing.versions), writes },
    entry: refOf(auditEntries, entries[0]?.organizationId ?? decision.organizationId, id),
    effects: kept,
  }
}

const preconditionsOf = (writes: readonly Write[], versions: Versions): readonly Precondition[] => {
  const adds = new Set<Ref>()
  const preconditions: Precondition[] = []
  for (const write of writes) {
    if (write.op === 'add') adds.add(write.ref)
    else preconditions.push({ ref: write.ref, version: versions.get(write.ref)?.version ?? null })
  }
  const named = new Set(preconditions.map(({ ref }) => ref))
  for (const [ref, read] of versions)
    if (read !== null && !named.has(ref) && !adds.has(ref)) preconditions.push({ ref, version: read.version })
  return preconditions
}

import { z } from 'zod'
import { Actor, collection, counter, Instant, OrganizationId } from '../kernel/index.ts'
import { EntityId, KindName } from './model.ts'

/** The name of a relation. @since 0.3.0 */
export const RelationName = KindName

/** ENT-1. That one thing has another by a relation: since when, and by whom. @since 0.3.0 */
export const Link = z.strictObject({
  organizationId: OrganizationId,
  fromKind: KindName,
  fromId: EntityId,
  relation: RelationName,
  toKind: KindName,
  toId: EntityId,
  by: Actor,
  at: Instant,
})
export type Link = z.output<typeof Link>

export const links = collection('link', Link, {
  key: ['fromKind', 'fromId', 'relation', 'toId'],
  organization: 'organizationId',
  secondary: {
    link_by_from: { fields: ['fromKind', 'fromId', 'relation'], order: ['at'] },
    link_by_to: { fields: ['toKind', 'toId'], order: ['at'] },
  },
})

/** INV-09's guarded record: how many one thing has by a relation. */
export const linkCounts = counter('link_count', ['fromKind', 'fromId', 'relation'])

/** ENT-4's: by how many one thing is had, whatever the relation. */
export const useCounts = counter('use_count', ['toKind', 'toId'])

/** The same by one relation: at most one where its things are not shared. Counted of all, since a table may change. */
export const relationUseCounts = counter('relation_use_count', ['fromKind', 'relation', 'toId'])

/** What one thing has by a relation, oldest first. */
export const partsList = (kind: string, id: string, relation: string) => ['link_by_from', kind, id, relation] as const

/** Where one thing is used, oldest first. */
export const usesList = (kind: string, id: string) => ['link_by_to', kind, id] as const

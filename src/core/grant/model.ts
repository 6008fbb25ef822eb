import { z } from 'zod'
import { EntityId, EntityKind, type EntityRole, Stages } from '../entity/index.ts'
import { GroupId } from '../group/index.ts'
import { Actor, collection, counter, Instant, OrganizationId, UserId } from '../kernel/index.ts'

/** The name of a role on an entity; which there are depends on the kind. @since 0.2.0 */
export const EntityRoleName: z.ZodType<EntityRole, EntityRole> = z.enum([
  'admin',
  'team_manager',
  'annotator_reviewer',
  'reviewer',
  'annotator',
  'user',
])

/** Who is granted something. @since 0.2.0 */
export const GrantSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), userId: UserId }),
  z.strictObject({ kind: z.literal('group'), groupId: GroupId }),
])
export type GrantSubject = z.output<typeof GrantSubject>

const common = {
  organizationId: OrganizationId,
  kind: EntityKind,
  entityId: EntityId,
  role: EntityRoleName,
  by: Actor,
  at: Instant,
  /** From this moment on it is none (INV-25); it never counts for INV-08 (MEM-3). */
  until: Instant.exactOptional(),
  /** ROL-5: only in these stages of the project's workflow; without them in all. */
  stages: Stages.exactOptional(),
}

/**
 * A role on one entity, for a user or a group. `subjectId` is the user's or the group's. A user's grant names the term of
 * the membership in which it was given: one of an earlier term gives nothing (INV-14, INV-25).
 *
 * @since 0.2.0
 */
export const Grant = z.discriminatedUnion('subject', [
  z.strictObject({ ...common, subject: z.literal('user'), subjectId: UserId, term: z.int().min(1) }),
  z.strictObject({ ...common, subject: z.literal('group'), subjectId: GroupId }),
])
export type Grant = z.output<typeof Grant>
export type UserGrant = Extract<Grant, { subject: 'user' }>

type Untold<G> = G extends Grant ? Omit<G, 'by'> & Partial<Pick<G, 'by'>> : never

/**
 * A grant as a team shows it: to a vendor's people without who gave it, where that is somebody of another vendor, or out
 * by now (WRK-6).
 *
 * @since 0.5.0
 */
export type TeamGrant = Untold<Grant>

export const grants = collection('grant', Grant, {
  key: ['organizationId', 'kind', 'entityId', 'subject', 'subjectId'],
  organization: 'organizationId',
  secondary: {
    grant_by_entity: { fields: ['organizationId', 'kind', 'entityId', 'subject'], order: ['at'] },
    grant_by_subject: { fields: ['organizationId', 'subject', 'subjectId'], order: ['at'] },
    /** Only those of users, which have a term: of earlier ones first. */
    grant_by_term: { fields: ['organizationId', 'subjectId'], order: ['term', 'at'] },
    /** In all organizations: what a user administers counts for INV-08 wherever it is. */
    grant_by_holder: { fields: ['subject', 'subjectId', 'role'], order: ['at'] },
  },
})

/** INV-08's guarded record: admin grants on one entity that are held for good by active members. */
export const entityAdminCounts = counter('entity_admin_count', ['organizationId', 'kind', 'entityId'])

/** A user's admin grants wherever they are, those of earlier terms included until they are cleared away. */
export const adminGrantCounts = counter('admin_grant_count', ['userId'], 'none')

/** So that one commit can take what a user administers out of all the counts of INV-08. */
export const ADMIN_GRANTS_PER_USER = 5_000

/** Groups that are granted something on one entity. */
export const groupGrantCounts = counter('group_grant_count', ['organizationId', 'kind', 'entityId'])

/** So that one decision reads a bounded number of seats. */
export const GROUPS_PER_ENTITY = 200

/**
 * MEM-4. A member who is out, and whose seats, grants and invitations of this term and earlier ones give nothing any more
 * and have yet to be cleared away, by a sweep.
 *
 * @since 0.2.0
 */
export const Offboarding = z.strictObject({
  organizationId: OrganizationId,
  userId: UserId,
  term: z.int().min(1),
  by: Actor,
  at: Instant,
})
export type Offboarding = z.output<typeof Offboarding>

export const offboardings = collection('offboarding', Offboarding, {
  key: ['organizationId', 'userId'],
  organization: 'organizationId',
  secondary: { offboarding_by_organization: { fields: ['organizationId'], order: ['at'] } },
})

import type { EntityId } from '../../src/core/entity/index.ts'
import { offboardings } from '../../src/core/grant/index.ts'
import type { GroupId } from '../../src/core/group/index.ts'
import type { UserId } from '../../src/core/kernel/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { toGroup, toUser } from './content.ts'
import { groupOf, person } from './groups.ts'
import { datasetOf, ontologyOf, projectOf } from './projects.ts'
import { as, createWorld, OPERATOR, type Org, type World, type WorldOptions } from './world.ts'

/** Acme has things, Labelers has people: Vic is one of them, and nobody at Acme. */
export type Hosting = {
  readonly world: World
  readonly acme: Org
  readonly labelers: Org
  readonly vic: UserId
  readonly project: EntityId
  readonly dataset: EntityId
  readonly ontology: EntityId
  /** Nobody’s, and granted nothing. */
  readonly group: GroupId
  readonly host: { readonly actor: typeof OPERATOR; readonly organizationId: Org['id'] }
  /** Vic as a member of Acme, and of Labelers. */
  readonly there: { readonly actor: typeof OPERATOR; readonly organizationId: Org['id']; readonly userId: UserId }
  readonly staff: { readonly actor: typeof OPERATOR; readonly organizationId: Org['id']; readonly userId: UserId }
  /** The engagement of the two. */
  readonly between: {
    readonly actor: typeof OPERATOR
    readonly organizationId: Org['id']
    readonly vendorId: Org['id']
  }
}

export const hosting = async (options?: WorldOptions, role = 'internal'): Promise<Hosting> =>
  hostingIn(createWorld(options), role)

export const hostingIn = async (world: World, role = 'internal'): Promise<Hosting> => {
  const [acme, labelers] = [await world.found('Acme'), await world.found('Labelers', 'workforce')]
  const vic = await person(world, labelers, 'vic', role)
  const [actor, organizationId] = [OPERATOR, acme.id]
  return {
    ...{ world, acme, labelers, vic },
    project: await projectOf(world, acme),
    dataset: await datasetOf(world, acme),
    ontology: await ontologyOf(world, acme),
    group: await groupOf(world, acme),
    host: { actor, organizationId },
    there: { actor, organizationId, userId: vic },
    staff: { actor, organizationId: labelers.id, userId: vic },
    between: { actor, organizationId, vendorId: labelers.id },
  }
}

type Given = {
  readonly role?: 'annotator' | 'admin' | 'team_manager'
  readonly until?: number
  readonly projectId?: EntityId
}

/** A grant on Acme’s project, to Vic unless told otherwise. */
export const give = ({ world, project, vic }: Hosting, userId: string = vic, given: Given = {}) =>
  world.charter.projects.grant({
    actor: OPERATOR,
    projectId: project,
    subject: toUser(userId),
    role: 'annotator',
    ...given,
  })

export const take = ({ world, project, vic }: Hosting, userId: string = vic, projectId = project) =>
  world.charter.projects.revoke({ actor: OPERATOR, projectId, subject: toUser(userId) })

export const giveGroup = ({ world, project, group }: Hosting, given: Given & { readonly group?: GroupId } = {}) => {
  const { group: to = group, ...rest } = given
  return world.charter.projects.grant({
    actor: OPERATOR,
    projectId: project,
    subject: toGroup(to),
    role: 'annotator',
    ...rest,
  })
}

export const takeGroup = ({ world, project, group }: Hosting, from = group) =>
  world.charter.projects.revoke({ actor: OPERATOR, projectId: project, subject: toGroup(from) })

export const seat = ({ world, host, group, vic }: Hosting, userId: UserId = vic, groupId = group) =>
  world.charter.groups.addMembers({ ...host, groupId, userIds: [userId] })

export const unseat = ({ world, host, group, vic }: Hosting, userId: UserId = vic, groupId = group) =>
  world.charter.groups.removeMembers({ ...host, groupId, userIds: [userId] })

/** What the membership record says, as whom `members.get` shows them, and whether they may work on the project. */
export const seenAs = async (hosting: Hosting, userId: UserId = hosting.vic): Promise<string> => {
  const { world, acme, there, project } = hosting
  const record = await world.get(memberships, acme.id, userId)
  if (!record) return 'nobody'
  const { role } = unwrap(await world.charter.members.get({ ...there, userId }))
  const state = record.status === 'ended' ? `ended (${record.ending})` : record.status
  const source = record.byWorkforce ? ', came with the vendor' : ''
  return `${state} as ${role ?? 'nobody'}, ${(await worksOn(hosting, userId, project)) ? 'works on it' : 'does nothing'}${source}`
}

export const worksOn = async ({ world, project }: Hosting, userId: string, id: string = project): Promise<boolean> =>
  unwrap(
    await world.charter.access.can({
      actor: as(userId),
      permission: 'project.annotate',
      resource: { kind: 'project', id },
    }),
  ).allowed

/** Runs every sweep there is to its end. */
export const sweepAll = async ({ world, between }: Pick<Hosting, 'world' | 'between'>): Promise<void> => {
  let after: string | undefined
  do {
    const { next } = unwrap(
      await world.charter.engagements.sweep({ ...between, ...(after !== undefined && { after }) }),
    )
    after = next
  } while (after !== undefined)
  for (let round = 0; round < 20 && world.all(offboardings).length > 0; round++)
    for (const { organizationId, userId } of world.all(offboardings))
      unwrap(await world.charter.members.sweep({ actor: OPERATOR, organizationId, userId }))
}

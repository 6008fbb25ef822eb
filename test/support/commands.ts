import type { Entity } from '../../src/core/entity/index.ts'
import type { GroupId } from '../../src/core/group/index.ts'
import type { InvitationId } from '../../src/core/invitation/index.ts'
import { type Actor, UserId } from '../../src/core/kernel/index.ts'
import { defaultRoles } from '../../src/core/role/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { freshSession } from './factors.ts'
import { mfaCommands } from './mfa-commands.ts'
import { labelSetOf, ownRelations, workflowOf } from './projects.ts'
import { createWorld, email, OPERATOR, type Org, START, tokenOf, type World, type WorldOptions } from './world.ts'

/** `module.method` of everything that the charter can do. */
export type Path = {
  [M in keyof Charter]: `${M & string}.${keyof Charter[M] & string}`
}[keyof Charter]

export const pathsOf = (charter: Charter<string>): readonly string[] =>
  Object.entries(charter).flatMap(([module, methods]) => Object.keys(methods).map(method => `${module}.${method}`))

export type Scene = World & {
  readonly acme: Org
  readonly globex: Org
  /** Internal member of Acme by the rule for acme.com. */
  readonly grace: string
  /** Waits for an admin of Acme. */
  readonly waiting: string
  /** Was offered to join Acme, and is nobody's member. */
  readonly offered: string
  /** A dataset and an ontology of Acme’s, whose admin is neither the admin nor the internal member. */
  readonly dataset: Entity['id']
  readonly ontology: Entity['id']
  /** A workforce organization, with which Acme has no engagement. */
  readonly vendor: Org
  /** One with which it has. */
  readonly engaged: Org
  /** A project of Acme’s with the same admin, which has an ontology of its own; and what it could have. */
  readonly project: Entity['id']
  readonly workflow: Entity['id']
  readonly labelSet: Entity['id']
  /** Was a member of Acme by the rule for acme.com, and is deactivated. */
  readonly closed: string
  /** Suspended in Acme, where they are external by an act of the operator. */
  readonly paused: string
  /** What DNS shows for Acme’s claim of new.com, which nobody handed in yet. */
  readonly challenge: string
  /** A group of Acme, whose member is Grace. */
  readonly group: GroupId
  /** Waits for Ines, who is no user. */
  readonly invitation: InvitationId
  readonly token: string
}

/**
 * Acme, which owns acme.com, lets Globex have its people as guests, asks about vendor.com, offers itself at
 * partner.com, takes gone.com away, is at odds with Globex over odd.com, and has invited Ines; Globex owns globex.com.
 */
export const createScene = async (options?: WorldOptions): Promise<Scene> => {
  const world = createWorld({ relations: ownRelations, ...options })
  const { charter } = world
  const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
  await world.rule(acme, 'acme.com', { match: 'subdomains' })
  await world.rule(acme, 'vendor.com', { role: 'workforce', joining: 'approval' })
  await world.rule(acme, 'partner.com', { role: 'external', joining: 'offered' })
  await world.rule(acme, 'gone.com', { role: 'external' })
  const challenge = (await world.pending(acme, 'new.com')).challenge.value
  await world.rule(globex, 'globex.com')
  await world.pending(acme, 'globex.com', { role: 'external' })
  await world.pending(globex, 'acme.com', { role: 'external' })
  await charter.domainRules.prove({
    actor: acme.admin,
    organizationId: globex.id,
    domain: 'acme.com',
    proof: { kind: 'owner_consent' },
  })
  await world.dispute(acme, globex, 'odd.com')
  await charter.domainRules.overridePublicDomain({ actor: OPERATOR, domain: 'gmail.com', reason: 'a test' })
  const grace = unwrap(await world.signUp('grace@acme.com')).user.id
  const waiting = unwrap(await world.signUp('wim@vendor.com')).user.id
  const offered = unwrap(await world.signUp('olga@partner.com')).user.id
  await world.signUp('gus@gone.com')
  const gone = { actor: acme.admin, organizationId: acme.id, domain: 'gone.com', existing: 'keep' } as const
  unwrap(await charter.domainRules.remove(gone))
  const group = unwrap(await charter.groups.create({ actor: acme.admin, organizationId: acme.id, name: 'Drivers' })).id
  const seated = { actor: acme.admin, organizationId: acme.id, groupId: group, userIds: [grace] }
  unwrap(await charter.groups.addMembers(seated))
  const keeper = (await world.user('keeper@acme-hq.com', acme)).id
  await world.member(acme, keeper, { assigned: { role: 'internal', by: OPERATOR, at: world.clock.now() } })
  const content = { actor: acme.admin, organizationId: acme.id, name: 'Lanes', admins: [keeper] }
  const dataset = unwrap(await charter.datasets.create(content)).id
  const ontology = unwrap(await charter.ontologies.create(content)).id
  const traffic = unwrap(await charter.ontologies.create(content)).id
  const project = unwrap(await charter.projects.create({ ...content, ontologyId: traffic })).id
  const [workflow, labelSet] = [await workflowOf(world, acme), await labelSetOf(world, acme)]
  const { invitation, token } = await world.invite(acme, 'ines@people.com')
  const closed = unwrap(await world.signUp('clara@acme.com')).user.id
  unwrap(await charter.users.deactivate({ actor: acme.admin, userId: closed }))
  const paused = (await world.user('paul@people.com', acme)).id
  const assigned = { role: 'external', by: OPERATOR, at: world.clock.now() }
  await world.member(acme, paused, { status: 'suspended', suspendedAt: world.clock.now(), assigned } as never)
  const people = { grace, waiting, offered, closed, paused }
  const [vendor, engaged] = [await world.found('Labelers', 'workforce'), await world.found('Reviewers', 'workforce')]
  unwrap(await charter.engagements.open({ actor: acme.admin, organizationId: acme.id, vendorId: engaged.id }))
  return {
    ...world,
    acme,
    globex,
    vendor,
    engaged,
    ...people,
    dataset,
    ontology,
    project,
    workflow,
    labelSet,
    challenge,
    group,
    invitation,
    token,
  }
}

type Asks = (actor: Actor, scene: Scene) => Promise<Answer<unknown>>

/** A command of each method, which an actor who may do it can do in the scene. */
export const commands: { readonly [P in Path]: Asks } = {
  'organizations.create': (actor, { charter }) =>
    charter.organizations.create({
      actor,
      name: 'New',
      kind: 'standard',
      founders: [{ email: email('admin@acme-hq.com') }],
    }),
  'organizations.get': (actor, { charter, acme }) => charter.organizations.get({ actor, organizationId: acme.id }),
  'organizations.list': (actor, { charter, acme }) => charter.organizations.list({ actor, userId: acme.adminId }),
  'organizations.settings': (actor, { charter, acme }) =>
    charter.organizations.settings({ actor, organizationId: acme.id }),
  'organizations.rename': (actor, { charter, acme }) =>
    charter.organizations.rename({ actor, organizationId: acme.id, name: 'Other' }),
  'organizations.archive': (actor, { charter, acme }) =>
    charter.organizations.archive({ actor, organizationId: acme.id }),
  'organizations.restore': (actor, { charter, acme }) =>
    charter.organizations.restore({ actor, organizationId: acme.id }),
  'organizations.appointAdmin': (actor, { charter, acme }) =>
    charter.organizations.appointAdmin({ actor, organizationId: acme.id, email: email('n@acme.com'), reason: 'x' }),
  'domainRules.add': (actor, { charter, acme }) =>
    charter.domainRules.add({
      actor,
      organizationId: acme.id,
      domain: 'more.com',
      match: 'exact',
      role: 'internal',
      joining: 'automatic',
    }),
  'domainRules.prove': (actor, { charter, acme, challenge }) =>
    charter.domainRules.prove({
      actor,
      organizationId: acme.id,
      domain: 'new.com',
      proof: { kind: 'dns_txt', records: [challenge] },
    }),
  'domainRules.update': (actor, { charter, acme }) =>
    charter.domainRules.update({
      actor,
      organizationId: acme.id,
      domain: 'new.com',
      role: 'external',
      existing: 'keep',
    }),
  'domainRules.remove': (actor, { charter, acme }) =>
    charter.domainRules.remove({ actor, organizationId: acme.id, domain: 'new.com', existing: 'keep' }),
  'domainRules.sweep': (actor, { charter, acme }) =>
    charter.domainRules.sweep({ actor, organizationId: acme.id, domain: 'gone.com' }),
  'domainRules.release': (actor, { charter, acme, globex }) =>
    charter.domainRules.release({ actor, organizationId: acme.id, domain: 'eu.acme.com', to: globex.id }),
  'domainRules.withdrawConsent': (actor, { charter, globex }) =>
    charter.domainRules.withdrawConsent({ actor, organizationId: globex.id, domain: 'acme.com' }),
  'domainRules.settle': (actor, { charter, acme }) =>
    charter.domainRules.settle({ actor, domain: 'odd.com', owner: acme.id, reason: 'x' }),
  'domainRules.overridePublicDomain': (actor, { charter }) =>
    charter.domainRules.overridePublicDomain({ actor, domain: 'gmx.de', reason: 'x' }),
  'domainRules.endOverride': (actor, { charter }) => charter.domainRules.endOverride({ actor, domain: 'gmail.com' }),
  'domainRules.list': (actor, { charter, acme }) => charter.domainRules.list({ actor, organizationId: acme.id }),
  'domainRules.due': (actor, { charter, clock }) => charter.domainRules.due({ actor, before: clock.now() }),
  'domainRules.preview': (actor, { charter, acme }) =>
    charter.domainRules.preview({ actor, organizationId: acme.id, change: { remove: 'acme.com' } }),
  'users.signUp': (_, { charter }) => charter.users.signUp({ email: email('new@eu.acme.com') }),
  'users.signIn': (_, { charter }) => charter.users.signIn({ email: email('grace@acme.com') }),
  'users.joinOffered': (actor, { charter, acme }) => charter.users.joinOffered({ actor, organizationId: acme.id }),
  'users.get': (actor, { charter, acme }) => charter.users.get({ actor, userId: acme.adminId }),
  'users.changeEmail': (actor, { charter, acme }) =>
    charter.users.changeEmail({ actor, userId: acme.adminId, email: 'ada@acme.com' }),
  'users.confirmEmail': async (_, { charter, acme }) => {
    const asked = await charter.users.changeEmail({ actor: OPERATOR, userId: acme.adminId, email: 'ada@acme.com' })
    return charter.users.confirmEmail({ userId: acme.adminId, token: tokenOf(asked), email: email('ada@acme.com') })
  },
  'users.deactivate': (actor, { charter, grace }) => charter.users.deactivate({ actor, userId: grace }),
  'users.reactivate': (actor, { charter, closed }) => charter.users.reactivate({ actor, userId: closed }),
  'members.list': (actor, { charter, acme }) => charter.members.list({ actor, organizationId: acme.id }),
  'members.get': (actor, { charter, acme, grace }) =>
    charter.members.get({ actor, organizationId: acme.id, userId: grace }),
  'members.approve': (actor, { charter, acme, waiting }) =>
    charter.members.approve({ actor, organizationId: acme.id, userId: waiting }),
  'members.decline': (actor, { charter, acme, waiting }) =>
    charter.members.decline({ actor, organizationId: acme.id, userId: waiting }),
  'groups.create': (actor, { charter, acme }) =>
    charter.groups.create({ actor, organizationId: acme.id, name: 'Walkers' }),
  'groups.addMembers': (actor, { charter, acme, group }) =>
    charter.groups.addMembers({ actor, organizationId: acme.id, groupId: group, userIds: [acme.adminId] }),
  'groups.removeMembers': (actor, { charter, acme, group, grace }) =>
    charter.groups.removeMembers({ actor, organizationId: acme.id, groupId: group, userIds: [grace] }),
  'groups.addManagers': (actor, { charter, acme, group, grace }) =>
    charter.groups.addManagers({ actor, organizationId: acme.id, groupId: group, userIds: [grace] }),
  'groups.removeManagers': (actor, { charter, acme, group }) =>
    charter.groups.removeManagers({ actor, organizationId: acme.id, groupId: group, userIds: [acme.adminId] }),
  'groups.archive': (actor, { charter, acme, group }) =>
    charter.groups.archive({ actor, organizationId: acme.id, groupId: group }),
  'groups.list': (actor, { charter, acme }) => charter.groups.list({ actor, organizationId: acme.id }),
  'groups.get': (actor, { charter, acme, group }) =>
    charter.groups.get({ actor, organizationId: acme.id, groupId: group }),
  'groups.members': (actor, { charter, acme, group }) =>
    charter.groups.members({ actor, organizationId: acme.id, groupId: group }),
  'projects.create': (actor, { charter, acme, ontology: ontologyId }) =>
    charter.projects.create({ actor, organizationId: acme.id, name: 'New', ontologyId, admins: [acme.adminId] }),
  'projects.get': (actor, { charter, project: projectId }) => charter.projects.get({ actor, projectId }),
  'projects.list': (actor, { charter, acme }) => charter.projects.list({ actor, organizationId: acme.id }),
  'projects.update': (actor, { charter, project: projectId }) =>
    charter.projects.update({ actor, projectId, name: 'Other' }),
  'projects.setStatus': (actor, { charter, project: projectId }) =>
    charter.projects.setStatus({ actor, projectId, status: 'paused' }),
  'projects.attachDataset': (actor, { charter, project: projectId, dataset: datasetId }) =>
    charter.projects.attachDataset({ actor, projectId, datasetId }),
  'projects.detachDataset': async (actor, { charter, project: projectId, dataset: datasetId }) => {
    await charter.projects.attachDataset({ actor: OPERATOR, projectId, datasetId })
    return charter.projects.detachDataset({ actor, projectId, datasetId })
  },
  'projects.switchOntology': (actor, { charter, project: projectId, ontology: ontologyId }) =>
    charter.projects.switchOntology({ actor, projectId, ontologyId }),
  'projects.setWorkflow': (actor, { charter, project: projectId, workflow: workflowId }) =>
    charter.projects.setWorkflow({ actor, projectId, workflowId }),
  'projects.parts': (actor, { charter, project: projectId }) =>
    charter.projects.parts({ actor, projectId, relation: 'ontology' }),
  'projects.copy': (actor, { charter, project: projectId }) =>
    charter.projects.copy({ actor, projectId, name: 'Again', with: ['team', 'datasets'] }),
  'projects.archive': (actor, { charter, project: projectId }) => charter.projects.archive({ actor, projectId }),
  'projects.restore': async (actor, { charter, project: projectId }) => {
    await charter.projects.archive({ actor: OPERATOR, projectId })
    return charter.projects.restore({ actor, projectId })
  },
  'projects.grant': (actor, { charter, project: projectId, grace }) =>
    charter.projects.grant({
      actor,
      projectId,
      subject: { kind: 'user', userId: UserId.parse(grace) },
      role: 'annotator',
    }),
  'projects.revoke': async (actor, { charter, acme, project: projectId }) => {
    const subject = { kind: 'user', userId: acme.adminId } as const
    await charter.projects.grant({ actor: OPERATOR, projectId, subject, role: 'reviewer' })
    return charter.projects.revoke({ actor, projectId, subject })
  },
  'projects.team': (actor, { charter, project: projectId }) =>
    charter.projects.team({ actor, projectId, subject: 'user' }),
  'workflows.create': (actor, { charter, acme }) =>
    charter.workflows.create({ actor, organizationId: acme.id, name: 'New', stages: ['label'] }),
  'workflows.get': (actor, { charter, workflow: workflowId }) => charter.workflows.get({ actor, workflowId }),
  'workflows.list': (actor, { charter, acme }) => charter.workflows.list({ actor, organizationId: acme.id }),
  'workflows.update': (actor, { charter, workflow: workflowId }) =>
    charter.workflows.update({ actor, workflowId, stages: ['check'] }),
  'workflows.uses': (actor, { charter, workflow: workflowId }) => charter.workflows.uses({ actor, workflowId }),
  'workflows.archive': (actor, { charter, workflow: workflowId }) => charter.workflows.archive({ actor, workflowId }),
  'workflows.restore': async (actor, { charter, workflow: workflowId }) => {
    await charter.workflows.archive({ actor: OPERATOR, workflowId })
    return charter.workflows.restore({ actor, workflowId })
  },
  'entities.create': (actor, { charter, acme }) =>
    charter.entities.create({ actor, organizationId: acme.id, kind: 'label_set', name: 'New' }),
  'entities.get': (actor, { charter, labelSet: id }) => charter.entities.get({ actor, kind: 'label_set', id }),
  'entities.list': (actor, { charter, acme }) =>
    charter.entities.list({ actor, organizationId: acme.id, kind: 'label_set' }),
  'entities.update': (actor, { charter, labelSet: id }) =>
    charter.entities.update({ actor, kind: 'label_set', id, name: 'Other' }),
  'entities.uses': (actor, { charter, labelSet: id }) => charter.entities.uses({ actor, kind: 'label_set', id }),
  'entities.archive': (actor, { charter, labelSet: id }) => charter.entities.archive({ actor, kind: 'label_set', id }),
  'entities.restore': async (actor, { charter, labelSet: id }) => {
    await charter.entities.archive({ actor: OPERATOR, kind: 'label_set', id })
    return charter.entities.restore({ actor, kind: 'label_set', id })
  },
  'entities.attach': (actor, { charter, project: id, dataset: to }) =>
    charter.entities.attach({ actor, kind: 'project', id, relation: 'datasets', to }),
  'entities.detach': async (actor, { charter, project: id, dataset: to }) => {
    const command = { kind: 'project', id, relation: 'datasets', to }
    await charter.entities.attach({ actor: OPERATOR, ...command })
    return charter.entities.detach({ actor, ...command })
  },
  'entities.switch': (actor, { charter, project: id, ontology: to }) =>
    charter.entities.switch({ actor, kind: 'project', id, relation: 'ontology', to }),
  'entities.parts': (actor, { charter, project: id }) =>
    charter.entities.parts({ actor, kind: 'project', id, relation: 'ontology' }),
  'datasets.update': (actor, { charter, dataset: datasetId }) =>
    charter.datasets.update({ actor, datasetId, name: 'Other' }),
  'datasets.uses': (actor, { charter, dataset: datasetId }) => charter.datasets.uses({ actor, datasetId }),
  'ontologies.update': (actor, { charter, ontology: ontologyId }) =>
    charter.ontologies.update({ actor, ontologyId, name: 'Other' }),
  'ontologies.uses': (actor, { charter, ontology: ontologyId }) => charter.ontologies.uses({ actor, ontologyId }),
  'datasets.create': (actor, { charter, acme }) =>
    charter.datasets.create({ actor, organizationId: acme.id, name: 'New', admins: [acme.adminId] }),
  'datasets.get': (actor, { charter, dataset: datasetId }) => charter.datasets.get({ actor, datasetId }),
  'datasets.list': (actor, { charter, acme }) => charter.datasets.list({ actor, organizationId: acme.id }),
  'datasets.archive': (actor, { charter, dataset: datasetId }) => charter.datasets.archive({ actor, datasetId }),
  'datasets.restore': async (actor, { charter, dataset: datasetId }) => {
    await charter.datasets.archive({ actor: OPERATOR, datasetId })
    return charter.datasets.restore({ actor, datasetId })
  },
  'datasets.grant': (actor, { charter, dataset: datasetId, grace }) =>
    charter.datasets.grant({ actor, datasetId, subject: { kind: 'user', userId: UserId.parse(grace) }, role: 'user' }),
  'datasets.revoke': async (actor, { charter, acme, dataset: datasetId }) => {
    const subject = { kind: 'user', userId: acme.adminId } as const
    await charter.datasets.grant({ actor: OPERATOR, datasetId, subject, role: 'user' })
    return charter.datasets.revoke({ actor, datasetId, subject })
  },
  'datasets.team': (actor, { charter, dataset: datasetId }) =>
    charter.datasets.team({ actor, datasetId, subject: 'user' }),
  'ontologies.create': (actor, { charter, acme }) =>
    charter.ontologies.create({ actor, organizationId: acme.id, name: 'New', admins: [acme.adminId] }),
  'ontologies.get': (actor, { charter, ontology: ontologyId }) => charter.ontologies.get({ actor, ontologyId }),
  'ontologies.list': (actor, { charter, acme }) => charter.ontologies.list({ actor, organizationId: acme.id }),
  'ontologies.archive': (actor, { charter, ontology: ontologyId }) => charter.ontologies.archive({ actor, ontologyId }),
  'ontologies.restore': async (actor, { charter, ontology: ontologyId }) => {
    await charter.ontologies.archive({ actor: OPERATOR, ontologyId })
    return charter.ontologies.restore({ actor, ontologyId })
  },
  'ontologies.grant': (actor, { charter, ontology: ontologyId, grace }) =>
    charter.ontologies.grant({
      actor,
      ontologyId,
      subject: { kind: 'user', userId: UserId.parse(grace) },
      role: 'user',
    }),
  'ontologies.revoke': async (actor, { charter, acme, ontology: ontologyId }) => {
    const subject = { kind: 'user', userId: acme.adminId } as const
    await charter.ontologies.grant({ actor: OPERATOR, ontologyId, subject, role: 'user' })
    return charter.ontologies.revoke({ actor, ontologyId, subject })
  },
  'ontologies.team': (actor, { charter, ontology: ontologyId }) =>
    charter.ontologies.team({ actor, ontologyId, subject: 'user' }),
  'members.previewCatalogue': (actor, { charter, acme }) =>
    charter.members.previewCatalogue({ actor, organizationId: acme.id, to: defaultRoles, targets: {} }),
  'members.migrateRoles': (actor, { charter, acme }) =>
    charter.members.migrateRoles({ actor, organizationId: acme.id, targets: { internal: 'external' } }),
  'members.import': (actor, { charter, acme }) =>
    charter.members.import({
      actor,
      organizationId: acme.id,
      people: [{ email: email('iris@eu.acme.com'), role: 'internal' }],
    }),
  'invitations.send': (actor, { charter, acme }) =>
    charter.invitations.send({
      actor,
      organizationId: acme.id,
      invitations: [{ email: 'ivan@people.com', role: 'external' }],
    }),
  'invitations.resend': (actor, { charter, acme, invitation }) =>
    charter.invitations.resend({ actor, organizationId: acme.id, invitationId: invitation }),
  'invitations.revoke': (actor, { charter, acme, invitation }) =>
    charter.invitations.revoke({ actor, organizationId: acme.id, invitationId: invitation }),
  'invitations.accept': (_, { charter, token }) =>
    charter.invitations.accept({ token, email: email('ines@people.com') }),
  'invitations.decline': (_, { charter, token }) => charter.invitations.decline({ token }),
  'invitations.list': (actor, { charter, acme }) => charter.invitations.list({ actor, organizationId: acme.id }),
  'members.changeRole': (actor, { charter, acme, grace }) =>
    charter.members.changeRole({ actor, organizationId: acme.id, userId: grace, role: 'external' }),
  'members.suspend': (actor, { charter, acme, grace }) =>
    charter.members.suspend({ actor, organizationId: acme.id, userId: grace }),
  'members.reactivate': (actor, { charter, acme, paused }) =>
    charter.members.reactivate({ actor, organizationId: acme.id, userId: paused }),
  'members.setExpiry': (actor, { charter, acme, clock, paused }) =>
    charter.members.setExpiry({ actor, organizationId: acme.id, userId: paused, until: clock.now() + 1 }),
  'members.leave': (actor, { charter, acme }) => charter.members.leave({ actor, organizationId: acme.id }),
  'members.planRemoval': (actor, { charter, acme, paused }) =>
    charter.members.planRemoval({ actor, organizationId: acme.id, userId: paused }),
  'members.remove': (actor, { charter, acme, grace }) =>
    charter.members.remove({ actor, organizationId: acme.id, userId: grace }),
  'engagements.open': (actor, { charter, acme, vendor }) =>
    charter.engagements.open({ actor, organizationId: acme.id, vendorId: vendor.id }),
  'engagements.update': (actor, { charter, acme, engaged }) =>
    charter.engagements.update({ actor, organizationId: acme.id, vendorId: engaged.id, seats: 3 }),
  'engagements.end': (actor, { charter, acme, vendor }) =>
    charter.engagements.end({ actor, organizationId: acme.id, vendorId: vendor.id }),
  'engagements.sweep': (actor, { charter, acme, vendor }) =>
    charter.engagements.sweep({ actor, organizationId: acme.id, vendorId: vendor.id }),
  'engagements.list': (actor, { charter, acme }) => charter.engagements.list({ actor, organizationId: acme.id }),
  'members.sweep': (actor, { charter, acme, grace }) =>
    charter.members.sweep({ actor, organizationId: acme.id, userId: grace }),
  'members.reconcile': (actor, { charter, acme, grace }) =>
    charter.members.reconcile({ actor, organizationId: acme.id, userId: grace }),
  'audit.list': (actor, { charter, acme }) => charter.audit.list({ actor, organizationId: acme.id }),
  'audit.platform': (actor, { charter }) => charter.audit.platform({ actor }),
  'effects.take': (actor, { charter }) => charter.effects.take({ actor }),
  'effects.acknowledge': (actor, { charter }) => charter.effects.acknowledge({ actor, ids: ['none'] }),
  'access.can': (actor, { charter, acme }) =>
    charter.access.can({ actor, permission: 'members.read', resource: { kind: 'organization', id: acme.id } }),
  'access.explain': (actor, { charter, acme }) =>
    charter.access.explain({
      actor,
      userId: acme.adminId,
      permission: 'members.read',
      resource: { kind: 'organization', id: acme.id },
    }),
  'access.whoCan': (actor, { charter, acme }) =>
    charter.access.whoCan({ actor, permission: 'members.read', resource: { kind: 'organization', id: acme.id } }),
  'access.whatCan': (actor, { charter, acme }) =>
    charter.access.whatCan({ actor, userId: acme.adminId, permission: 'dataset.view', organizationId: acme.id }),
  'access.compile': (actor, { charter, acme }) => charter.access.compile({ actor, organizationId: acme.id }),
  'mfa.factors': (actor, { charter, grace }) => charter.mfa.factors({ actor, userId: grace }),
  'mfa.reset': (actor, { charter, clock, grace }) =>
    charter.mfa.reset({ actor, userId: grace, session: freshSession(clock.now()), reason: 'lost the phone' }),
  'mfa.unlock': (actor, { charter, grace }) => charter.mfa.unlock({ actor, userId: grace }),
  'mfa.reseal': (actor, { charter }) => charter.mfa.reseal({ actor }),
  'mfa.evaluateSignIn': (_, { charter, acme }) =>
    charter.mfa.evaluateSignIn({
      userId: acme.adminId,
      organizationId: acme.id,
      session: { authenticated: [{ method: 'password', at: START }] },
    }),
  ...mfaCommands,
  'mfa.setPolicy': (actor, { charter, acme, clock }) =>
    charter.mfa.setPolicy({
      actor,
      organizationId: acme.id,
      policy: { mode: 'required', grace: 86_400_000 },
      session: { authenticated: [{ method: 'password', at: clock.now() }] },
    }),
  'mfa.previewPolicy': (actor, { charter, acme }) =>
    charter.mfa.previewPolicy({ actor, organizationId: acme.id, policy: { mode: 'required' } }),
  'mfa.sweepOverdue': (actor, { charter, acme }) => charter.mfa.sweepOverdue({ actor, organizationId: acme.id }),
}

import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { commands, createScene, type Path, type Scene } from '../../support/commands.ts'
import { as, codeOf, deactivate, email, OPERATOR, START } from '../../support/world.ts'

type Kind =
  | 'admin'
  | 'internal'
  | 'external'
  | 'workforce'
  | 'suspended'
  | 'ended'
  | 'outsider'
  | 'deactivated'
  | 'nobody'
  | 'operator'

const KINDS: readonly Kind[] = [
  'admin',
  'internal',
  'external',
  'workforce',
  'suspended',
  'ended',
  'outsider',
  'deactivated',
  'nobody',
  'operator',
]

/** Somebody of each kind in Acme; whoever is not active there was an admin. */
const actorOf = async (kind: Kind, scene: Scene) => {
  const { acme, globex, grace } = scene
  if (kind === 'admin') return acme.admin
  if (kind === 'internal') return as(grace)
  if (kind === 'outsider') return globex.admin
  if (kind === 'nobody') return as('nobody')
  if (kind === 'operator') return OPERATOR
  const { id } = await scene.user(`${kind}@people.com`, acme)
  const role = kind === 'external' || kind === 'workforce' ? kind : 'admin'
  await scene.member(acme, id, {
    assigned: { role, by: OPERATOR, at: START },
    ...(kind === 'suspended' && { status: 'suspended', suspendedAt: START }),
    ...(kind === 'ended' && { status: 'ended', endedAt: START, ending: 'left' }),
  } as never)
  if (kind === 'deactivated') await deactivate(scene, id)
  return as(id)
}

type Row = { readonly [K in Kind]: string }

const row = (codes: Partial<Row>): Row => ({
  admin: 'ok',
  internal: 'permission_missing',
  external: 'permission_missing',
  workforce: 'permission_missing',
  suspended: 'member_suspended',
  ended: 'not_a_member',
  outsider: 'not_a_member',
  deactivated: 'user_deactivated',
  nobody: 'user_not_found',
  operator: 'ok',
  ...codes,
})

const all = (code: string, codes: Partial<Row>): Row =>
  ({ ...Object.fromEntries(KINDS.map(kind => [kind, code])), ...codes }) as Row

/** ROL-4: settings, domain rules and the audit are the admins’. */
const ADMINS = row({})
const ANYBODY = Object.fromEntries(KINDS.map(kind => [kind, 'ok'])) as Row
/** Admins, and the managers of the group, which no one else is here. */
const MANAGERS = row({ internal: 'group_not_yours', external: 'group_not_yours', workforce: 'group_not_yours' })
/** Members are seen by internal ones too. */
const INTERNAL = row({ internal: 'ok' })
const OPERATORS = all('operator_only', { operator: 'ok' })
/** What nobody sees who is not in the organization, and nobody may who was granted nothing. */
const ON_ENTITY = row({
  internal: 'entity_permission_missing',
  external: 'entity_permission_missing',
  workforce: 'entity_permission_missing',
  ended: 'entity_not_found',
  outsider: 'entity_not_found',
})
/** What nobody is granted anything on is for whoever may create it. */
const ON_FREE = row({ internal: 'ok', ended: 'entity_not_found', outsider: 'entity_not_found' })
const OWN_FACTORS = all('ok', {
  deactivated: 'user_deactivated',
  nobody: 'user_not_found',
  operator: 'operator_not_allowed',
})
/** The host says who signs up or in, so that nobody is asked. */
const HOST = all('ok', {})

const expected: { readonly [P in Path]: Row } = {
  // The command names Acme’s admin as the founder.
  'organizations.create': all('founder_not_actor', { admin: 'ok', operator: 'ok' }),
  'organizations.get': row({ internal: 'ok', external: 'ok', workforce: 'ok', suspended: 'not_a_member' }),
  'organizations.list': all('not_yourself', { admin: 'ok', operator: 'ok' }),
  'organizations.settings': ADMINS,
  'organizations.rename': ADMINS,
  'organizations.archive': ADMINS,
  'organizations.restore': ADMINS,
  'organizations.appointAdmin': OPERATORS,
  'domainRules.add': ADMINS,
  'domainRules.prove': ADMINS,
  'domainRules.update': ADMINS,
  'domainRules.remove': ADMINS,
  'domainRules.sweep': ADMINS,
  'domainRules.release': ADMINS,
  // Whoever is nobody in the owner’s organization does not learn who owns the domain.
  'domainRules.withdrawConsent': row({
    ended: 'domain_not_owned',
    outsider: 'domain_not_owned',
    operator: 'operator_not_allowed',
  }),
  'domainRules.settle': OPERATORS,
  'domainRules.overridePublicDomain': OPERATORS,
  'domainRules.endOverride': OPERATORS,
  'domainRules.list': ADMINS,
  'domainRules.due': OPERATORS,
  'domainRules.preview': ADMINS,
  'users.signUp': HOST,
  'users.signIn': HOST,
  'users.joinOffered': all('join_request_not_found', {
    deactivated: 'user_deactivated',
    nobody: 'user_not_found',
    operator: 'operator_not_allowed',
  }),
  'users.get': all('not_yourself', { admin: 'ok', operator: 'ok' }),
  'users.changeEmail': all('not_yourself', { admin: 'ok', operator: 'ok' }),
  'users.confirmEmail': HOST,
  // The internal member is whom the first command is about; strangers do not learn where a user is at home.
  'users.deactivate': row({ internal: 'ok', ended: 'user_not_yours', outsider: 'user_not_yours' }),
  'users.reactivate': row({ ended: 'user_not_yours', outsider: 'user_not_yours' }),
  'members.list': INTERNAL,
  // The command is about the internal member.
  'members.get': INTERNAL,
  'members.approve': ADMINS,
  'members.decline': ADMINS,
  'groups.create': ADMINS,
  'groups.addMembers': MANAGERS,
  'groups.removeMembers': MANAGERS,
  'groups.addManagers': MANAGERS,
  'groups.removeManagers': MANAGERS,
  'groups.archive': ADMINS,
  // Whoever does not see all groups is shown their own, of which there are none.
  'groups.list': row({ internal: 'ok', external: 'ok', workforce: 'ok' }),
  'groups.get': INTERNAL,
  'groups.members': INTERNAL,
  // The ontology is somebody else’s.
  'projects.create': row({ internal: 'entity_permission_missing' }),
  'projects.list': ADMINS,
  'projects.get': ON_ENTITY,
  'projects.update': ON_ENTITY,
  'projects.setStatus': ON_ENTITY,
  'projects.attachDataset': ON_ENTITY,
  'projects.detachDataset': ON_ENTITY,
  'projects.switchOntology': ON_ENTITY,
  'projects.setWorkflow': ON_ENTITY,
  'projects.parts': ON_ENTITY,
  'projects.copy': ON_ENTITY,
  'projects.archive': ON_ENTITY,
  'projects.restore': ON_ENTITY,
  'projects.grant': ON_ENTITY,
  'projects.revoke': ON_ENTITY,
  'projects.team': ON_ENTITY,
  'workflows.create': INTERNAL,
  'workflows.list': INTERNAL,
  'workflows.get': ON_FREE,
  'workflows.update': ON_FREE,
  'workflows.uses': ON_FREE,
  'workflows.archive': ON_FREE,
  'workflows.restore': ON_FREE,
  'entities.create': INTERNAL,
  'entities.list': INTERNAL,
  'entities.get': ON_FREE,
  'entities.update': ON_FREE,
  'entities.uses': ON_FREE,
  'entities.archive': ON_FREE,
  'entities.restore': ON_FREE,
  'entities.attach': ON_ENTITY,
  'entities.detach': ON_ENTITY,
  'entities.switch': ON_ENTITY,
  'entities.parts': ON_ENTITY,
  'datasets.update': ON_ENTITY,
  'datasets.uses': ON_ENTITY,
  'ontologies.update': ON_ENTITY,
  'ontologies.uses': ON_ENTITY,
  'datasets.create': INTERNAL,
  'datasets.get': ON_ENTITY,
  'datasets.list': ADMINS,
  'datasets.archive': ON_ENTITY,
  'datasets.restore': ON_ENTITY,
  'datasets.grant': ON_ENTITY,
  'datasets.revoke': ON_ENTITY,
  'datasets.team': ON_ENTITY,
  'ontologies.create': INTERNAL,
  'ontologies.get': ON_ENTITY,
  'ontologies.list': ADMINS,
  'ontologies.archive': ON_ENTITY,
  'ontologies.restore': ON_ENTITY,
  'ontologies.grant': ON_ENTITY,
  'ontologies.revoke': ON_ENTITY,
  'ontologies.team': ON_ENTITY,
  'members.previewCatalogue': ADMINS,
  'members.migrateRoles': OPERATORS,
  'members.import': ADMINS,
  'invitations.send': ADMINS,
  'invitations.resend': ADMINS,
  'invitations.revoke': ADMINS,
  // Whoever holds the token accepts and declines.
  'invitations.accept': HOST,
  'invitations.decline': HOST,
  'invitations.list': ADMINS,
  'members.changeRole': ADMINS,
  'members.suspend': ADMINS,
  'members.reactivate': ADMINS,
  'members.setExpiry': ADMINS,
  // One’s own doing, which takes no permission; Acme’s admin is the only one.
  'members.leave': {
    admin: 'last_admin',
    internal: 'ok',
    external: 'ok',
    workforce: 'ok',
    suspended: 'member_state',
    ended: 'member_state',
    outsider: 'member_not_found',
    deactivated: 'user_deactivated',
    nobody: 'user_not_found',
    operator: 'operator_not_allowed',
  },
  'members.planRemoval': ADMINS,
  'members.remove': ADMINS,
  'members.sweep': ADMINS,
  'engagements.open': ADMINS,
  'engagements.update': ADMINS,
  'engagements.end': ADMINS,
  'engagements.sweep': ADMINS,
  'engagements.list': ADMINS,
  'members.reconcile': ADMINS,
  'audit.list': ADMINS,
  'audit.platform': OPERATORS,
  'effects.take': OPERATORS,
  'effects.acknowledge': OPERATORS,
  // Whoever asks is answered, with a no.
  'access.can': all('ok', {}),
  // The command is about the admin.
  'access.explain': ADMINS,
  'access.whoCan': ADMINS,
  // The command is about the admin.
  'access.whatCan': ADMINS,
  // One's own.
  'access.compile': row({ internal: 'ok', external: 'ok', workforce: 'ok', operator: 'operator_not_allowed' }),
  // The internal member is whom these are about: their own they see, and nobody resets or unlocks their own.
  'mfa.factors': row({ internal: 'ok', ended: 'user_not_yours', outsider: 'user_not_yours' }),
  'mfa.reset': row({ internal: 'own_factors', ended: 'user_not_yours', outsider: 'user_not_yours' }),
  'mfa.unlock': row({ internal: 'own_factors', ended: 'user_not_yours', outsider: 'user_not_yours' }),
  'mfa.reseal': OPERATORS,
  // The host asks, about somebody who is not in yet.
  'mfa.evaluateSignIn': ANYBODY,
  // Everybody's own, whatever they are in an organization.
  'mfa.enroll': OWN_FACTORS,
  'mfa.confirm': OWN_FACTORS,
  'mfa.challenge': OWN_FACTORS,
  'mfa.answer': OWN_FACTORS,
  'mfa.recoveryCodes': OWN_FACTORS,
  'mfa.removeFactor': OWN_FACTORS,
  // The command enters Acme.
  'mfa.trustDevice': { ...OWN_FACTORS, suspended: 'not_a_member', ended: 'not_a_member', outsider: 'not_a_member' },
  'mfa.setPolicy': ADMINS,
  'mfa.previewPolicy': ADMINS,
  'mfa.sweepOverdue': ADMINS,
}

/** The operator does something first, so that there is something to do. */
const PREPARED: readonly string[] = [
  ...['datasets.restore', 'datasets.revoke', 'ontologies.restore', 'ontologies.revoke', 'projects.restore'],
  ...['projects.revoke', 'projects.detachDataset', 'workflows.restore', 'entities.restore', 'entities.detach'],
  'mfa.trustDevice',
]

describe('authorize', () => {
  const cases = Object.entries(expected).flatMap(([path, codes]) =>
    KINDS.map(kind => [path as Path, kind, codes[kind]] as const),
  )

  it.each(cases)('%s by %s: %s (ROL-4, ORG-4, ORG-6, MEM-7)', async (path, kind, code) => {
    const scene = await createScene()
    const actor = await actorOf(kind, scene)
    if (path === 'organizations.restore')
      unwrap(await scene.charter.organizations.archive({ actor: OPERATOR, organizationId: scene.acme.id }))
    const before = scene.snapshot()
    expect(codeOf(await commands[path](actor, scene))).toBe(code)
    if (code !== 'ok' && !PREPARED.includes(path)) expect(scene.snapshot()).toEqual(before)
  })

  it('shows everybody their own, whatever their role, and nobody who is deactivated (ROL-4, MEM-7)', async () => {
    const own: Record<string, readonly string[]> = {}
    for (const kind of ['internal', 'external', 'workforce', 'suspended', 'ended', 'deactivated'] as const) {
      const scene = await createScene()
      const actor = await actorOf(kind, scene)
      const { userId } = actor as { userId: string }
      own[kind] = [
        codeOf(await scene.charter.members.get({ actor, organizationId: scene.acme.id, userId })),
        codeOf(await scene.charter.users.get({ actor, userId })),
        codeOf(await scene.charter.organizations.list({ actor, userId })),
      ]
    }
    const seen = ['ok', 'ok', 'ok']
    expect(own).toEqual({
      internal: seen,
      external: seen,
      workforce: seen,
      suspended: seen,
      ended: seen,
      deactivated: ['user_deactivated', 'user_deactivated', 'user_deactivated'],
    })
  })

  it('does not know a role that the catalogue has lost', async () => {
    const scene = await createScene()
    for (const role of ['owner', 'constructor', 'valueof']) {
      const { id } = await scene.user(`${role}@people.com`, scene.acme)
      await scene.member(scene.acme, id, { assigned: { role, by: OPERATOR, at: START } })
      expect(codeOf(await commands['members.list'](as(id), scene))).toBe('not_a_member')
    }
  })

  it('takes an outsider’s right in their own organization for nothing elsewhere', async () => {
    const { charter, acme, globex } = await createScene()
    const answer = await charter.members.list({ actor: globex.admin, organizationId: acme.id })
    expect(answer).toEqual({
      ok: false,
      refusal: {
        kind: 'forbidden',
        code: 'not_a_member',
        facts: { organizationId: acme.id, userId: globex.adminId },
      },
    })
  })
})

describe('every command', () => {
  const paths = Object.keys(expected) as Path[]

  it.each(paths)('%s refuses fields that it does not know (INV-26)', async path => {
    const scene = await createScene()
    const [module, method] = path.split('.') as [string, string]
    const call = (scene.charter as never as Record<string, Record<string, (command: unknown) => Promise<never>>>)[
      module
    ]?.[method]
    const command = {
      actor: OPERATOR,
      organizationId: scene.acme.id,
      userId: scene.grace,
      domain: 'new.com',
      email: email('x@acme.com'),
      isAdmin: true,
    }
    expect(await call?.(command)).toMatchObject({ ok: false, refusal: { code: 'input_invalid' } })
    for (const nothing of [undefined, null, 'x', 7, [], {}])
      expect(await call?.(nothing)).toMatchObject({
        ok: false,
        refusal: { code: expect.stringMatching(/^(input_invalid|email_not_verified)$/) },
      })
  })
})

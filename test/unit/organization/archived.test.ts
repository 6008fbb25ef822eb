import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { commands, createScene, type Path, pathsOf, type Scene } from '../../support/commands.ts'
import { as, codeOf, email, OPERATOR } from '../../support/world.ts'

/** What an archived organization does not stop, and why. */
const PASSES: { readonly [P in Path]?: string } = {
  'organizations.create': 'it founds another organization',
  'organizations.get': 'it says that the organization is archived',
  'organizations.list': 'it is about the user, and says which organizations are archived',
  'organizations.restore': 'it is the way back',
  'domainRules.settle': 'the operator decides between organizations, whatever their state',
  'domainRules.overridePublicDomain': 'it is about a domain, not an organization',
  'domainRules.endOverride': 'it is about a domain, not an organization',
  'domainRules.due': 'it is about all organizations, and restoring one brings its rules back',
  'users.signUp': 'it is about a user: rules of an archived organization give nothing',
  'users.signIn': 'it is about a user: rules of an archived organization give nothing',
  'users.get': 'it is about the user',
  'users.changeEmail': 'it is about the user',
  'users.confirmEmail': 'it is about the user: rules of an archived organization give nothing',
  'users.deactivate': 'it is about the user, who may be a member elsewhere',
  'users.reactivate': 'it is about the user, who may be a member elsewhere',
  'mfa.factors': 'it is about the user',
  'mfa.enroll': 'it is about the user, who may be a member elsewhere',
  'mfa.confirm': 'it is about the user, who may be a member elsewhere',
  'mfa.challenge': 'it is about the user, who may be a member elsewhere',
  'mfa.answer': 'it is about the user, who may be a member elsewhere',
  'mfa.recoveryCodes': 'it is about the user, who may be a member elsewhere',
  'mfa.removeFactor': 'it is about the user, who may be a member elsewhere',
  'mfa.reset': 'it is about the user, who may be a member elsewhere',
  'mfa.unlock': 'it is about the user, who may be a member elsewhere',
  'mfa.reseal': 'it is about what is sealed, whoever has it',
  'access.can': 'it answers no, and says why',
  'access.explain': 'it says that the organization is archived',
  'audit.list': 'what happened stays to be seen',
  'audit.platform': 'it is about what was done in no organization',
  'effects.take': 'it is about what was decided before',
  'effects.acknowledge': 'it is about what was decided before',
}

/** What an operator never does. */
const OF_USERS: readonly Path[] = [
  'domainRules.withdrawConsent',
  'users.joinOffered',
  'members.leave',
  'access.compile',
  'mfa.trustDevice',
]

const archived = async (): Promise<Scene> => {
  const scene = await createScene()
  unwrap(await scene.charter.organizations.archive({ actor: scene.acme.admin, organizationId: scene.acme.id }))
  return scene
}

/** Who may do it; most is an admin’s. */
const actorOf = (path: Path, { acme, grace, offered }: Scene) =>
  path === 'users.joinOffered' || path === 'members.leave'
    ? as(path === 'members.leave' ? grace : offered)
    : [
          'settle',
          'overridePublicDomain',
          'endOverride',
          'due',
          'appointAdmin',
          'platform',
          'take',
          'acknowledge',
          'migrateRoles',
          'reseal',
        ].includes(path.split('.')[1] as string)
      ? OPERATOR
      : acme.admin

describe('an archived organization (ORG-5)', () => {
  it('is asked about in every method of the charter', async () => {
    const { charter } = await createScene()
    expect(Object.keys(commands).sort()).toEqual([...pathsOf(charter)].sort())
  })

  const paths = Object.keys(commands) as Path[]

  it.each(paths.filter(path => path !== 'organizations.restore'))(
    'would be able to do %s if it were active',
    async path => {
      const scene = await createScene()
      expect(codeOf(await commands[path](actorOf(path, scene), scene))).toBe('ok')
    },
  )

  it.each(paths.filter(path => !PASSES[path]))('refuses %s', async path => {
    const scene = await archived()
    const before = scene.snapshot()
    expect(codeOf(await commands[path](actorOf(path, scene), scene))).toBe('organization_archived')
    // Only where a factor has to be there first is anything written, and that is the user's own.
    if (path !== 'mfa.trustDevice') expect(scene.snapshot()).toEqual(before)
  })

  it.each(Object.entries(PASSES))('does not stop %s: %s', async path => {
    const scene = await archived()
    const answer = await commands[path as Path](actorOf(path as Path, scene), scene)
    expect(codeOf(answer)).toBe(path === 'users.signUp' ? 'no_organization_for_domain' : 'ok')
  })

  it('refuses the same to the operator', async () => {
    const scene = await archived()
    for (const path of paths.filter(path => !PASSES[path])) {
      const code = codeOf(await commands[path](OPERATOR, scene))
      expect([path, code]).toEqual([path, OF_USERS.includes(path) ? 'operator_not_allowed' : 'organization_archived'])
    }
  })

  it('takes no consent of another organization, and no decline of whom it asked', async () => {
    const scene = await archived()
    const { charter, acme, globex, offered } = scene
    const consent = {
      actor: globex.admin,
      organizationId: acme.id,
      domain: 'globex.com',
      proof: { kind: 'owner_consent' },
    } as const
    expect(codeOf(await charter.domainRules.prove(consent))).toBe('organization_archived')
    expect(
      codeOf(await charter.members.decline({ actor: as(offered), organizationId: acme.id, userId: offered })),
    ).toBe('organization_archived')
  })

  it('still shows a member their own membership, as the list of their organizations does', async () => {
    const { charter, acme, grace } = await archived()
    const own = { actor: as(grace), organizationId: acme.id, userId: grace }
    expect(unwrap(await charter.members.get(own)).role).toBe('internal')
  })

  it('joins nobody at a sign-in, and asks nobody', async () => {
    const scene = await archived()
    const before = scene.snapshot()
    for (const address of ['wim@vendor.com', 'olga@partner.com', 'grace@acme.com'])
      expect(unwrap(await scene.charter.users.signIn({ email: email(address) }))).toMatchObject({
        joined: [],
        offered: [],
        awaitingApproval: [],
      })
    expect(scene.snapshot()).toEqual(before)
  })

  it('still lets the owner of a domain take back its consent, for the time after', async () => {
    const { charter, acme, globex } = await createScene()
    await charter.organizations.archive({ actor: OPERATOR, organizationId: globex.id })
    const withdrawn = await charter.domainRules.withdrawConsent({
      actor: acme.admin,
      organizationId: globex.id,
      domain: 'acme.com',
    })
    expect(unwrap(withdrawn).status).toBe('pending')
  })
})

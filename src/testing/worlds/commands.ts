import type fc from 'fast-check'
import { DAY, MINUTE } from '../../core/kernel/index.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { accountSteps, contentSteps, invitationSteps, memberSteps } from './members.ts'
import { projectSteps } from './projects.ts'
import type { Method, Step, Word } from './steps.ts'
import { workforceSteps } from './workforce.ts'

/** A vendor's people, by rank: their founder, and who is mostly internal, external and workforce there. */
export const CROWD = ['wes@crowd.com', 'ivy@crowd.com', 'xan@crowd.com', 'wim@crowd.com'] as const

/** The people of the small universe: at an owned domain, below it, beside it, at a public one, in a shared mailbox. */
export const ADDRESSES = [
  'ada@acme.com',
  'bob@acme.com',
  'grace@eu.acme.com',
  'fay@a.eu.acme.com',
  'support@acme.com',
  'vera@vendor.com',
  'Vic@Vendor.com',
  'noreply+x@vendor.com',
  'eve@acrne.com',
  'carl@gmail.com',
  'ken@shop.co.uk',
  'ADA@acme.com',
  ...CROWD,
] as const

export const DOMAINS = [
  'acme.com',
  'eu.acme.com',
  'vendor.com',
  'shop.co.uk',
  'acrne.com',
  'gmail.com',
  'co.uk',
] as const
const ODD_DOMAINS = ['ACME.com', 'acme .com', 'com', 'xn--80ak6aa92e.com', 'acme.test', 'a.eu.acme.com'] as const

/** Each organization of the small universe with its founder. */
export const FOUNDERS = ['ada@acme.com', 'vera@vendor.com', 'wes@crowd.com'] as const

const OPERATOR: Word = { kind: 'operator', name: 'support' }

/** What commands are made of; the likely first, so that histories shrink to it. */
export const arbitraries = (fastCheck: FastCheckOfWorlds) => {
  const { constant, constantFrom, oneof, record } = fastCheck
  const address = constantFrom<string[]>(...ADDRESSES)
  const organization: fc.Arbitrary<Word> = oneof(
    { weight: 9, arbitrary: constantFrom(0, 1, 2) },
    { weight: 1, arbitrary: constantFrom(3, 9) },
  ).map($organization => ({ $organization }))
  const user: fc.Arbitrary<Word> = address.map($user => ({ $user }))
  const domain: fc.Arbitrary<Word> = oneof(
    { weight: 9, arbitrary: constantFrom<Word[]>(...DOMAINS) },
    { weight: 1, arbitrary: constantFrom<Word[]>(...ODD_DOMAINS) },
  )
  const actor: fc.Arbitrary<Word> = oneof(
    { weight: 5, arbitrary: constant(OPERATOR) },
    { weight: 3, arbitrary: constantFrom(...FOUNDERS).map(($user): Word => ({ kind: 'user', userId: { $user } })) },
    { weight: 2, arbitrary: address.map(($user): Word => ({ kind: 'user', userId: { $user } })) },
  )
  const shape = {
    match: constantFrom<Word[]>('exact', 'subdomains'),
    role: oneof(
      { weight: 9, arbitrary: constantFrom<Word[]>('internal', 'external', 'workforce') },
      { weight: 1, arbitrary: constantFrom<Word[]>('admin', 'owner') },
    ),
    joining: constantFrom<Word[]>('automatic', 'offered', 'approval'),
  }
  return {
    address,
    organization,
    user,
    domain,
    actor,
    shape,
    email: address.map(($verified): Word => ({ $verified })),
    existing: constantFrom<Word[]>('keep', 'reconcile'),
    name: constantFrom<Word[]>('Acme', 'Vendor', 'Crowd'),
    advance: constantFrom(1, 10 * MINUTE, DAY, 89 * DAY, 90 * DAY, -1, -DAY, -90 * DAY),
    ask: (method: Method, fields: { readonly [field: string]: fc.Arbitrary<Word> }): fc.Arbitrary<Step> =>
      record(fields).map(command => ({ method, command })),
  }
}

/**
 * Commands over a small universe: three organizations, a dozen people at owned, lower, look-alike and public domains;
 * by admins, members, outsiders and the operator; good ones, and ones that are refused. Now and then the clock moves,
 * past the end of a proof and back.
 *
 * @param fastCheck fast-check itself, which is an optional peer of this package.
 * @returns An arbitrary of steps for `play` of a universe.
 * @example
 * import fc from 'fast-check'
 * import { commands, startUniverse } from 'orgcharter/testing'
 * const neverThrows = fc.asyncProperty(commands(fc), async step => void (await startUniverse().play(step)))
 * @since 0.1.0
 */
export const commands = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<Step> => {
  const { oneof } = fastCheck
  const parts = arbitraries(fastCheck)
  return oneof(
    { weight: 12, arbitrary: peopleSteps(fastCheck) },
    { weight: 12, arbitrary: ruleSteps(fastCheck) },
    { weight: 5, arbitrary: organizationSteps(fastCheck) },
    { weight: 8, arbitrary: memberSteps(fastCheck, parts) },
    { weight: 3, arbitrary: accountSteps(fastCheck, parts) },
    { weight: 8, arbitrary: contentSteps(fastCheck, parts) },
    { weight: 7, arbitrary: projectSteps(fastCheck, parts) },
    { weight: 7, arbitrary: workforceSteps(fastCheck, parts) },
    { weight: 6, arbitrary: invitationSteps(fastCheck, parts) },
    { weight: 9, arbitrary: views(fastCheck) },
    { weight: 2, arbitrary: parts.advance.map((advance): Step => ({ advance })) },
  )
}

const peopleSteps = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<Step> => {
  const { ask, actor, organization: organizationId, user: userId, email } = arbitraries(fastCheck)
  const key = fastCheck.constantFrom<Word[]>('k1', 'k2')
  return fastCheck.oneof(
    { weight: 6, arbitrary: ask('users.signUp', { email }) },
    { weight: 5, arbitrary: ask('users.signIn', { email }) },
    { weight: 1, arbitrary: ask('users.signIn', { email, idempotencyKey: key }) },
    { weight: 3, arbitrary: ask('users.joinOffered', { actor, organizationId }) },
    { weight: 3, arbitrary: ask('members.approve', { actor, organizationId, userId }) },
    { weight: 2, arbitrary: ask('members.decline', { actor, organizationId, userId }) },
  )
}

const ruleSteps = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<Step> => {
  const { ask, actor, organization: organizationId, domain, existing, shape } = arbitraries(fastCheck)
  const rule = { actor, organizationId, domain }
  const { match, role, joining } = shape
  const reason = fastCheck.constant<Word>('said so')
  const proof: fc.Arbitrary<Word> = fastCheck.oneof(
    fastCheck.constantFrom<Word[]>({ kind: 'owner_consent' }, { kind: 'operator', reason: 'contract' }),
    fastCheck.constantFrom<Word[]>('acme.com', 'eu.acme.com', 'vendor.com').map(
      (name): Word => ({
        kind: 'dns_txt',
        records: [{ $txt: [0, name] }, { $txt: [1, name] }, [{ $txt: [2, name] }]],
      }),
    ),
  )
  return fastCheck.oneof(
    { weight: 2, arbitrary: ask('domainRules.add', { ...rule, ...shape }) },
    { weight: 4, arbitrary: ask('domainRules.prove', { ...rule, proof }) },
    { weight: 2, arbitrary: ask('domainRules.update', { ...rule, ...shape, existing }) },
    { weight: 1, arbitrary: ask('domainRules.update', { ...rule, match, existing }) },
    { weight: 1, arbitrary: ask('domainRules.update', { ...rule, role, existing }) },
    { weight: 1, arbitrary: ask('domainRules.update', { ...rule, joining, existing }) },
    { weight: 2, arbitrary: ask('domainRules.remove', { ...rule, existing }) },
    { weight: 5, arbitrary: ask('domainRules.sweep', rule) },
    { weight: 2, arbitrary: ask('domainRules.release', { ...rule, to: organizationId }) },
    { weight: 2, arbitrary: ask('domainRules.withdrawConsent', rule) },
    { weight: 3, arbitrary: ask('domainRules.settle', { actor, domain, owner: organizationId, reason }) },
    { weight: 1, arbitrary: ask('domainRules.overridePublicDomain', { actor, domain, reason }) },
    { weight: 1, arbitrary: ask('domainRules.endOverride', { actor, domain }) },
  )
}

const organizationSteps = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<Step> => {
  const { ask, actor, organization: organizationId, name, email } = arbitraries(fastCheck)
  const kind = fastCheck.constantFrom<Word[]>('standard', 'workforce')
  const founders = fastCheck.array(
    email.map((each): Word => ({ email: each })),
    { minLength: 1, maxLength: 2 },
  )
  const count = fastCheck.constantFrom(1, 3)
  return fastCheck.oneof(
    { weight: 1, arbitrary: ask('organizations.create', { actor, name, kind, founders }) },
    { weight: 2, arbitrary: ask('organizations.rename', { actor, organizationId, name }) },
    { weight: 1, arbitrary: ask('organizations.archive', { actor, organizationId }) },
    { weight: 4, arbitrary: ask('organizations.restore', { actor, organizationId }) },
    {
      weight: 2,
      arbitrary: ask('organizations.appointAdmin', {
        actor,
        organizationId,
        email,
        reason: fastCheck.constant('died'),
      }),
    },
    { weight: 3, arbitrary: ask('effects.take', { actor, limit: fastCheck.constantFrom(1, 5) }) },
    { weight: 3, arbitrary: ask('effects.acknowledge', { actor, ids: count.map($effects => ({ $effects })) }) },
  )
}

const views = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<Step> => {
  const { ask, actor, organization: organizationId, user, domain, shape } = arbitraries(fastCheck)
  const founder = fastCheck.constantFrom(...FOUNDERS).map(($user): Word => ({ $user }))
  const userId = fastCheck.oneof(founder, user)
  const change = fastCheck.oneof(
    domain.map((remove): Word => ({ remove })),
    fastCheck.record({ domain, role: shape.role }).map((update): Word => ({ update })),
    fastCheck.record({ domain, ...shape }).map((add): Word => ({ add })),
  )
  return fastCheck.oneof(
    ask('organizations.get', { actor, organizationId }),
    ask('organizations.settings', { actor, organizationId }),
    ask('organizations.settings', { actor, organizationId }),
    ask('organizations.list', { actor, userId }),
    ask('users.get', { actor, userId }),
    ask('members.list', { actor, organizationId }),
    ask('members.get', { actor, organizationId, userId }),
    ask('members.get', { actor, organizationId, userId: founder }),
    ask('domainRules.list', { actor, organizationId }),
    ask('domainRules.due', { actor, before: fastCheck.constant(1_800_000_000_000) }),
    ask('domainRules.preview', { actor, organizationId, change }),
    ask('domainRules.preview', { actor: fastCheck.constant(OPERATOR), organizationId, change }),
    ask('audit.list', { actor, organizationId }),
    ask('audit.platform', { actor }),
  )
}

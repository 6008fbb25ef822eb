import type fc from 'fast-check'
import { ADDRESSES, arbitraries, commands, DOMAINS, type FastCheckOfWorlds, FOUNDERS } from './commands.ts'
import type { Step, Word } from './steps.ts'

const OPERATOR = { kind: 'operator', name: 'support' }
const user = ($user: string): Word => ({ kind: 'user', userId: { $user } })

/** Steps that mostly come together, so that a short history gets far. */
export const phrases = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> =>
  fastCheck.oneof(
    { weight: 3, arbitrary: claims(fastCheck) },
    { weight: 3, arbitrary: arrivals(fastCheck) },
    { weight: 1, arbitrary: consents(fastCheck) },
    { weight: 2, arbitrary: changes(fastCheck) },
    { weight: 1, arbitrary: disputes(fastCheck) },
    { weight: 1, arbitrary: overrides(fastCheck) },
    { weight: 1, arbitrary: repeats(fastCheck) },
    { weight: 1, arbitrary: closures(fastCheck) },
  )

const claimed = (fastCheck: FastCheckOfWorlds) => {
  const { shape } = arbitraries(fastCheck)
  return {
    // The first of each far more often, so that steps meet.
    index: fastCheck.constantFrom(0, 0, 0, 1, 1, 2),
    domain: fastCheck.constantFrom<Word[]>(DOMAINS[0], ...DOMAINS.slice(0, 4)),
    rule: fastCheck.record(shape),
  }
}

/** A rule and its proof, now and then with time in between. */
const claims = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index, domain, rule } = claimed(fastCheck)
  const kind = fastCheck.constantFrom('dns_txt', 'dns_txt', 'operator')
  return fastCheck.tuple(index, domain, rule, kind).map(([$organization, name, shape, by]): readonly Step[] => {
    const of = { actor: OPERATOR, organizationId: { $organization }, domain: name }
    const proof =
      by === 'operator' ? { kind: by, reason: 'contract' } : { kind: by, records: [{ $txt: [$organization, name] }] }
    return [
      { method: 'domainRules.add', command: { ...of, ...shape } },
      { method: 'domainRules.prove', command: { ...of, proof } },
    ]
  })
}

/** Somebody signs up, takes what is offered or does not want it, and is let in where they asked. */
const arrivals = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const address = fastCheck.constantFrom<string[]>(...ADDRESSES.slice(1, 9))
  const { index } = claimed(fastCheck)
  const parts = [address, index, fastCheck.constantFrom('join', 'join', 'decline')] as const
  return fastCheck.tuple(...parts).map(([who, $organization, end]): readonly Step[] => {
    const of = { organizationId: { $organization } }
    const declined = { actor: user(who), ...of, userId: { $user: who } }
    return [
      { method: 'users.signUp', command: { email: { $verified: who } } },
      ...(end === 'decline' ? [{ method: 'members.decline', command: declined } as const] : []),
      { method: 'users.joinOffered', command: { actor: user(who), ...of } },
      { method: 'members.approve', command: { actor: OPERATOR, ...of, userId: { $user: who } } },
    ]
  })
}

/** An owner agrees to what another organization makes of its people; perhaps takes that back, or owns the domain anew. */
const consents = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index, domain, rule } = claimed(fastCheck)
  const parts = [index, domain, rule, index, fastCheck.constantFrom('keep', 'withdraw', 'regain')] as const
  return fastCheck.tuple(...parts).map(([$organization, name, shape, owner, end]): readonly Step[] => {
    const of = { organizationId: { $organization }, domain: name }
    const own = { actor: OPERATOR, organizationId: { $organization: owner }, domain: name }
    const byOwner = { ...of, actor: user(FOUNDERS[owner] ?? '') }
    const internal = proven(owner, name, { ...shape, role: 'internal' })
    return [
      ...internal,
      { method: 'domainRules.add', command: { ...of, ...shape, role: 'workforce', actor: OPERATOR } },
      { method: 'domainRules.prove', command: { ...byOwner, proof: { kind: 'owner_consent' } } },
      ...(end === 'withdraw' ? [{ method: 'domainRules.withdrawConsent', command: byOwner } as const] : []),
      ...(end === 'regain' ? [...gone(own), ...internal] : []),
    ]
  })
}

const gone = (rule: { readonly [field: string]: Word }): readonly Step[] => [
  { method: 'domainRules.remove', command: { ...rule, existing: 'keep' } },
  { method: 'domainRules.sweep', command: rule },
]

/** A rule changes or goes, and the change reaches those who are in, perhaps after the proof has lapsed. */
const changes = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index, domain, rule } = claimed(fastCheck)
  const { existing, advance } = arbitraries(fastCheck)
  const what = fastCheck.constantFrom('update', 'update', 'remove')
  const parts = [index, domain, rule, existing, what, advance] as const
  return fastCheck.tuple(...parts).map(([$organization, name, shape, those, change, time]): readonly Step[] => {
    const of = { actor: OPERATOR, organizationId: { $organization }, domain: name }
    return [
      change === 'remove'
        ? { method: 'domainRules.remove', command: { ...of, existing: those } }
        : { method: 'domainRules.update', command: { ...of, ...shape, existing: those } },
      ...(time > 0 ? [{ advance: time }] : []),
      { method: 'domainRules.sweep', command: of },
    ]
  })
}

const proven = ($organization: number, domain: Word, rule: { readonly [field: string]: Word }): readonly Step[] => {
  const of = { actor: OPERATOR, organizationId: { $organization }, domain }
  const proof = { kind: 'dns_txt', records: [{ $txt: [$organization, domain] }] }
  return [
    { method: 'domainRules.add', command: { ...of, ...rule } },
    { method: 'domainRules.prove', command: { ...of, proof } },
  ]
}

/** Two organizations prove one domain, and the operator decides; or the owner lets the other have one below it. */
const disputes = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index, domain, rule } = claimed(fastCheck)
  const parts = [index, index, domain, rule, index, fastCheck.constantFrom('settle', 'release')] as const
  return fastCheck.tuple(...parts).map(([first, second, name, shape, winner, end]): readonly Step[] => {
    const own = { ...shape, role: 'internal' }
    const organizationId = { $organization: first }
    const released = { actor: OPERATOR, organizationId, domain: `eu.${String(name)}`, to: { $organization: second } }
    const settled = { actor: OPERATOR, domain: name, owner: { $organization: winner }, reason: 'papers' }
    return [
      ...proven(first, name, own),
      ...(end === 'release' ? [{ method: 'domainRules.release', command: released } as const] : []),
      ...proven(second, end === 'release' ? released.domain : name, own),
      ...(end === 'settle' ? [{ method: 'domainRules.settle', command: settled } as const] : []),
    ]
  })
}

/** A public domain carries a rule for as long as the operator says so. */
const overrides = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index, rule } = claimed(fastCheck)
  const end = fastCheck.constantFrom('keep', 'end')
  return fastCheck.tuple(index, rule, end).map(([$organization, shape, last]): readonly Step[] => {
    const of = { actor: OPERATOR, domain: 'gmail.com' }
    return [
      { method: 'domainRules.overridePublicDomain', command: { ...of, reason: 'contract' } },
      ...proven($organization, of.domain, shape),
      { method: 'users.signUp', command: { email: { $verified: 'carl@gmail.com' } } },
      ...(last === 'end' ? [{ method: 'domainRules.endOverride', command: of } as const] : []),
    ]
  })
}

/** The same asked twice under one key, at once or when the key has expired; and another thing under it. */
const repeats = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { name, advance } = arbitraries(fastCheck)
  const { index } = claimed(fastCheck)
  return fastCheck.tuple(index, name, name, advance).map(([$organization, one, other, wait]): readonly Step[] => {
    const of = { actor: OPERATOR, organizationId: { $organization } }
    const renamed = (to: Word, key: object): Step => ({
      method: 'organizations.rename',
      command: { ...of, name: to, ...key },
    })
    const key = { idempotencyKey: 'again' }
    return [renamed(one, key), renamed(other, {}), { advance: wait }, renamed(one, key), renamed(other, key)]
  })
}

/** An organization is archived, something is asked of it meanwhile, and it comes back. */
const closures = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index } = claimed(fastCheck)
  return fastCheck.tuple(index, commands(fastCheck)).map(([$organization, meanwhile]): readonly Step[] => {
    const command = { actor: OPERATOR, organizationId: { $organization } }
    return [{ method: 'organizations.archive', command }, meanwhile, { method: 'organizations.restore', command }]
  })
}

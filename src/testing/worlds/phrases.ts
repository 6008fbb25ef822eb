import type fc from 'fast-check'
import { careers } from './careers.ts'
import { ADDRESSES, arbitraries, FOUNDERS } from './commands.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { lanes } from './lanes.ts'
import { claimed, gone, OPERATOR, proven, user } from './parts.ts'
import { placements } from './placements.ts'
import type { Step } from './steps.ts'
import { stories } from './stories.ts'

/** Steps that mostly come together, so that a short history gets far. */
export const phrases = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> =>
  fastCheck.oneof(
    { weight: 3, arbitrary: claims(fastCheck) },
    { weight: 3, arbitrary: arrivals(fastCheck) },
    { weight: 1, arbitrary: consents(fastCheck) },
    { weight: 2, arbitrary: changes(fastCheck) },
    { weight: 6, arbitrary: stories(fastCheck) },
    { weight: 6, arbitrary: careers(fastCheck) },
    { weight: 4, arbitrary: lanes(fastCheck) },
    { weight: 8, arbitrary: placements(fastCheck) },
  )

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
  const parts = [address, index, fastCheck.constantFrom('join', 'decline')] as const
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

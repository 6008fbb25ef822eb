import type fc from 'fast-check'
import { arbitraries, commands } from './commands.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { claimed, gone, OPERATOR, proven, user } from './parts.ts'
import type { Step, Word } from './steps.ts'

/** What happens seldom, each as a whole. */
export const stories = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> =>
  fastCheck.oneof(
    departures(fastCheck),
    offers(fastCheck),
    disputes(fastCheck),
    overrides(fastCheck),
    repeats(fastCheck),
    closures(fastCheck),
  )

/** Somebody is in by a rule that goes or becomes narrower, and may come again by another one. */
const departures = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index, rule } = claimed(fastCheck)
  const { existing } = arbitraries(fastCheck)
  const parts = [index, rule, existing, fastCheck.constantFrom('removed', 'narrowed')] as const
  return fastCheck.tuple(...parts).map(([$organization, shape, those, how]): readonly Step[] => {
    const of = { actor: OPERATOR, organizationId: { $organization }, domain: 'acme.com' }
    const wide = { ...shape, match: 'subdomains', joining: 'automatic' }
    const email = { $verified: 'grace@eu.acme.com' }
    const narrow = { ...of, match: 'exact', existing: those }
    return [
      ...proven($organization, of.domain, wide),
      { method: 'users.signUp', command: { email } },
      { method: 'users.signIn', command: { email } },
      how === 'removed'
        ? { method: 'domainRules.remove', command: { ...of, existing: those } }
        : { method: 'domainRules.update', command: narrow },
      { method: 'domainRules.sweep', command: of },
      ...proven($organization, of.domain, wide),
      { method: 'users.signIn', command: { email } },
      ...(how === 'removed' ? [] : gone(of)),
    ]
  })
}

/** Somebody is offered to join, the rule changes its mind, and then they take it; or the operator makes them admin. */
const offers = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index, rule } = claimed(fastCheck)
  const who = fastCheck.constantFrom('bob@acme.com', 'support@acme.com')
  const then = fastCheck.constantFrom<Word[]>('automatic', 'offered', 'approval')
  const parts = [index, rule, who, then, fastCheck.constantFrom('take', 'appoint')] as const
  return fastCheck.tuple(...parts).map(([$organization, shape, $verified, joining, end]): readonly Step[] => {
    const organizationId = { $organization }
    const of = { actor: OPERATOR, organizationId, domain: 'acme.com' }
    const email = { $verified }
    const appointed = { actor: OPERATOR, organizationId, email, reason: 'the last one died' }
    return [
      ...proven($organization, of.domain, { ...shape, joining: end === 'take' ? 'offered' : 'automatic' }),
      { method: 'users.signUp', command: { email } },
      { method: 'users.signIn', command: { email } },
      { method: 'domainRules.update', command: { ...of, joining, existing: 'keep' } },
      end === 'take'
        ? { method: 'users.joinOffered', command: { actor: user($verified), organizationId } }
        : { method: 'organizations.appointAdmin', command: appointed },
    ]
  })
}

/** Two organizations prove one domain, and the operator decides; or the owner lets the other have one below it. */
const disputes = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { index, domain, rule } = claimed(fastCheck)
  const to = fastCheck.constantFrom(0, 1, 2, 9)
  const parts = [index, to, domain, rule, index, fastCheck.constantFrom('settle', 'release')] as const
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

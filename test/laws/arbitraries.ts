import fc from 'fast-check'
import type { PlainRule } from '../../src/roles.ts'

// Few names, so that rules meet: on one domain, above and below each other, in one organization and in several.
const label = fc.constantFrom('a', 'b', 'eu', 'acme', 'x-1')
const domain = fc
  .tuple(fc.array(label, { maxLength: 3 }), fc.constantFrom('acme.com', 'acme.co', 'b.org'))
  .map(([labels, root]) => [...labels, root].join('.'))

const rule: fc.Arbitrary<PlainRule> = fc.record(
  {
    organizationId: fc.constantFrom('o1', 'o2', 'o3', 'O1'),
    domain,
    match: fc.constantFrom('exact' as const, 'subdomains' as const),
    role: fc.constantFrom('admin', 'member', 'tasker'),
    type: fc.constantFrom('internal' as const, 'external' as const, 'workforce' as const),
    joining: fc.constantFrom('automatic' as const, 'offered' as const, 'approval' as const),
    createdAt: fc.constantFrom(0, 1, 2),
  },
  { requiredKeys: ['organizationId', 'domain', 'match', 'role'] },
)

export const domains = domain
export const rules = fc.array(rule, { maxLength: 14 })

/** Rules of which no two are of one organization and domain (INV-05). */
export const distinctRules = fc.uniqueArray(rule, {
  maxLength: 14,
  selector: ({ organizationId, domain: at }) => `${at} ${organizationId}`,
})

/** Whatever could be passed, also what breaks those who look at it: therefore in a box, which fast-check may look at. */
export const anything: fc.Arbitrary<{ readonly it: unknown }> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true })
      .map(it => ({ it })),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }).map(text => ({ it: `a@${text}.com` })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<{ readonly it: unknown }>(
      { it: Symbol('s') },
      { it: () => 1 },
      { it: revoked() },
      { it: throwing() },
      { it: Object('a@b.com') },
    ),
  },
)

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function throwing(): object {
  const fail = (): never => {
    throw new RangeError('looked at')
  }
  return new Proxy([], { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail })
}

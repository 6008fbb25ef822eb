import { describe, expect, it } from 'vitest'
import { idna } from '../../src/idna.ts'
import { createRoleResolver } from '../../src/roles.ts'
import { readVector } from './load.ts'

type Vector = {
  readonly rule: { readonly domain: string; readonly subdomains?: boolean }
  readonly host?: string
  readonly match?: boolean
}
const vectors = (
  JSON.parse(readVector('domains/domain-match-and-claim.json')) as { vectors: Vector[] }
).vectors.flatMap(({ rule, host, match }) => (host === undefined ? [] : [{ ...rule, host, match }]))

describe('rule against host', () => {
  it.each(vectors)('$domain (below: $subdomains), $host: $match', ({ domain, subdomains, host, match }) => {
    const rule = { organizationId: 'x', domain, match: subdomains ? 'subdomains' : 'exact', role: 'member' } as const
    const { resolve, size } = createRoleResolver([rule], { idna })
    expect(size).toBe(1)
    expect(resolve(`user@${host}`).ok).toBe(match)
  })
})

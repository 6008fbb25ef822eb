import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusalsArchived } from '../../support/authorization.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { createWorld, decided, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const pages = async (world: World, org: Org, limit: number) => {
  const sizes: number[] = []
  const ids: string[] = []
  let after: string | undefined
  do {
    const command = { actor: org.admin, organizationId: org.id, limit, ...(after !== undefined && { after }) }
    const page = unwrap(await world.charter.audit.list(command))
    sizes.push(page.items.length)
    ids.push(...page.items.map(({ id }) => id))
    after = page.next
  } while (after !== undefined)
  return { sizes, ids }
}

describe('listAuditEntries', () => {
  it('shows what happened in the organization, the oldest first, and what changed (AUD-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    world.clock.advance(1)
    await world.charter.organizations.rename({
      actor: acme.admin,
      organizationId: acme.id,
      name: 'Acme AG',
      correlationId: 'request-7',
    })
    const answer = await world.charter.audit.list({ actor: acme.admin, organizationId: acme.id })
    const { items } = unwrap(answer)
    expect(items.map(({ action }) => action)).toEqual(['organizations.create', 'organizations.rename'])
    expect(items[1]).toEqual({
      organizationId: acme.id,
      id: items[1]?.id,
      at: START + 1,
      actor: acme.admin,
      action: 'organizations.rename',
      changes: [{ target: `organization/${acme.id}`, fields: { name: { before: 'Acme', after: 'Acme AG' } } }],
      rules: ['ORG-4', 'ROL-4'],
      correlationId: 'request-7',
    })
    expect(decided(answer)).toEqual({ because: ['role_permits'], effects: [] })
  })

  it('goes on in pages, each entry once, also among those of one moment', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    for (let index = 0; index < 10; index++) {
      await world.charter.organizations.rename({ actor: acme.admin, organizationId: acme.id, name: `Acme ${index}` })
      await world.charter.organizations.rename({ actor: globex.admin, organizationId: globex.id, name: `G ${index}` })
    }
    const { sizes, ids } = await pages(world, acme, 4)
    expect(sizes).toEqual([4, 4, 3])
    expect([...ids].sort()).toEqual(
      world
        .entries(acme.id)
        .map(({ id }) => id)
        .sort(),
    )
  })

  it('shows nothing of another organization, and nothing of the platform', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.charter.domainRules.overridePublicDomain({ actor: OPERATOR, domain: 'gmail.com', reason: 'x' })
    const { items } = unwrap(await world.charter.audit.list({ actor: acme.admin, organizationId: acme.id }))
    expect(items).toHaveLength(1)
    expect(JSON.stringify(items)).not.toContain(globex.id)
    expect(JSON.stringify(items)).not.toContain('gmail.com')
  })

  const refusals: Refusals<Charter<string>['audit']['list']> = authorizationRefusalsArchived(
    (world, actor, organizationId) => world.charter.audit.list({ actor, organizationId }),
  )
  itRefuses(refusals)
})

describe('listPlatformEntries', () => {
  it('shows the operator what was done in no organization, the oldest first (AUD-1, ORG-6)', async () => {
    const world = createWorld()
    await world.found('Acme')
    for (const domain of ['gmail.com', 'gmx.de', 'web.de']) {
      world.clock.advance(1)
      await world.charter.domainRules.overridePublicDomain({ actor: OPERATOR, domain, reason: 'x' })
    }
    const answer = await world.charter.audit.platform({ actor: OPERATOR, limit: 2 })
    const { items, next } = unwrap(answer)
    expect(items.map(({ changes }) => changes[0]?.target)).toEqual([
      'domain_override/gmail.com',
      'domain_override/gmx.de',
    ])
    expect(decided(answer)).toEqual({ because: ['actor_is_operator'], effects: [] })
    const rest = unwrap(await world.charter.audit.platform({ actor: OPERATOR, limit: 2, after: next }))
    expect(rest.items.map(({ changes }) => changes[0]?.target)).toEqual(['domain_override/web.de'])
    expect(rest).not.toHaveProperty('next')
  })

  const refusals: Refusals<Charter<string>['audit']['platform']> = {
    operator_only: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.audit.platform({ actor: acme.admin })
    },
  }
  itRefuses(refusals)
})

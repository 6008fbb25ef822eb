import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, createWorld, decided } from '../../support/world.ts'

describe('listMembers', () => {
  it('shows the members of the organization alone, in the order in which they joined', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com')
    await world.rule(globex, 'globex.com')
    await world.signUp('x@globex.com')
    for (const name of ['grace', 'bo', 'zoe']) {
      world.clock.advance(1)
      await world.signUp(`${name}@acme.com`)
    }
    const answer = await world.charter.members.list({ actor: acme.admin, organizationId: acme.id })
    const { items } = unwrap(answer)
    expect(items.map(({ role }) => role)).toEqual(['admin', 'internal', 'internal', 'internal'])
    expect(items.map(({ joinedAt }) => joinedAt)).toEqual([...items.map(({ joinedAt }) => joinedAt)].sort())
    expect(items.every(({ organizationId }) => organizationId === acme.id)).toBe(true)
    expect(decided(answer)).toEqual({ because: ['role_permits'], effects: [] })
    const grace = items[1]?.userId ?? ''
    expect(unwrap(await world.charter.members.list({ actor: as(grace), organizationId: acme.id })).items).toEqual(items)
  })

  it('goes on in pages, each member once', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    for (let index = 0; index < 9; index++) await world.signUp(`p${index}@acme.com`)
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = unwrap(
        await world.charter.members.list({
          actor: acme.admin,
          organizationId: acme.id,
          limit: 3,
          ...(after && { after }),
        }),
      )
      seen.push(...page.items.map(({ userId }) => userId))
      after = page.next
    } while (after !== undefined)
    expect(seen).toHaveLength(10)
    expect(new Set(seen).size).toBe(10)
  })

  it('refuses a cursor that no list gave', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const list = (after: string) => world.charter.members.list({ actor: acme.admin, organizationId: acme.id, after })
    for (const after of ['', 'x', '[]', '{"sort":[]}'])
      expect(await list(after)).toMatchObject({ ok: false, refusal: { code: 'cursor_invalid' } })
  })

  const refusals: Refusals<Charter<string>['members']['list']> = authorizationRefusals((world, actor, organizationId) =>
    world.charter.members.list({ actor, organizationId }),
  )
  itRefuses(refusals)
})

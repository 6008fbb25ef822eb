import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, createWorld, deactivate, decided, OPERATOR, START } from '../../support/world.ts'

describe('listOrganizations', () => {
  it('shows a user every organization that they are in, with the role in each (MEM-6)', async () => {
    const world = createWorld()
    const [acme, globex, left] = [
      await world.found('Acme'),
      await world.found('Globex', 'workforce'),
      await world.found('Left'),
    ]
    await world.member(globex, acme.adminId, { assigned: { role: 'external', by: OPERATOR, at: 1 } })
    await world.member(left, acme.adminId, { status: 'ended', endedAt: START, ending: 'left' } as never)
    const answer = await world.charter.organizations.list({ actor: acme.admin, userId: acme.adminId })
    expect(unwrap(answer)).toEqual({
      items: [
        { id: acme.id, name: 'Acme', kind: 'standard', status: 'active', role: 'admin', joinedAt: START },
        { id: globex.id, name: 'Globex', kind: 'workforce', status: 'active', role: 'external', joinedAt: START },
      ],
    })
    expect(decided(answer)).toEqual({ because: ['own_memberships'], effects: [] })
  })

  it('goes on in pages', async () => {
    const world = createWorld()
    const first = await world.found('First')
    const others = [await world.found('Second'), await world.found('Third')]
    for (const other of others)
      await world.member(other, first.adminId, { assigned: { role: 'internal', by: OPERATOR, at: 1 } })
    const names: string[] = []
    let after: string | undefined
    do {
      const page = unwrap(
        await world.charter.organizations.list({
          actor: OPERATOR,
          userId: first.adminId,
          limit: 1,
          ...(after && { after }),
        }),
      )
      expect(page.items.length).toBeLessThanOrEqual(1)
      names.push(...page.items.map(({ name }) => name))
      after = page.next
    } while (after !== undefined)
    expect(names.sort()).toEqual(['First', 'Second', 'Third'])
  })

  const refusals: Refusals<Charter<string>['organizations']['list']> = {
    not_yourself: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      return () => world.charter.organizations.list({ actor: globex.admin, userId: acme.adminId })
    },
    user_not_found: async world => () => world.charter.organizations.list({ actor: as('nobody'), userId: 'nobody' }),
    user_deactivated: async world => {
      const acme = await world.found('Acme')
      await deactivate(world, acme.adminId)
      return () => world.charter.organizations.list({ actor: acme.admin, userId: acme.adminId })
    },
  }
  itRefuses(refusals)
})

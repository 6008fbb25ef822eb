import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refOf } from '../../src/core/kernel/index.ts'
import { administers, type Membership, memberships, putMemberships } from '../../src/core/membership/index.ts'
import { defaultRoles } from '../../src/core/role/index.ts'
import { checkInvariants } from '../../src/core/world/index.ts'
import { startUniverse } from '../../src/testing/worlds/index.ts'

const OPERATOR = { kind: 'operator', name: 'support' } as const
const FOUNDERS = ['ada@acme.com', 'bob@acme.com', 'eve@acme.com']

/** Every way in which an admin stops being one. */
const WAYS: readonly (readonly [string, (admin: Membership) => Membership])[] = [
  ['suspended', admin => ({ ...admin, status: 'suspended', suspendedAt: 1 }) as Membership],
  ['removed', admin => ({ ...admin, status: 'ended', endedAt: 1, ending: 'removed' }) as Membership],
  ['left', admin => ({ ...admin, status: 'ended', endedAt: 1, ending: 'left' }) as Membership],
  ['demoted', admin => ({ ...admin, assigned: { role: 'internal', by: OPERATOR, at: 1 } })],
  ['left without a role', ({ assigned: _, ...admin }) => admin as Membership],
]

const founded = async (count: number) => {
  const { play, store } = startUniverse()
  const founders = FOUNDERS.slice(0, count).map($verified => ({ email: { $verified } }))
  await play({ method: 'organizations.create', command: { actor: OPERATOR, name: 'Acme', kind: 'standard', founders } })
  const admins = [...store.records()].filter(({ ref }) => ref.startsWith(`${memberships.name}/`))
  return { store, admins }
}

describe('last_admin_never_goes (INV-01)', () => {
  it.each(WAYS)('whatever the number of admins and the order in which they are %s, one remains', async (_, change) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.boolean(), async (count, together) => {
        const { store, admins } = await founded(count)
        const changes = admins.map(({ ref, version, record }) => {
          const before = record as Membership
          return { precondition: { ref, version }, change: { before, after: change(before) } }
        })
        const batches = together ? [changes] : changes.map(each => [each])
        // All are decided on the same records, as by requests that come at one moment.
        const outcomes = await Promise.all(
          batches.map((batch, index) =>
            store.commit({
              id: `change${index}`,
              preconditions: batch.map(({ precondition }) => precondition),
              writes: putMemberships(
                batch.map(each => each.change),
                defaultRoles,
              ),
            }),
          ),
        )
        const refused = outcomes.filter(({ ok }) => !ok)
        expect(refused).toEqual([{ ok: false, conflicts: ['admin_count/id1'] }])
        const kept = await store.get(admins.map(({ ref }) => ref))
        const left = [...kept.values()].filter(({ record }) => administers(record as Membership, defaultRoles))
        expect(left).toHaveLength(together ? count : 1)
        expect((await store.get([refOf({ name: 'admin_count' }, 'id1')])).size).toBe(1)
        const told = checkInvariants(store.records()).breaches.filter(({ invariant }) => invariant === 'INV-01')
        expect(told).toEqual([])
      }),
      { numRuns: 12 },
    )
  })
})

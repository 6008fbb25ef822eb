import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import { domainOwners } from '../../../src/core/domain-rule/index.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { defaultRoles, extendRoles } from '../../../src/core/role/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { countingIds, seededRandom } from '../../../src/testing/fakes/index.ts'
import { breachesOf, codeOf, createWorld, type Org, type World } from '../../support/world.ts'

const withStaff = (administers: boolean) =>
  extendRoles(defaultRoles, {
    strongestFirst: ['admin', 'staff', 'internal', 'external', 'workforce'],
    roles: { staff: { type: 'internal', administers, permissions: [], manages: [] } },
  })

/** Acme owns acme.com by a rule for its staff; then the host starts with another catalogue. */
const restarted = async (roles: Parameters<typeof createWorld>[0]) => {
  const stored = createMemoryStore()
  const before = createWorld({ stored, roles: withStaff(false), check: 'by_hand' })
  const acme = await before.found('Acme')
  await before.rule(acme, 'acme.com', { role: 'staff' })
  const world = createWorld({ ...roles, stored, ids: countingIds('m'), random: seededRandom(2), check: 'by_hand' })
  return { world, acme, before }
}

const update = async (world: World, acme: Org, role: string) => {
  const command = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', role, existing: 'keep' } as const
  const rule = unwrap(await world.charter.domainRules.update(command))
  await world.sweep(acme, 'acme.com')
  return rule
}

const listed = async (world: World, { id, admin }: Org) =>
  unwrap(await world.charter.domainRules.list({ actor: admin, organizationId: id })).items.map(
    ({ standing }) => standing,
  )

describe('a rule whose role the catalogue has lost (ROL-1)', () => {
  it('is proven, and has no effect: the answer says what the list does (DOM-3, INV-06)', async () => {
    const { world, acme } = await restarted({})
    expect(unwrap(await world.proveByDns(acme, 'acme.com')).standing).toBe('role_missing')
    expect(await listed(world, acme)).toEqual(['role_missing'])
  })

  it('gives up the domain when it becomes internal, and has it anew by its next proof (INV-05, DOM-4)', async () => {
    const { world, acme } = await restarted({})
    expect((await update(world, acme, 'internal')).status).toBe('pending')
    expect(breachesOf(world)).toEqual([])
    expect(unwrap(await world.proveByDns(acme, 'acme.com')).standing).toBe('trusted')
    expect(await listed(world, acme)).toEqual(['trusted'])
    expect(codeOf(await world.signUp('grace@acme.com'))).toBe('ok')
  })

  it('gives up the domain when it becomes a guest’s (INV-05, DOM-4)', async () => {
    const { world, acme } = await restarted({})
    await update(world, acme, 'external')
    expect(breachesOf(world)).toEqual([])
    const globex = await world.found('Globex')
    expect((await world.rule(globex, 'acme.com', {}, { kind: 'operator', reason: 'x' })).standing).toBe('trusted')
  })

  it('begins an ownership anew where the stored one is of another claim (INV-05)', async () => {
    const { world, acme, before } = await restarted({ roles: withStaff(false) })
    const owner = await world.get(domainOwners, 'acme.com')
    if (owner) await before.write(put(domainOwners, { ...owner, claim: 'a'.repeat(40) }))
    expect(unwrap(await world.proveByDns(acme, 'acme.com')).standing).toBe('trusted')
    expect((await world.get(domainOwners, 'acme.com'))?.tenure).not.toBe(owner?.tenure)
  })

  it('is taken away with those who came by it, though nobody could give it (DOM-5, ROL-3)', async () => {
    const { world, acme } = await restarted({})
    const command = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'reconcile' } as const
    expect(codeOf(await world.charter.domainRules.remove(command))).toBe('ok')
  })
})

describe('a rule whose role administers by now (DOM-2)', () => {
  it('has no effect', async () => {
    const roles = withStaff(true)
    const { world, acme } = await restarted({ roles })
    expect(await listed(world, acme)).toEqual(['role_missing'])
    expect(await world.signUp('grace@acme.com')).toMatchObject({
      refusal: { code: 'no_organization_for_domain', facts: { considered: [{ because: 'role_missing' }] } },
    })
  })
})

import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { createWorld, decided, noted } from '../../support/world.ts'

describe('renameOrganization', () => {
  it('changes the name and nothing else (ORG-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const before = world.snapshot()
    const answer = await world.charter.organizations.rename({
      actor: acme.admin,
      organizationId: acme.id,
      name: 'Acme AG',
    })
    expect(unwrap(answer)).toMatchObject({ id: acme.id, name: 'Acme AG', kind: 'standard', status: 'active' })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'organization_renamed'], effects: [] })
    const entry = world.entries(acme.id).at(-1)
    expect(noted(entry)).toEqual({
      action: 'organizations.rename',
      actor: acme.admin,
      rules: ['ORG-4', 'ROL-4'],
      targets: [`organization/${acme.id}`],
    })
    expect(entry?.changes).toEqual([
      { target: `organization/${acme.id}`, fields: { name: { before: 'Acme', after: 'Acme AG' } } },
    ])
    const changed = [...world.snapshot()].filter(
      ([ref, now]) => JSON.stringify(before.get(ref)) !== JSON.stringify(now),
    )
    expect(changed.map(([ref]) => ref.split('/')[0])).toEqual(['organization', 'audit_entry'])
  })

  it('writes nothing for the name that it has', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const before = world.snapshot()
    const answer = await world.charter.organizations.rename({
      actor: acme.admin,
      organizationId: acme.id,
      name: 'Acme',
    })
    expect(unwrap(answer).name).toBe('Acme')
    expect(world.snapshot()).toEqual(before)
  })
})

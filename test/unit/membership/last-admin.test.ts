import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../src/runtime/execute.ts'
import { memberWith } from '../../support/targets.ts'
import { as, codeOf, createWorld, OPERATOR, type Org, START, type World } from '../../support/world.ts'

type Path = (world: World, org: Org) => Promise<Answer<unknown>>

const of = (org: Org) => ({ actor: OPERATOR, organizationId: org.id, userId: org.adminId })

/** Every command that can take an admin away from an organization. */
const paths: { readonly [path: string]: Path } = {
  leave: ({ charter }, { id, admin }) => charter.members.leave({ actor: admin, organizationId: id }),
  remove: ({ charter }, org) => charter.members.remove(of(org)),
  suspend: ({ charter }, org) => charter.members.suspend(of(org)),
  demote: ({ charter }, org) => charter.members.changeRole({ ...of(org), role: 'internal' }),
  'step down': ({ charter }, org) => charter.members.changeRole({ ...of(org), actor: org.admin, role: 'internal' }),
  'keep as admin for a time': ({ charter }, org) =>
    charter.members.changeRole({ ...of(org), role: 'admin', until: START + 1_000 }),
  'set an expiry': ({ charter }, org) => charter.members.setExpiry({ ...of(org), until: START + 1_000 }),
  'deactivate the user': ({ charter }, { adminId }) => charter.users.deactivate({ actor: OPERATOR, userId: adminId }),
}

const assigned = { role: 'admin', by: OPERATOR, at: START }

/** Who else is there, and what becomes of the attempt. */
const others: readonly (readonly [string, (world: World, org: Org) => Promise<unknown>, string])[] = [
  ['nobody else', async () => undefined, 'last_admin'],
  ['another admin', (world, org) => memberWith(world, org, 'admin'), 'ok'],
  [
    'another admin whose role expires, however late',
    (world, org) => memberWith(world, org, 'admin', { assigned: { ...assigned, until: 8_640_000_000_000_000 } }),
    'last_admin',
  ],
  [
    'another admin who is suspended',
    (world, org) => memberWith(world, org, 'admin', { status: 'suspended', suspendedAt: START }),
    'last_admin',
  ],
  [
    'another admin whose user is deactivated',
    async (world, org) => {
      const id = await memberWith(world, org, 'admin')
      return world.charter.users.deactivate({ actor: OPERATOR, userId: id as never })
    },
    'last_admin',
  ],
  ['a member who administers nothing', (world, org) => memberWith(world, org, 'internal'), 'last_admin'],
]

describe('the last admin of an organization (INV-01, MEM-3)', () => {
  const cases = Object.keys(paths).flatMap(path =>
    others.map(([who, arrange, code]) => [path, who, code, arrange] as const),
  )

  it.each(cases)('%s, with %s: %s', async (path, _, code, arrange) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await arrange(world, acme)
    const before = world.snapshot()
    const answer = await (paths[path] as Path)(world, acme)
    expect(codeOf(answer)).toBe(code)
    if (code !== 'ok') expect(world.snapshot()).toEqual(before)
  })

  it('is an admin again once the other one stays for good', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'admin', { assigned: { ...assigned, until: START + 9 } })
    const stays = { actor: acme.admin, organizationId: acme.id, userId: id as never, until: null }
    expect(codeOf(await world.charter.members.setExpiry(stays))).toBe('ok')
    expect(codeOf(await world.charter.members.leave({ actor: acme.admin, organizationId: acme.id }))).toBe('ok')
    expect(codeOf(await world.charter.members.leave({ actor: as(id), organizationId: acme.id }))).toBe('last_admin')
  })
})

import { describe, expect, it } from 'vitest'
import { memberCounts } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  createWorld,
  deactivate,
  decided,
  email,
  noted,
  OPERATOR,
  reserve,
  START,
  userOf,
} from '../../support/world.ts'

const ACME = { name: 'Acme', kind: 'standard' } as const

describe('createOrganization', () => {
  it('founds an organization whose founders are its admins (ORG-1, INV-01)', async () => {
    const world = createWorld()
    const answer = await world.charter.organizations.create({
      actor: OPERATOR,
      ...ACME,
      founders: [{ email: email('Ada@acme.com'), name: 'Ada' }, { email: email('bo@acme.com') }],
    })
    const { organization, members } = unwrap(answer)
    expect(organization).toEqual({
      id: organization.id,
      ...ACME,
      mfa: { mode: 'off' },
      status: 'active',
      createdAt: START,
    })
    expect(members.map(({ role, status, assigned }) => ({ role, status, assigned }))).toEqual(
      [0, 1].map(() => ({ role: 'admin', status: 'active', assigned: { role: 'admin', by: OPERATOR, at: START } })),
    )
    expect(await userOf(world, 'ada@acme.com')).toMatchObject({
      id: members[0]?.userId,
      homeOrganizationId: organization.id,
      email: { local: 'Ada', domain: 'acme.com' },
      name: 'Ada',
      verifiedBy: 'test',
    })
    expect(decided(answer)).toEqual({ because: ['founders_administer'], effects: [] })
    expect(world.entries(organization.id).map(noted)).toEqual([
      {
        action: 'organizations.create',
        actor: OPERATOR,
        rules: ['INV-01', 'ORG-1', 'ORG-3'],
        targets: expect.arrayContaining([
          `organization/${organization.id}`,
          `user/${members[0]?.userId}`,
          `membership/${organization.id}/${members[1]?.userId}`,
          'user_email/ada@acme.com',
        ]),
      },
    ])
    expect(await world.get(memberCounts as never, organization.id)).toEqual({ count: 2 })
  })

  it('keeps the kind that it was founded with (ORG-2)', async () => {
    const world = createWorld()
    const vendor = await world.found('Vendor', 'workforce')
    await world.charter.organizations.rename({ actor: vendor.admin, organizationId: vendor.id, name: 'Other' })
    expect(unwrap(await world.charter.organizations.get({ actor: vendor.admin, organizationId: vendor.id })).kind).toBe(
      'workforce',
    )
  })

  it('makes an existing user admin of the new organization, and leaves their home where it is (ORG-3, MEM-6)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { members, organization } = unwrap(
      await world.charter.organizations.create({
        actor: OPERATOR,
        name: 'Second',
        kind: 'standard',
        founders: [{ email: email('ADMIN@acme-hq.com'), name: 'Somebody else' }],
      }),
    )
    expect(members).toMatchObject([{ userId: acme.adminId, role: 'admin', organizationId: organization.id }])
    expect(await userOf(world, 'admin@acme-hq.com')).toMatchObject({ homeOrganizationId: acme.id, name: 'Acme admin' })
    expect(world.entries(acme.id)).toHaveLength(1)
  })

  it('lets a user found one who is among the founders', async () => {
    const world = createWorld()
    const { adminId, admin } = await world.found('Acme')
    const answer = await world.charter.organizations.create({
      actor: admin,
      name: 'Mine',
      kind: 'standard',
      founders: [{ email: email('new@mine.com') }, { email: email('admin@acme-hq.com') }],
    })
    expect(unwrap(answer).members[1]?.userId).toBe(adminId)
    expect(world.entries(unwrap(answer).organization.id)[0]?.actor).toEqual(admin)
  })

  it('takes 50 founders and no more', async () => {
    const founders = Array.from({ length: 51 }, (_, index) => ({ email: email(`f${index}@acme.com`) }))
    const world = createWorld()
    const found = (count: number) =>
      world.charter.organizations.create({ actor: OPERATOR, ...ACME, founders: founders.slice(0, count) })
    expect(await found(51)).toMatchObject({ refusal: { code: 'input_invalid' } })
    expect(await found(0)).toMatchObject({ refusal: { code: 'input_invalid' } })
    expect(unwrap(await found(50)).members).toHaveLength(50)
  })

  it.each([['', ' Acme', 'Acme ', 'Ac\nme', 'Ac\u202eme', 'Ac\u2066me', '\ud800', 'x'.repeat(201)]].flat())(
    'refuses the name %j',
    async name => {
      const world = createWorld()
      expect(
        await world.charter.organizations.create({
          actor: OPERATOR,
          name,
          kind: 'standard',
          founders: [{ email: email('a@b.com') }],
        }),
      ).toMatchObject({ refusal: { code: 'input_invalid', facts: { issues: [{ path: ['name'] }] } } })
    },
  )

  const refusals: Refusals<Charter<string>['organizations']['create']> = {
    email_repeated: async world => () =>
      world.charter.organizations.create({
        actor: OPERATOR,
        ...ACME,
        founders: [{ email: email('ada@acme.com') }, { email: email('ADA@Acme.com') }],
      }),
    email_reserved: async world => {
      await reserve(world, 'ada@acme.com')
      return () =>
        world.charter.organizations.create({ actor: OPERATOR, ...ACME, founders: [{ email: email('Ada@acme.com') }] })
    },
    user_deactivated: async world => {
      const { adminId } = await world.found('Acme')
      await deactivate(world, adminId)
      return () =>
        world.charter.organizations.create({
          actor: OPERATOR,
          ...ACME,
          founders: [{ email: email('new@acme.com') }, { email: email('admin@acme-hq.com') }],
        })
    },
    founder_not_actor: async world => {
      const { admin } = await world.found('Acme')
      return () =>
        world.charter.organizations.create({ actor: admin, ...ACME, founders: [{ email: email('x@acme.com') }] })
    },
  }
  itRefuses(refusals)

  it('refuses an actor who is no user', async () => {
    const world = createWorld()
    expect(
      await world.charter.organizations.create({
        actor: as('nobody'),
        ...ACME,
        founders: [{ email: email('x@acme.com') }],
      }),
    ).toMatchObject({ refusal: { code: 'founder_not_actor' } })
  })
})

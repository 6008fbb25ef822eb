import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EntityId } from '../../src/core/entity/index.ts'
import type { GroupId } from '../../src/core/group/index.ts'
import type { UserId } from '../../src/core/kernel/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { root } from '../setup/entry-points.ts'
import { toGroup, toUser } from '../support/content.ts'
import { groupOf, person } from '../support/groups.ts'
import { projectOf } from '../support/projects.ts'
import { as, createWorld, DAYS, email, OPERATOR, type Org, type World } from '../support/world.ts'

type Place = {
  readonly world: World
  readonly acme: Org
  readonly vendor: Org
  readonly vera: UserId
  readonly projectId: EntityId
  readonly groupId: GroupId
}

const scene = async (): Promise<Place> => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const vendor = await world.found('Vendor', 'workforce')
  const vera = await person(world, vendor, 'vera')
  return { world, acme, vendor, vera, projectId: await projectOf(world, acme), groupId: await groupOf(world, acme) }
}

const grant = async ({ world, acme, vera, projectId }: Place, until?: number) =>
  unwrap(
    await world.charter.projects.grant({
      actor: acme.admin,
      projectId,
      subject: toUser(vera),
      role: 'annotator',
      ...(until !== undefined && { until }),
    }),
  )

const comes = (place: Place) => grant(place)

const grantGroup = async ({ world, acme, projectId, groupId }: Place) =>
  unwrap(
    await world.charter.projects.grant({
      actor: acme.admin,
      projectId,
      subject: toGroup(groupId),
      role: 'annotator',
    }),
  )

const seated = async (place: Place) => {
  await grantGroup(place)
  unwrap(await place.world.charter.groups.addMembers(seatOf(place)))
}

const seatOf = ({ acme, vera, groupId }: Place) => ({
  actor: acme.admin,
  organizationId: acme.id,
  groupId,
  userIds: [vera],
})

const between = ({ acme, vendor }: Place) => ({ actor: acme.admin, organizationId: acme.id, vendorId: vendor.id })
const there = ({ vendor, vera }: Place) => ({ actor: vendor.admin, organizationId: vendor.id, userId: vera })
const here = ({ acme, vera }: Place) => ({ actor: acme.admin, organizationId: acme.id, userId: vera })

const swept = async (place: Place) => unwrap(await place.world.charter.engagements.sweep(between(place))).ended

type Row = {
  readonly comes?: (place: Place) => Promise<unknown>
  readonly happens: (place: Place) => Promise<unknown>
  readonly is: 'rests' | 'rests, for good' | 'suspended' | 'ended'
  readonly back: (place: Place) => Promise<unknown>
  readonly by: 'itself' | 'another term'
}

/** Each row of the table "It stands, rests or ends", by its first cell. */
const ROWS: Readonly<Record<string, Row>> = {
  'the vendor is archived': {
    happens: ({ world, vendor }) =>
      world.charter.organizations.archive({ actor: vendor.admin, organizationId: vendor.id }),
    is: 'rests',
    back: ({ world, vendor }) =>
      world.charter.organizations.restore({ actor: vendor.admin, organizationId: vendor.id }),
    by: 'itself',
  },
  'the person is suspended in the vendor': {
    happens: place => place.world.charter.members.suspend(there(place)),
    is: 'rests',
    back: place => place.world.charter.members.reactivate(there(place)),
    by: 'itself',
  },
  'they are of external or workforce type there now': {
    happens: place => place.world.charter.members.changeRole({ ...there(place), role: 'external' }),
    is: 'rests',
    back: place => place.world.charter.members.changeRole({ ...there(place), role: 'internal' }),
    by: 'itself',
  },
  'the engagement begins later than today': {
    happens: place => place.world.charter.engagements.open({ ...between(place), from: place.world.clock.now() + DAYS }),
    is: 'rests',
    back: async ({ world }) => world.clock.advance(DAYS),
    by: 'itself',
  },
  'you suspend them here': {
    happens: place => place.world.charter.members.suspend(here(place)),
    is: 'suspended',
    back: place => place.world.charter.members.reactivate(here(place)),
    by: 'itself',
  },
  'the last grant is revoked, or they leave the group that had it': {
    comes: seated,
    happens: place => place.world.charter.groups.removeMembers(seatOf(place)),
    is: 'ended',
    back: place => grant(place),
    by: 'another term',
  },
  'the last grant runs out': {
    comes: place => grant(place, place.world.clock.now() + DAYS),
    happens: async ({ world }) => world.clock.advance(DAYS),
    is: 'rests, for good',
    back: place => grant(place),
    by: 'another term',
  },
  'the last grant of their group is revoked, or runs out': {
    comes: seated,
    happens: ({ world, acme, projectId, groupId }) =>
      world.charter.projects.revoke({ actor: acme.admin, projectId, subject: toGroup(groupId) }),
    is: 'rests',
    back: grantGroup,
    by: 'itself',
  },
  'their group is archived': {
    comes: seated,
    happens: ({ world, acme, groupId }) =>
      world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId }),
    is: 'rests, for good',
    back: place => grant(place),
    by: 'another term',
  },
  'they leave the vendor or are removed there': {
    happens: ({ world, vendor, vera }) => world.charter.members.leave({ actor: as(vera), organizationId: vendor.id }),
    is: 'rests, for good',
    back: async place => {
      const { world, vendor } = place
      const { token } = await world.invite(vendor, 'vera@people.com', { role: 'internal' })
      expect(await mayAnnotate(place)).toBe(false)
      unwrap(await world.charter.invitations.accept({ token, email: email('vera@people.com') }))
      expect(await mayAnnotate(place)).toBe(false)
      await grant(place)
    },
    by: 'another term',
  },
  'the engagement ends, or its `until` passes': {
    happens: place => place.world.charter.engagements.end(between(place)),
    is: 'rests, for good',
    back: async place => {
      unwrap(await place.world.charter.engagements.open(between(place)))
      expect(await mayAnnotate(place)).toBe(false)
      await grant(place)
    },
    by: 'another term',
  },
  'you remove them here': {
    happens: place => place.world.charter.members.remove(here(place)),
    is: 'ended',
    back: place => grant(place),
    by: 'another term',
  },
}

const mayAnnotate = async ({ world, vera, projectId: id }: Place) =>
  unwrap(
    await world.charter.access.can({
      actor: as(vera),
      permission: 'project.annotate',
      resource: { kind: 'project', id },
    }),
  ).allowed

const memberOf = async ({ world, acme, vera }: Place) => {
  const member = await world.get(memberships, acme.id, vera)
  if (!member) throw new Error('she was never in')
  return member
}

const table = () => {
  const [, section = ''] = readFileSync(join(root, 'docs/workforce.md'), 'utf8').split('## It stands, rests or ends')
  const [, body = ''] = section.split('|---|---|---|---|\n')
  return body
    .slice(0, body.indexOf('\n\n'))
    .split('\n')
    .map(line => line.slice(2, -2).split(' | '))
}

describe('docs/workforce.md', () => {
  it('has a row for each thing that happens', () => {
    expect(table().map(([what = '', is]) => [what, is])).toEqual(
      Object.entries(ROWS).map(([what, { is }]) => [what, is]),
    )
  })

  it.each(Object.entries(ROWS))('tells what becomes of a vendor’s person when %s (INV-13)', async (_, row) => {
    const place = await scene()
    await (row.comes ?? comes)(place)
    const { term } = await memberOf(place)
    expect(await mayAnnotate(place)).toBe(true)
    await row.happens(place)
    expect(await mayAnnotate(place)).toBe(false)
    const status = row.is.startsWith('rests') ? 'active' : row.is
    expect((await memberOf(place)).status).toBe(status)
    await row.back(place)
    expect(await mayAnnotate(place)).toBe(true)
    expect((await memberOf(place)).term > term).toBe(row.by === 'another term')
  })

  it.each(Object.entries(ROWS))('tells whom a sweep puts out when %s (WRK-2, WRK-5)', async (_, row) => {
    const place = await scene()
    await (row.comes ?? comes)(place)
    await row.happens(place)
    expect(await swept(place)).toBe(row.is === 'rests, for good' ? 1 : 0)
  })

  it('tells that an operator may sweep', async () => {
    const place = await scene()
    expect(unwrap(await place.world.charter.engagements.sweep({ ...between(place), actor: OPERATOR })).seen).toBe(0)
  })
})

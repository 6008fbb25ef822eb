import { describe, expect, it } from 'vitest'
import { domainOwners, domainRules } from '../../../src/core/domain-rule/index.ts'
import { invitations } from '../../../src/core/invitation/index.ts'
import { add, put } from '../../../src/core/kernel/index.ts'
import { adminCounts, type Membership, memberships, putMemberships } from '../../../src/core/membership/index.ts'
import { defaultRoles, extendRoles, withoutRoles } from '../../../src/core/role/index.ts'
import { createUser, type User, users } from '../../../src/core/user/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  breachesOf,
  codeOf,
  createWorld,
  DAYS,
  decided,
  email,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

/** The default roles, and those that take their places. */
const roles = extendRoles<string, string>(defaultRoles, {
  strongestFirst: ['admin', 'owner', 'internal', 'employee', 'external', 'guest', 'workforce', 'vendor'],
  roles: {
    owner: defaultRoles.roles.admin,
    employee: defaultRoles.roles.internal,
    guest: defaultRoles.roles.external,
    vendor: defaultRoles.roles.workforce,
  },
})
const TARGETS = { admin: 'owner', internal: 'employee', external: 'guest', workforce: 'vendor' }

const migrate = (world: World, { id }: Pick<Org, 'id'>, targets: Record<string, string> = TARGETS) =>
  world.charter.members.migrateRoles({ actor: OPERATOR, organizationId: id, targets })

/** Migrates to the end; the invariants hold after each commit. Answers what each commit reached. */
const migrateAll = async (world: World, org: Pick<Org, 'id'>, targets?: Record<string, string>) => {
  const migrated: number[] = []
  for (;;) {
    const step = unwrap(await migrate(world, org, targets))
    expect(breachesOf(world, roles)).toEqual([])
    if (step.finished) return migrated
    migrated.push(step.migrated)
  }
}

const assigned = (role: string, more: object = {}) => ({ assigned: { role, by: OPERATOR, at: START, ...more } })

/** A member of each state, by their names. */
const members = async (world: World, org: Org, states: Record<string, object>) => {
  const ids: Record<string, string> = {}
  for (const [name, state] of Object.entries(states)) {
    const { id } = await world.user(`${name}@people.com`, org)
    await world.member(org, id, state as never)
    ids[name] = id
  }
  return ids
}

/** So many members with a role, in one commit. */
const crowd = async (world: World, org: Org, count: number, state: (index: number) => object) => {
  const env = { now: START, newId: () => `m${index.n++}`, lists: { registrable: () => null } as never }
  const index = { n: 0 }
  const people = Array.from({ length: count }, (_, n) =>
    createUser({ email: email(`p${n}@people.com`), homeOrganizationId: org.id }, env),
  )
  const changes = people.map(({ user }, n) => ({
    before: undefined,
    after: {
      organizationId: org.id,
      userId: user.id,
      term: 1,
      status: 'active',
      joinedAt: START + n,
      ...state(n),
    } as Membership,
  }))
  await world.write(...people.flatMap(({ writes }) => writes), ...putMemberships(changes, roles))
}

/** An invitation to a new address; answers its token. */
const invited = async (world: World, org: Org, role: string, address = 'new@people.com') => {
  const invited = { actor: org.admin, organizationId: org.id, invitations: [{ email: address, role }] }
  const answer = await world.charter.invitations.send(invited)
  const [outcome] = unwrap(answer).outcomes
  if (!answer.ok || !outcome?.ok) throw new Error(JSON.stringify(answer))
  return String(answer.effects[0]?.secret?.['token'])
}

describe('migrateRoles', () => {
  it('gives whoever holds a role that goes the other one, with all else as it was (ROL-1, MEM-1)', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await members(world, acme, {
      ada: assigned('internal', { until: START + DAYS, reason: 'a stay' }),
      sam: { status: 'suspended', suspendedAt: START, ...assigned('external') },
      eve: { status: 'ended', endedAt: START, ending: 'left', ...assigned('workforce') },
      old: assigned('external', { until: START }),
      new: assigned('employee'),
    })
    const before = world.all(memberships)
    const answer = await migrate(world, acme)
    expect(unwrap(answer)).toEqual({ migrated: 5, finished: false })
    // Of those who have a role and sessions, and whose role is another: the admin and ada (AUD-7, MFA-13).
    const rotating = before.filter(member => member.userId === acme.adminId || member.assigned?.reason === 'a stay')
    expect(decided(answer)).toEqual({
      because: ['actor_is_operator', 'roles_migrated'],
      effects: rotating.map(({ userId }) => ({ kind: 'rotate_sessions', organizationId: acme.id, userId })),
    })
    const expected = before.map(member => ({
      ...member,
      assigned: {
        ...member.assigned,
        role: (TARGETS as Record<string, string>)[member.assigned?.role ?? ''] ?? 'employee',
      },
    }))
    expect(world.all(memberships)).toEqual(expected)
    const entry = noted(world.entries(acme.id).at(-1))
    expect(entry).toMatchObject({
      action: 'members.migrateRoles',
      actor: OPERATOR,
      rules: ['INV-12', 'ORG-6', 'ROL-1'],
    })
    expect(entry?.targets).toHaveLength(5)
    const done = world.snapshot()
    expect(unwrap(await migrate(world, acme))).toEqual({ migrated: 0, finished: true })
    expect(world.snapshot()).toEqual(done)
  })

  it('lets everybody follow the rule that they came by, and puts nobody out (INV-12, DOM-5)', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { match: 'subdomains' })
    for (const address of ['a@acme.com', 'b@eu.acme.com', 'c@us.acme.com']) await world.signUp(address)
    // By now another rule is closer to one of them, and would ask them only.
    await world.rule(acme, 'eu.acme.com', { joining: 'offered', role: 'external' })
    const before = world.all(memberships)
    expect(await migrateAll(world, acme, { internal: 'employee' })).toEqual([1, 3])
    const rotated = world.outbox().filter(({ kind }) => kind === 'rotate_sessions')
    expect(rotated.map(({ payload }) => payload['userId']).sort()).toEqual(
      before
        .filter(({ byRule }) => byRule)
        .map(({ userId }) => userId)
        .sort(),
    )
    expect(world.all(memberships)).toEqual(
      before.map(member =>
        member.byRule ? { ...member, byRule: { ...member.byRule, role: 'employee', edition: 2 } } : member,
      ),
    )
    expect(await world.get(domainRules, acme.id, 'acme.com')).toMatchObject({ status: 'trusted', role: 'employee' })
    expect(await world.get(domainRules, acme.id, 'acme.com')).not.toHaveProperty('sweep')
    expect(unwrap(await world.signUp('d@acme.com')).joined).toMatchObject([{ role: 'employee' }])
  })

  it.each(['lapsed', 'reclaimed'])('does so where the rule has no effect any more: %s (DOM-3)', async why => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'partner.com', { role: 'external' })
    await world.signUp('pia@partner.com')
    if (why === 'lapsed') world.clock.advance(90 * DAYS)
    const update = { actor: acme.admin, organizationId: acme.id, domain: 'partner.com', existing: 'keep' } as const
    if (why === 'reclaimed') {
      unwrap(await world.charter.domainRules.update({ ...update, role: 'internal' }))
      await world.sweep(acme, 'partner.com')
    }
    await migrateAll(world, acme)
    expect(
      world.all(memberships).map(({ status, assigned: given, byRule }) => [status, given?.role ?? byRule?.role]),
    ).toEqual([
      ['active', 'owner'],
      ['active', 'guest'],
    ])
  })

  it('asks the host to sweep the rules, for it may stop in between (AUD-7)', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    await world.signUp('a@acme.com')
    const begun = await migrate(world, acme, { internal: 'employee' })
    expect(decided(begun).effects).toEqual([{ kind: 'sweep_domain_rule', organizationId: acme.id, domain: 'acme.com' }])
    expect(unwrap(begun)).toEqual({ migrated: 1, finished: false })
    expect(await world.sweep(acme, 'acme.com')).toEqual([1])
    expect(await migrateAll(world, acme, { internal: 'employee' })).toEqual([])
    expect(world.all(memberships).map(({ byRule }) => byRule?.role)).toEqual([undefined, 'employee'])
  })

  it('lets whoever joins between two commits come by the new role', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    unwrap(await migrate(world, acme, { internal: 'employee' }))
    expect(unwrap(await world.signUp('late@acme.com')).joined).toMatchObject([{ role: 'employee' }])
    await migrateAll(world, acme, { internal: 'employee' })
  })

  it('gives up a domain where the new role is not internal, and keeps the proof (DOM-4)', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    await world.signUp('a@acme.com')
    await migrateAll(world, acme, { internal: 'guest' })
    expect(world.all(domainOwners)).toEqual([])
    expect(unwrap(await world.signUp('b@acme.com')).joined).toMatchObject([{ role: 'guest' }])
  })

  it('asks for another proof where the new role is internal, and puts nobody out (DOM-3, DOM-4)', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'partner.com', { role: 'external' })
    await world.signUp('a@partner.com')
    const claim = (await world.get(domainRules, acme.id, 'partner.com'))?.claim
    await migrateAll(world, acme, { external: 'employee' })
    const after = await world.get(domainRules, acme.id, 'partner.com')
    expect(after).toMatchObject({ status: 'pending', role: 'employee', claim: { version: 2 } })
    expect(after?.claim.token).not.toBe(claim?.token)
    expect(world.all(domainOwners)).toEqual([])
    expect(world.all(memberships).map(({ status, byRule }) => [status, byRule?.role])).toContainEqual([
      'active',
      'employee',
    ])
  })

  it('keeps what an owner consented to as long as the role stays none of theirs (DOM-3)', async () => {
    const world = createWorld({ roles })
    const [acme, vendor] = [await world.found('Acme'), await world.found('Vendor')]
    await world.rule(vendor, 'vendor.com')
    await world.pending(acme, 'vendor.com', { role: 'workforce' })
    const consent = {
      actor: vendor.admin,
      organizationId: acme.id,
      domain: 'vendor.com',
      proof: { kind: 'owner_consent' },
    }
    unwrap(await world.charter.domainRules.prove(consent as never))
    await migrateAll(world, acme)
    expect(await world.get(domainRules, acme.id, 'vendor.com')).toMatchObject({ status: 'trusted', role: 'vendor' })
    expect(await world.get(domainRules, vendor.id, 'vendor.com')).toMatchObject({ role: 'internal', edition: 1 })
  })

  it('changes what pending invitations give, and none that were answered (INVI-1)', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    const declined = await invited(world, acme, 'external')
    unwrap(await world.charter.invitations.decline({ token: declined }))
    const pending = await invited(world, acme, 'external')
    const before = world.all(invitations)
    expect(await migrateAll(world, acme)).toEqual([1, 1])
    expect(world.all(invitations)).toEqual(
      before.map(each => (each.status === 'pending' ? { ...each, role: 'guest' } : each)),
    )
    const comer = { token: pending, email: email('new@people.com') }
    expect(unwrap(await world.charter.invitations.accept(comer)).member.role).toBe('guest')
  })

  it('reaches up to a hundred in one commit, and everybody in the end', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await crowd(world, acme, 250, () => assigned('internal'))
    expect(await migrateAll(world, acme, { internal: 'employee' })).toEqual([100, 100, 50])
    expect(world.all(memberships).filter(({ assigned: given }) => given?.role === 'employee')).toHaveLength(250)
  })

  it('takes no more with several roles at once', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    const given = ['internal', 'external', 'workforce'] as const
    await crowd(world, acme, 240, n => assigned(given[n % 3] ?? ''))
    const reached = await migrateAll(world, acme)
    expect(Math.max(...reached)).toBeLessThanOrEqual(100)
    expect(reached.reduce((a, b) => a + b)).toBe(241)
  })

  it('leaves nothing behind by the old name, so that the charter can forget it', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    await world.rule(acme, 'partner.com', { role: 'external', joining: 'approval' })
    await world.signUp('a@acme.com')
    await world.signUp('p@partner.com')
    await members(world, acme, { eve: { status: 'ended', endedAt: START, ending: 'left', ...assigned('workforce') } })
    await invited(world, acme, 'internal')
    await migrateAll(world, acme)
    const names = [...world.store.records()]
      .filter(({ ref }) => !/^(audit_entry|idempotency|effect)\//.test(ref))
      .flatMap(({ record }) => JSON.stringify(record).match(/"(?:role|fromRole)":"(\w+)"/g) ?? [])
    expect(new Set(names)).toEqual(
      new Set(['"role":"owner"', '"role":"employee"', '"role":"guest"', '"role":"vendor"']),
    )
    const after = createCharter<string>({
      store: world.store,
      clock: world.clock.now,
      roles: withoutRoles(roles, new Set(Object.keys(TARGETS))),
    })
    const listed = unwrap(await after.members.list({ actor: acme.admin, organizationId: acme.id }))
    expect(new Set(listed.items.map(({ role }) => role))).toEqual(new Set(['owner', 'employee', 'vendor']))
  })

  it('lets an admin keep what they could do at each moment', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    for (let finished = false; !finished; ) {
      finished = unwrap(await migrate(world, acme)).finished
      expect(codeOf(await world.charter.organizations.settings({ actor: acme.admin, organizationId: acme.id }))).toBe(
        'ok',
      )
    }
  })

  it('demotes all who administered by a role, but never the last (INV-01)', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    const { boss, brief } = await members(world, acme, {
      boss: assigned('owner'),
      brief: assigned('admin', { until: START + DAYS }),
    })
    expect(await migrateAll(world, acme, { admin: 'employee' })).toEqual([2])
    const held = world.all(memberships).map(({ userId, assigned: given }) => [userId, given?.role])
    expect(held).toContainEqual([boss, 'owner'])
    expect(held).toContainEqual([brief, 'employee'])
    expect(codeOf(await migrate(world, acme, { owner: 'employee' }))).toBe('last_admin')
  })

  it('counts each admin by the old name until they are migrated: who puts one out knows both names (INV-01)', async () => {
    for (const how of ['remove', 'suspend', 'deactivate'] as const) {
      const world = createWorld({ roles, check: 'by_hand' })
      const acme = await world.found('Acme')
      const { bob = '' } = await members(world, acme, { bob: assigned('admin') })
      await migrateAll(world, acme, { internal: 'employee', external: 'guest', workforce: 'vendor' })
      const newer = withoutRoles(roles, new Set(Object.keys(TARGETS)))
      const after = createCharter<string>({ store: world.store, clock: world.clock.now, roles: newer })
      const of = { actor: OPERATOR, organizationId: acme.id, userId: bob as never }
      const puts = ({ charter: { members, users } }: Pick<World, 'charter'>) =>
        how === 'deactivate' ? users.deactivate({ actor: of.actor, userId: of.userId }) : members[how](of)
      expect(codeOf(await puts({ charter: after }))).toBe('role_unknown')
      await migrateAll(world, acme, TARGETS)
      expect(codeOf(await puts({ charter: after }))).toBe('ok')
      expect(codeOf(await after.members.leave({ actor: acme.admin, organizationId: acme.id }))).toBe('last_admin')
      expect(breachesOf(world, newer)).toEqual([])
    }
  })

  it('does not take an admin who is deactivated for one who goes (MEM-7)', async () => {
    const world = createWorld({ roles, check: 'by_hand' })
    const acme = await world.found('Acme')
    const { gone } = await members(world, acme, { boss: assigned('owner'), gone: assigned('admin') })
    const user = (await world.get(users, String(gone))) as User
    await world.write(
      put(users, { ...user, status: 'deactivated', deactivatedAt: START } as User),
      add(adminCounts, [acme.id], -1, { min: 1 }),
    )
    expect(unwrap(await migrate(world, acme, { admin: 'employee' }))).toEqual({ migrated: 2, finished: false })
    expect(await world.get(adminCounts as never, acme.id)).toEqual({ count: 1 })
  })

  it('says nothing of other organizations (INV-24)', async () => {
    const world = createWorld({ roles })
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(globex, 'globex.com')
    const before = new Map([...world.snapshot()].filter(([ref]) => ref.includes(`/${globex.id}`)))
    await migrateAll(world, acme)
    expect(new Map([...world.snapshot()].filter(([ref]) => ref.includes(`/${globex.id}`)))).toEqual(before)
  })

  it.each<[string, Record<string, string>]>([
    ['none', {}],
    ['more than twenty', Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`r${n}`, 'owner']))],
    ['no name', { 'A b': 'owner' }],
    ['no target', { admin: '' }],
  ])('takes 1 to 20 targets, and not %s (INV-26)', async (_, targets) => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    expect(codeOf(await migrate(world, acme, targets))).toBe('input_invalid')
  })

  it('takes no target that goes itself, or that every object has', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    for (const targets of [
      { internal: 'internal' },
      { internal: 'external', external: 'guest' },
      { internal: 'constructor' },
      { constructor: 'guest' },
    ] as Record<string, string>[])
      expect(codeOf(await migrate(world, acme, targets))).toBe('role_unknown')
  })

  it.each(['internal', 'external', 'workforce'])('makes no admins of those who are %s (ROL-2, INV-11)', async role => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    await members(world, acme, { ada: assigned(role) })
    expect(codeOf(await migrate(world, acme, { [role]: 'owner' }))).toBe('role_target_administers')
  })

  const busy = async (world: World, change: 'remove' | 'update', role: string) => {
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { role })
    await world.signUp('a@acme.com')
    const here = { actor: acme.admin, organizationId: acme.id, domain: 'acme.com', existing: 'keep' } as const
    if (change === 'remove') unwrap(await world.charter.domainRules.remove(here))
    else unwrap(await world.charter.domainRules.update({ ...here, role: 'external' }))
    return acme
  }

  const refusals: Refusals<Charter<string>['members']['migrateRoles']> = {
    operator_only: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.members.migrateRoles({ actor: acme.admin, organizationId: acme.id, targets: TARGETS })
    },
    organization_not_found: async world => () => migrate(world, { id: 'nowhere' as never }),
    organization_archived: async world => {
      const acme = await world.found('Acme')
      await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
      return () => migrate(world, acme)
    },
    role_unknown: async world => {
      const acme = await world.found('Acme')
      return () => migrate(world, acme, { internal: 'nobody' })
    },
    role_target_administers: async world => {
      const acme = await world.found('Acme')
      return () => migrate(world, acme, { internal: 'owner' })
    },
    domain_rule_removing: async world => {
      const acme = await busy(world, 'remove', 'internal')
      return () => migrate(world, acme)
    },
    domain_rule_sweeping: async world => {
      const acme = await busy(world, 'update', 'internal')
      return () => migrate(world, acme, { internal: 'employee' })
    },
    last_admin: async world => {
      const acme = await world.found('Acme')
      return () => migrate(world, acme, { admin: 'employee' })
    },
  }
  itRefuses(refusals, { roles })

  it('waits also for a change that began from the role, or led to it (DOM-5)', async () => {
    const world = createWorld({ roles })
    const acme = await busy(world, 'update', 'workforce')
    for (const role of ['workforce', 'external'])
      expect(codeOf(await migrate(world, acme, { [role]: 'guest' }))).toBe('domain_rule_sweeping')
    await world.sweep(acme, 'acme.com')
    await migrateAll(world, acme)
  })

  it('is no operator’s whom nobody called so', async () => {
    const world = createWorld({ roles })
    const acme = await world.found('Acme')
    const asked = { organizationId: acme.id, targets: TARGETS }
    for (const actor of [as(acme.adminId), as('nobody')])
      expect(codeOf(await world.charter.members.migrateRoles({ ...asked, actor }))).toBe('operator_only')
  })
})

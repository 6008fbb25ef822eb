import { describe, expect, it } from 'vitest'
import { adminGrantCounts, grants } from '../../../src/core/grant/index.ts'
import { invitations, invitedAddresses } from '../../../src/core/invitation/index.ts'
import { put, remove } from '../../../src/core/kernel/index.ts'
import { joinRequests, memberships } from '../../../src/core/membership/index.ts'
import { userEmails, users } from '../../../src/core/user/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { comesBack, leaves, person } from '../../support/groups.ts'
import {
  accept,
  adminAlone,
  boostRoles,
  datasetOf,
  INES,
  resend,
  revoke,
  underRoles,
} from '../../support/invitations.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { hosting } from '../../support/vendors.ts'
import {
  as,
  codeOf,
  createWorld,
  DAYS,
  deactivate,
  decided,
  email,
  noted,
  OPERATOR,
  type Org,
  reserve,
  START,
  type World,
} from '../../support/world.ts'

const assigned = (role: string, until?: number) => ({
  assigned: { role, by: OPERATOR, at: START, ...(until && { until }) },
})
const removed = { status: 'ended', endedAt: START, ending: 'removed' } as never

/** Somebody who is a user already, with a membership if it is given. */
const known = async (world: World, acme: Org, state?: Parameters<World['member']>[2]) => {
  const { id } = await world.user(INES, await world.found('Home'))
  if (state) await world.member(acme, id, state)
  return id
}

describe('acceptInvitation', () => {
  it('makes a member of whoever holds the token and has proven the address (INVI-2, EML-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { token, invitation } = await world.invite(acme, 'Ines@People.com')
    world.clock.advance(5)
    const answer = await world.charter.invitations.accept({
      token,
      email: email('ines@people.com'),
      name: 'Ines',
    })
    const { user, member, invitation: shown } = unwrap(answer)
    expect(user).toMatchObject({ homeOrganizationId: acme.id, email: { local: 'ines' }, name: 'Ines' })
    expect(member).toEqual({
      organizationId: acme.id,
      userId: user.id,
      term: 1,
      status: 'active',
      joinedAt: START + 5,
      assigned: { role: 'external', by: acme.admin, at: START + 5 },
      role: 'external',
    })
    expect(shown).toEqual({
      organizationId: acme.id,
      id: invitation,
      email: { local: 'Ines', domain: 'people.com' },
      role: 'external',
      grants: [],
      invitedBy: acme.admin,
      createdAt: START,
      sentAt: START,
      expiresAt: START + 7 * DAYS,
      sent: 1,
      status: 'accepted',
      acceptedAt: START + 5,
      userId: user.id,
    })
    expect(decided(answer)).toEqual({ because: ['invitee_accepted'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({
      action: 'invitations.accept',
      actor: { kind: 'user', userId: user.id },
      rules: ['EML-3', 'INVI-2', 'INVI-4', 'ORG-3'],
    })
    expect(world.all(invitedAddresses)).toEqual([])
    expect(await world.get(invitations, acme.id, invitation)).toMatchObject({ status: 'accepted', term: 1 })
  })

  it('leaves a user at home where they are, and their other organization as it was (ORG-3, INV-24)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await known(world, acme)
    const before = await world.get(users, id)
    const { token } = await world.invite(acme, INES)
    expect(unwrap(await accept(world, token)).user).toEqual(before)
    expect(await world.get(users, id)).toEqual(before)
  })

  it('assigns the role over that of a rule, in the same term, and rotates the sessions (INVI-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'people.com')
    const { user } = unwrap(await world.signUp(INES))
    const { token } = await world.invite(acme, INES, { role: 'external' })
    const answer = await accept(world, token)
    expect(unwrap(answer).member).toMatchObject({ role: 'external', term: 1, byRule: { role: 'internal' } })
    expect(decided(answer).effects).toEqual([{ kind: 'rotate_sessions', organizationId: acme.id, userId: user.id }])
    expect(unwrap(await world.signIn(INES)).joined).toEqual([])
    expect(await world.get(memberships, acme.id, user.id)).toMatchObject({ assigned: { role: 'external' } })
  })

  it('takes a joining that waits for done', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'people.com', { joining: 'approval' })
    await world.signUp(INES)
    expect(world.all(joinRequests)).toHaveLength(1)
    const { token } = await world.invite(acme, INES)
    unwrap(await accept(world, token))
    expect(world.all(joinRequests)).toEqual([])
  })

  it('brings whoever was out in anew, with nothing of what they had (INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { id: datasetId, grant } = await datasetOf(world, acme)
    const ines = await known(world, acme, assigned('internal'))
    const subject = { kind: 'user', userId: ines } as never
    unwrap(await world.charter.datasets.grant({ actor: acme.admin, datasetId, subject, role: 'admin' }))
    await world.member(acme, ines, { ...assigned('internal'), ...(removed as object) } as never)
    await world.write({ op: 'add', ref: `entity_admin_count/${acme.id}/dataset/${datasetId}`, by: -1 })
    const { token } = await world.invite(acme, INES, { grants: [grant('user')] })
    expect(unwrap(await accept(world, token)).member.term).toBe(2)
    expect(world.all(grants).filter(({ subjectId }) => subjectId === ines)).toMatchObject([{ role: 'user', term: 2 }])
    expect(await world.get(adminGrantCounts as never, ines)).toMatchObject({ count: 0 })
  })

  it('takes an expired role for none', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await known(world, acme, assigned('external', START + 10))
    world.clock.advance(10)
    const { token } = await world.invite(acme, INES, { role: 'admin' })
    expect(unwrap(await accept(world, token)).member).toMatchObject({ role: 'admin', term: 2 })
  })

  it('gives the grants in the same commit (INVI-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const [one, two] = [await datasetOf(world, acme), await datasetOf(world, acme)]
    const { token } = await world.invite(acme, INES, { grants: [one.grant('admin'), two.grant('admin')] })
    const { user } = unwrap(await accept(world, token))
    const given = world.all(grants).filter(({ subjectId }) => subjectId === user.id)
    expect(given).toHaveLength(2)
    for (const grant of given) expect(grant).toMatchObject({ role: 'admin', by: acme.admin, term: 1 })
    expect(await world.get(adminGrantCounts as never, user.id)).toMatchObject({ count: 2 })
  })

  it.each([
    ['admin', undefined, 'user', 'admin', undefined],
    ['user', undefined, 'admin', 'admin', undefined],
    ['admin', START + DAYS, 'user', 'admin', START + DAYS],
    ['admin', START + DAYS, 'admin', 'admin', undefined],
  ] as const)('makes %s until %s and an invited %s into %s until %s', async (role, until, invited, is, ends) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { id: datasetId, grant } = await datasetOf(world, acme)
    await world.rule(acme, 'people.com')
    const { user } = unwrap(await world.signUp(INES))
    const subject = { kind: 'user', userId: user.id } as const
    unwrap(
      await world.charter.datasets.grant({
        actor: acme.admin,
        datasetId,
        subject,
        role,
        ...(until !== undefined && { until }),
      }),
    )
    const { token } = await world.invite(acme, INES, { role: 'internal', grants: [grant(invited)] })
    unwrap(await accept(world, token))
    const [given] = world.all(grants).filter(({ subjectId }) => subjectId === user.id)
    expect([given?.role, given?.until]).toEqual([is, ends])
  })

  it('is judged by what the inviter may at this moment, or who sent it last (INVI-2, ROL-3)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const acme = await world.found('Acme')
    const clerk = await clerkOf(world, acme)
    const { token, invitation } = await world.invite({ ...acme, admin: clerk }, INES)
    const { userId } = clerk as { userId: string }
    await world.member(acme, userId, { ...assigned('clerk'), status: 'suspended', suspendedAt: START } as never)
    expect(await accept(world, token)).toMatchObject({
      refusal: { code: 'invitation_inviter_may_not', facts: { role: 'external', why: 'member_suspended' } },
    })
    const again = await resend(world, acme, invitation)
    expect(codeOf(await accept(world, again))).toBe('ok')
  })

  it('is overtaken by a removal in its very instant, and by one when the clock was set back (INVI-2, INV-25)', async () => {
    for (const passes of [0, -5_000]) {
      let now = START
      const world = createWorld({ clock: () => now })
      const acme = await world.found('Acme')
      await world.rule(acme, 'people.com')
      const { user } = unwrap(await world.signUp(INES))
      const { token, invitation } = await world.invite(acme, INES, { role: 'admin' })
      now += passes
      unwrap(await world.charter.members.remove({ actor: acme.admin, organizationId: acme.id, userId: user.id }))
      now += 3_000
      expect(codeOf(await accept(world, token))).toBe('invitation_overtaken')
      const again = await resend(world, acme, invitation)
      expect(unwrap(await accept(world, again)).member).toMatchObject({ role: 'admin', term: 2, removedTerm: 1 })
    }
  })

  it('stays overtaken where somebody lets whoever was removed in again (INVI-2, INV-25)', async () => {
    const { world, acme, vic, project } = await hosting()
    const grant = { actor: acme.admin, projectId: project, subject: { kind: 'user', userId: vic } } as const
    unwrap(await world.charter.projects.grant({ ...grant, role: 'annotator' }))
    const { token } = await world.invite(acme, 'vic@people.com', { role: 'internal' })
    unwrap(await world.charter.members.remove({ actor: acme.admin, organizationId: acme.id, userId: vic }))
    unwrap(await world.charter.projects.grant({ ...grant, role: 'annotator' }))
    expect(codeOf(await accept(world, token, 'vic@people.com'))).toBe('invitation_overtaken')
    const later = await world.invite(acme, 'vic@people.com', { role: 'internal' })
    expect(codeOf(await accept(world, later.token, 'vic@people.com'))).toBe('ok')
  })

  it('is no way in for whoever was suspended, also when what they had is over (INVI-2, MEM-2)', async () => {
    const { world, acme, vic, project, between } = await hosting()
    const grant = { actor: acme.admin, projectId: project, subject: { kind: 'user', userId: vic } } as const
    unwrap(await world.charter.engagements.open(between))
    unwrap(await world.charter.projects.grant({ ...grant, role: 'annotator' }))
    const { token } = await world.invite(acme, 'vic@people.com', { role: 'internal' })
    const of = { actor: acme.admin, organizationId: acme.id }
    unwrap(await world.charter.members.suspend({ ...of, userId: vic }))
    unwrap(await world.charter.engagements.end(between))
    expect(codeOf(await accept(world, token, 'vic@people.com'))).toBe('member_suspended')
    const invitations = [{ email: 'vic@people.com', role: 'internal' }]
    const { outcomes } = unwrap(await world.charter.invitations.send({ ...of, invitations }))
    expect(outcomes).toMatchObject([{ refusal: { code: 'member_state', facts: { state: 'suspended' } } }])
    unwrap(await world.charter.members.leave({ actor: as(vic), organizationId: acme.id }))
    expect(await world.get(memberships, acme.id, vic)).toMatchObject({ status: 'ended', ending: 'removed' })
    expect(codeOf(await accept(world, token, 'vic@people.com'))).toBe('invitation_overtaken')
  })

  it('gives nothing once its inviter was out, also when they are back (INVI-2, INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const bob = await person(world, acme, 'bob', 'admin')
    const { token } = await world.invite({ ...acme, admin: as(bob) }, INES, { role: 'admin' })
    await leaves(world, acme, bob)
    await comesBack(world, acme, bob, 'admin')
    expect(await accept(world, token)).toMatchObject({
      refusal: { code: 'invitation_inviter_may_not', facts: { why: 'not_a_member' } },
    })
    const { token: again } = await world.invite({ ...acme, admin: as(bob) }, INES, { role: 'admin' })
    const of = { actor: OPERATOR, organizationId: acme.id, userId: bob }
    expect(unwrap(await world.charter.members.planRemoval(of)).invitations.count).toBe(1)
    unwrap(await world.charter.members.sweep(of))
    expect(codeOf(await accept(world, again))).toBe('ok')
  })

  it('gives nobody what the inviter holds no more (ROL-3)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const acme = await world.found('Acme')
    const clerk = await clerkOf(world, acme)
    const { id: datasetId, grant } = await datasetOf(world, acme, [acme.admin, clerk])
    const { token } = await world.invite({ ...acme, admin: clerk }, INES, { grants: [grant('user')] })
    const { userId } = clerk as never
    unwrap(await world.charter.datasets.revoke({ actor: acme.admin, datasetId, subject: { kind: 'user', userId } }))
    const facts = { kind: 'dataset', id: datasetId, why: 'entity_permission_missing' }
    expect(await accept(world, token)).toMatchObject({ refusal: { code: 'invitation_grant_not_possible', facts } })
  })

  it('is no way to keep for oneself what a rule gives for as long as it is there (ROL-3)', async () => {
    const world = createWorld({ roles: boostRoles })
    const acme = await world.found('Acme')
    await world.rule(acme, 'people.com', { role: 'lead' })
    const { user } = unwrap(await world.signUp('lead@people.com'))
    const { token } = await world.invite({ ...acme, admin: as(user.id) }, INES, { role: 'lead' })
    // The inviter has the invited address by now.
    const email = { ...user.email, local: 'ines' }
    await world.write(
      put(users, { ...user, email }),
      put(userEmails, { address: INES, userId: user.id }),
      remove(userEmails, 'lead@people.com'),
    )
    expect(await accept(world, token)).toMatchObject({
      refusal: { code: 'invitation_inviter_may_not', facts: { why: 'own_role_upward' } },
    })
  })

  it('administers no more than one may', async () => {
    const world = createWorld({ check: 'by_hand' })
    const acme = await world.found('Acme')
    const ines = await known(world, acme)
    const [one, two] = [await datasetOf(world, acme), await datasetOf(world, acme)]
    await world.write({ op: 'add', ref: `admin_grant_count/${ines}`, by: 4_999 })
    const { token } = await world.invite(acme, INES, { grants: [one.grant('admin'), two.grant('admin')] })
    const facts = { id: two.id, why: 'grants_too_many' }
    expect(await accept(world, token)).toMatchObject({ refusal: { code: 'invitation_grant_not_possible', facts } })
  })

  const refusals: Refusals<Charter<string>['invitations']['accept']> = {
    invitation_not_found: async world => {
      const acme = await world.found('Acme')
      const { token, invitation } = await world.invite(acme, INES)
      await resend(world, acme, invitation)
      return () => accept(world, token)
    },
    invitation_not_yours: async world => {
      const { token } = await world.invite(await world.found('Acme'), INES)
      return () => accept(world, token, 'ines@eu.people.com')
    },
    invitation_accepted: async world => {
      const { token } = await world.invite(await world.found('Acme'), INES)
      unwrap(await accept(world, token))
      return () => accept(world, token)
    },
    invitation_declined: async world => {
      const { token } = await world.invite(await world.found('Acme'), INES)
      unwrap(await world.charter.invitations.decline({ token }))
      return () => accept(world, token)
    },
    invitation_revoked: async world => {
      const acme = await world.found('Acme')
      const { token, invitation } = await world.invite(acme, INES)
      unwrap(await revoke(world, acme, invitation))
      return () => accept(world, token)
    },
    invitation_expired: async world => {
      const { token } = await world.invite(await world.found('Acme'), INES)
      world.clock.advance(7 * DAYS)
      return () => accept(world, token)
    },
    organization_archived: async world => {
      const acme = await world.found('Acme')
      const { token } = await world.invite(acme, INES)
      unwrap(await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id }))
      return () => accept(world, token)
    },
    email_reserved: async world => {
      const { token } = await world.invite(await world.found('Acme'), INES)
      await reserve(world, INES)
      return () => accept(world, token)
    },
    user_deactivated: async world => {
      const acme = await world.found('Acme')
      await deactivate(world, await known(world, acme))
      const { token } = await world.invite(acme, INES)
      return () => accept(world, token)
    },
    member_exists: async world => {
      const acme = await world.found('Acme')
      const { token } = await world.invite(acme, INES)
      await known(world, acme, assigned('internal'))
      return () => accept(world, token)
    },
    member_suspended: async world => {
      const acme = await world.found('Acme')
      const { token } = await world.invite(acme, INES)
      await known(world, acme, { ...assigned('internal'), status: 'suspended', suspendedAt: START } as never)
      return () => accept(world, token)
    },
    invitation_overtaken: async world => {
      const acme = await world.found('Acme')
      const { token } = await world.invite(acme, INES)
      await known(world, acme, { ...assigned('internal'), ...(removed as object), endedAt: START + 1 } as never)
      world.clock.advance(1)
      return () => accept(world, token)
    },
    role_unknown: async world => {
      const { token } = await world.invite(await world.found('Acme'), INES)
      const fewer = underRoles(world, adminAlone)
      return () => accept(fewer, token)
    },
    role_ceiling: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'people.com', { role: 'workforce' })
      const { token } = await world.invite(acme, INES, { role: 'admin' })
      unwrap(await world.signUp(INES))
      return () => accept(world, token)
    },
    invitation_inviter_may_not: async world => {
      const acme = await world.found('Acme')
      const { token } = await world.invite(acme, INES)
      await deactivate(world, acme.adminId)
      return () => accept(world, token)
    },
    invitation_grant_not_possible: async world => {
      const acme = await world.found('Acme')
      const { id: datasetId, grant } = await datasetOf(world, acme)
      const { token } = await world.invite(acme, INES, { grants: [grant('user')] })
      unwrap(await world.charter.datasets.archive({ actor: acme.admin, datasetId }))
      return () => accept(world, token)
    },
  }
  itRefuses(refusals)
})

import { describe, expect, it } from 'vitest'
import { invitations, invitedAddresses } from '../../../src/core/invitation/index.ts'
import { defineRoles, type RoleDefinition } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { accept, adminAlone, boostRoles, datasetOf, INES, revoke, underRoles } from '../../support/invitations.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  codeOf,
  createWorld,
  DAYS,
  decided,
  noted,
  OPERATOR,
  START,
  tokenIn,
  type World,
} from '../../support/world.ts'

type Invitations = Charter<string>['invitations']
type Call = () => Promise<Answer<unknown>>

const invited = async (world: World, shape?: Parameters<World['invite']>[2]) => {
  const acme = await world.found('Acme')
  return { acme, ...(await world.invite(acme, INES, shape)) }
}

type Invited = Awaited<ReturnType<typeof invited>>
type Ask = (world: World, of: Invited) => Promise<Answer<unknown>>

/** What may not be asked of an invitation that was answered. */
const answeredRefusals = (ask: Ask) => ({
  invitation_accepted: async (world: World): Promise<Call> => {
    const of = await invited(world)
    unwrap(await accept(world, of.token))
    return () => ask(world, of)
  },
  invitation_declined: async (world: World): Promise<Call> => {
    const of = await invited(world)
    unwrap(await world.charter.invitations.decline({ token: of.token }))
    return () => ask(world, of)
  },
  invitation_revoked: async (world: World): Promise<Call> => {
    const of = await invited(world)
    unwrap(await revoke(world, of.acme, of.invitation))
    return () => ask(world, of)
  },
})

const resendAsked: Ask = ({ charter }, { acme, invitation }) =>
  charter.invitations.resend({ actor: acme.admin, organizationId: acme.id, invitationId: invitation })
const revokeAsked: Ask = (world, { acme, invitation }) => revoke(world, acme, invitation)
const declineAsked: Ask = ({ charter }, { token }) => charter.invitations.decline({ token })

const byClerk = async (world: World, of: Invited): Promise<Invited> => ({
  ...of,
  acme: { ...of.acme, admin: await clerkOf(world, of.acme) },
})

describe('resendInvitation', () => {
  it('makes a new token and ends the old one, also of an expired one (INVI-3)', async () => {
    const world = createWorld()
    const { acme, token, invitation } = await invited(world)
    world.clock.advance(8 * DAYS)
    const command = { actor: OPERATOR, organizationId: acme.id, invitationId: invitation, expiresIn: DAYS }
    const answer = await world.charter.invitations.resend(command)
    expect(unwrap(answer)).toMatchObject({
      id: invitation,
      sent: 2,
      invitedBy: OPERATOR,
      createdAt: START,
      expiresAt: START + 9 * DAYS,
      status: 'pending',
    })
    expect(decided(answer)).toMatchObject({
      because: ['actor_is_operator', 'invitation_resent'],
      effects: [{ kind: 'deliver_invitation', email: INES }],
    })
    expect(codeOf(await accept(world, token))).toBe('invitation_not_found')
    const [effect] = answer.ok ? answer.effects : []
    expect(codeOf(await accept(world, String(effect?.secret?.token)))).toBe('ok')
  })

  itRefuses(
    {
      ...authorizationRefusals((world, actor, organizationId) =>
        world.charter.invitations.resend({
          actor,
          organizationId: organizationId as never,
          invitationId: 'none' as never,
        }),
      ),
      ...answeredRefusals(resendAsked),
      invitation_not_found: async world => {
        const of = await invited(world)
        return () => resendAsked(world, { ...of, invitation: 'none' as never })
      },
      member_exists: async world => {
        const of = await invited(world)
        const { id } = await world.user(INES, of.acme)
        await world.member(of.acme, id, { assigned: { role: 'internal', by: OPERATOR, at: START } })
        return () => resendAsked(world, of)
      },
      member_state: async world => {
        const of = await invited(world)
        const { id } = await world.user(INES, of.acme)
        const assigned = { role: 'internal', by: OPERATOR, at: START }
        await world.member(of.acme, id, { assigned, status: 'suspended', suspendedAt: START } as never)
        return () => resendAsked(world, of)
      },
      role_unknown: async world => {
        const of = await invited(world)
        const fewer = underRoles(world, adminAlone)
        return () => resendAsked({ ...world, ...fewer }, of)
      },
      role_ceiling: async world => {
        const of = await invited(world, { role: 'admin' })
        await world.rule(of.acme, 'people.com', { role: 'external' })
        await world.signUp(INES)
        return () => resendAsked(world, of)
      },
      role_not_yours_to_give: async world => {
        const of = await byClerk(world, await invited(world, { role: 'internal' }))
        return () => resendAsked(world, of)
      },
      member_not_yours_to_change: async world => {
        const of = await invited(world)
        await world.rule(of.acme, 'people.com')
        await world.signUp(INES)
        const clerks = await byClerk(world, of)
        return () => resendAsked(world, clerks)
      },
      own_role_upward: async world => {
        const acme = await world.found('Acme')
        const boosted = { ...world, ...underRoles(world, boostRoles) }
        const answer = await boosted.charter.invitations.send({
          actor: acme.admin,
          organizationId: acme.id,
          invitations: [{ email: INES, role: 'star' }],
        })
        const [stored] = world.all(invitations)
        const { id } = await world.user(INES, acme)
        await world.member(acme, id, { byRule: { role: 'lead', domain: 'people.com', edition: 1, at: START } })
        const own = { acme: { ...acme, admin: as(id) }, token: tokenIn(answer), invitation: stored?.id as never }
        return () => resendAsked(boosted, own)
      },
      entity_not_found: async world => {
        const of = await withDataset(world)
        await world.write({ op: 'remove', ref: `entity/dataset/${of.datasetId}` })
        return () => resendAsked(world, of)
      },
      entity_archived: async world => {
        const of = await withDataset(world)
        unwrap(await world.charter.datasets.archive({ actor: of.acme.admin, datasetId: of.datasetId }))
        return () => resendAsked(world, of)
      },
      entity_role_unknown: async world => {
        const of = await withDataset(world)
        const stored = world.all(invitations)[0] as never as { grants: readonly object[] }
        const grants = stored.grants.map(grant => ({ ...grant, role: 'annotator' }))
        const ref = `invitation/${of.acme.id}/${of.invitation}` as const
        await world.write({ op: 'put', ref, record: { ...stored, grants } as never })
        return () => resendAsked(world, of)
      },
      entity_permission_missing: async world => {
        const of = await byClerk(world, await withDataset(world))
        return () => resendAsked(world, of)
      },
    } satisfies Refusals<Invitations['resend']>,
    { roles: clerkRoles, check: 'by_hand' },
  )
})

const withDataset = async (world: World) => {
  const acme = await world.found('Acme')
  const { id: datasetId, grant } = await datasetOf(world, acme)
  return { acme, datasetId, ...(await world.invite(acme, INES, { grants: [grant('user')] })) }
}

describe('revokeInvitation', () => {
  it('takes an invitation back, and lets the address be invited anew (INVI-1)', async () => {
    const world = createWorld()
    const { acme, invitation } = await invited(world)
    world.clock.advance(2)
    const answer = await revoke(world, acme, invitation)
    expect(unwrap(answer)).toMatchObject({ status: 'revoked', revokedAt: START + 2, revokedBy: acme.admin })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'invitation_taken_back'], effects: [] })
    expect(world.all(invitedAddresses)).toEqual([])
    expect((await world.invite(acme, INES)).invitation).not.toBe(invitation)
  })

  it('takes one back whose time is over, or whose role the catalogue has lost', async () => {
    const world = createWorld({ roles: clerkRoles })
    const of = await invited(world, { role: 'internal' })
    const clerks = await byClerk(world, of)
    expect(codeOf(await revokeAsked(world, clerks))).toBe('role_not_yours_to_give')
    const { admin, clerk } = clerkRoles.roles as never as Record<string, RoleDefinition<never>>
    const fewer = defineRoles({
      strongestFirst: ['admin', 'clerk'],
      roles: { admin: admin as never, clerk: { ...clerk, manages: [] } as never },
    })
    expect(codeOf(await revokeAsked({ ...world, ...underRoles(world, fewer) }, clerks))).toBe('ok')
    const again = await world.invite(of.acme, INES, { role: 'internal' })
    world.clock.advance(7 * DAYS)
    expect(codeOf(await revokeAsked(world, { ...clerks, ...again }))).toBe('ok')
  })

  itRefuses(
    {
      ...authorizationRefusals((world, actor, organizationId) =>
        world.charter.invitations.revoke({
          actor,
          organizationId: organizationId as never,
          invitationId: 'none' as never,
        }),
      ),
      ...answeredRefusals(revokeAsked),
      invitation_not_found: async world => {
        const of = await invited(world)
        return () => revokeAsked(world, { ...of, invitation: 'none' as never })
      },
      role_not_yours_to_give: async world => {
        const of = await byClerk(world, await invited(world, { role: 'internal' }))
        return () => revokeAsked(world, of)
      },
    } satisfies Refusals<Invitations['revoke']>,
    { roles: clerkRoles },
  )
})

describe('declineInvitation', () => {
  it('is for whoever holds the token, and for good (INVI-1)', async () => {
    const world = createWorld()
    const { acme, token, invitation } = await invited(world)
    const answer = await world.charter.invitations.decline({ token })
    expect(unwrap(answer)).toMatchObject({ id: invitation, status: 'declined', declinedAt: START })
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({
      action: 'invitations.decline',
      actor: { kind: 'invitee', invitationId: invitation },
    })
    expect(world.all(invitedAddresses)).toEqual([])
  })

  itRefuses({
    ...answeredRefusals(declineAsked),
    invitation_not_found: async world => () => world.charter.invitations.decline({ token: 'x' }),
    invitation_expired: async world => {
      const of = await invited(world)
      world.clock.advance(7 * DAYS)
      return () => declineAsked(world, of)
    },
    organization_archived: async world => {
      const of = await invited(world)
      unwrap(await world.charter.organizations.archive({ actor: of.acme.admin, organizationId: of.acme.id }))
      return () => declineAsked(world, of)
    },
  } satisfies Refusals<Invitations['decline']>)

  it('meets the repeats of its own token alone (AUD-4)', async () => {
    const world = createWorld()
    const { acme, token } = await invited(world)
    const other = await world.invite(acme, 'olga@people.com')
    const decline = (of: string) => world.charter.invitations.decline({ token: of, idempotencyKey: 'k' })
    const first = await decline(token)
    expect(await decline(token)).toEqual({ ...first, repeated: true })
    expect(codeOf(await decline(other.token))).toBe('ok')
  })
})

describe('listInvitations', () => {
  it('shows each as it stands, without its token (INVI-1, INV-21)', async () => {
    const world = createWorld()
    const { acme, token } = await invited(world)
    const others = ['a', 'b', 'c', 'd'].map(name => `${name}@people.com`)
    const made: Awaited<ReturnType<World['invite']>>[] = []
    for (const address of others) {
      world.clock.advance(1)
      made.push(await world.invite(acme, address))
    }
    unwrap(await accept(world, token))
    unwrap(await world.charter.invitations.decline({ token: made[0]?.token ?? '' }))
    unwrap(await revoke(world, acme, made[1]?.invitation as never))
    world.clock.advance(7 * DAYS - 2)
    const list = async (status?: 'pending' | 'expired' | 'accepted' | 'declined' | 'revoked') => {
      const command = { actor: acme.admin, organizationId: acme.id, ...(status && { status }) }
      return unwrap(await world.charter.invitations.list(command)).items
    }
    expect((await list()).map(({ status }) => status)).toEqual([
      'accepted',
      'declined',
      'revoked',
      'pending',
      'pending',
    ])
    world.clock.advance(1)
    expect((await list('pending')).map(({ id }) => id)).toEqual([made[3]?.invitation])
    expect((await list('expired')).map(({ id }) => id)).toEqual([made[2]?.invitation])
    for (const status of ['accepted', 'declined', 'revoked'] as const) expect(await list(status)).toHaveLength(1)
    expect(JSON.stringify(await list())).not.toMatch(/[0-9a-f]{40}|tokenHash/)
  })

  it('goes on after a page', async () => {
    const world = createWorld()
    const { acme } = await invited(world)
    await world.invite(acme, 'olga@people.com')
    const command = { actor: acme.admin, organizationId: acme.id, limit: 1 }
    const first = unwrap(await world.charter.invitations.list(command))
    const after = first.next ?? ''
    const second = unwrap(await world.charter.invitations.list({ ...command, after }))
    expect(first.items).toHaveLength(1)
    expect(second.items).toHaveLength(1)
    expect(second.items).not.toEqual(first.items)
  })

  itRefuses({
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.invitations.list({ actor, organizationId: organizationId as never }),
    ),
  } satisfies Refusals<Invitations['list']>)
})

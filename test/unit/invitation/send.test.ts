import { describe, expect, it } from 'vitest'
import { invitations, invitationTokens, invitedAddresses } from '../../../src/core/invitation/index.ts'
import type { SendOneRefusal } from '../../../src/core/invitation/use-cases/send.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import { users } from '../../../src/core/user/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { accept, boostRoles, datasetOf, INES } from '../../support/invitations.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  codeOf,
  createWorld,
  DAYS,
  deactivate,
  decided,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

type Sent = Parameters<Charter<string>['invitations']['send']>[0]

const send = (world: World, org: Org, ...invited: Sent['invitations']) =>
  world.charter.invitations.send({ actor: org.admin, organizationId: org.id, invitations: invited })

const outcomes = async (world: World, org: Org, ...invited: Sent['invitations']) =>
  unwrap(await send(world, org, ...invited)).outcomes.map(outcome =>
    outcome.ok ? outcome.invitation.status : outcome.refusal.code,
  )

const assigned = (role: string) => ({ assigned: { role, by: OPERATOR, at: START } })

describe('sendInvitations', () => {
  it('stores an invitation, and has the host deliver its token (INVI-1, INVI-2, EML-5)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const answer = await send(world, acme, { email: 'Ines@PEOPLE.com', role: 'external' })
    const [outcome] = unwrap(answer).outcomes
    const id = outcome?.ok ? outcome.invitation.id : ''
    expect(outcome).toEqual({
      ok: true,
      invitation: {
        organizationId: acme.id,
        id,
        email: { local: 'Ines', domain: 'people.com' },
        role: 'external',
        grants: [],
        invitedBy: acme.admin,
        createdAt: START,
        sentAt: START,
        expiresAt: START + 7 * DAYS,
        sent: 1,
        status: 'pending',
      },
    })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'invitations_sent'],
      effects: [
        {
          kind: 'deliver_invitation',
          organizationId: acme.id,
          invitationId: id,
          email: 'Ines@people.com',
          role: 'external',
          expiresAt: START + 7 * DAYS,
        },
      ],
    })
    expect(answer).toMatchObject({ effects: [{ secret: { token: expect.stringMatching(/^[0-9a-f]{40}$/) } }] })
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({
      action: 'invitations.send',
      actor: acme.admin,
      rules: ['EML-5', 'INVI-1', 'INVI-3', 'ROL-3', 'ROL-4'],
    })
  })

  it('updates the invitation that waits for the address, and ends its token (INVI-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const first = await world.invite(acme, INES)
    world.clock.advance(3)
    const again = await world.invite(acme, 'INES@people.com', { role: 'internal' })
    expect(again.invitation).toBe(first.invitation)
    expect(world.all(invitations)).toMatchObject([
      { role: 'internal', sent: 2, createdAt: START, sentAt: START + 3, email: { local: 'ines' } },
    ])
    expect(world.all(invitedAddresses)).toHaveLength(1)
    expect(world.all(invitationTokens)).toHaveLength(1)
    expect(codeOf(await accept(world, first.token))).toBe('invitation_not_found')
    expect(unwrap(await accept(world, again.token)).member.role).toBe('internal')
  })

  it('replaces one that has expired the same way', async () => {
    const world = createWorld({ roles: clerkRoles })
    const acme = await world.found('Acme')
    const first = await world.invite(acme, INES, { role: 'internal' })
    world.clock.advance(7 * DAYS)
    const clerk = { ...acme, admin: await clerkOf(world, acme) }
    expect((await world.invite(clerk, INES)).invitation).toBe(first.invitation)
  })

  it('makes another one where the last was answered', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const first = await world.invite(acme, INES)
    unwrap(await world.charter.invitations.decline({ token: first.token }))
    expect((await world.invite(acme, INES)).invitation).not.toBe(first.invitation)
  })

  it('gives each address an outcome of its own, in order, in one commit (INVI-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const invited = [
      { email: 'a@people.com', role: 'external' },
      { email: 'not an address', role: 'external' },
      { email: 'b@people.com', role: 'boss' },
      { email: 'A@people.com', role: 'internal' },
      { email: 'c@people.com', role: 'admin' },
    ]
    const entries = world.entries(acme.id).length
    expect(await outcomes(world, acme, ...invited)).toEqual([
      'pending',
      'email_white_space',
      'role_unknown',
      'email_repeated',
      'pending',
    ])
    expect(world.entries(acme.id)).toHaveLength(entries + 1)
  })

  it('writes nothing where it refuses them all', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const before = world.snapshot()
    expect(await outcomes(world, acme, { email: 'x', role: 'external' })).toEqual(['email_at_missing'])
    expect(world.snapshot()).toEqual(before)
  })

  it('invites a thousand in one commit', async () => {
    let commits = 0
    const world = createWorld({
      before: store => ({
        get: refs => store.get(refs),
        list: query => store.list(query),
        commit: changes => {
          commits++
          return store.commit(changes)
        },
      }),
    })
    const acme = await world.found('Acme')
    const { grant } = await datasetOf(world, acme)
    commits = 0
    const invited = Array.from({ length: 1_000 }, (_, index) => ({
      email: `p${index}@people.com`,
      role: 'workforce',
      grants: [grant('user')],
    }))
    const { outcomes } = unwrap(await send(world, acme, ...invited))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1_000)
    expect(commits).toBe(1)
    expect(world.outbox()).toHaveLength(1_000)
    const more = await send(world, acme, ...invited, { email: INES, role: 'external' })
    expect(codeOf(more)).toBe('input_invalid')
  }, 60_000)

  it('delivers to the stored address of a user, and tells the inviter nothing of it (EML-5)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.user('Ines@people.com', globex)
    const answer = await send(world, acme, { email: 'INES@people.com', role: 'external' })
    expect(answer).toMatchObject({
      value: { outcomes: [{ invitation: { email: { local: 'INES' } } }] },
      effects: [{ payload: { email: 'Ines@people.com' } }],
    })
  })

  it('does not tell who has an account elsewhere, or had one (AUD-8)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await deactivate(world, (await world.user('gone@people.com', globex)).id)
    await world.user('there@people.com', globex)
    const invited = ['gone@people.com', 'there@people.com', 'nobody@people.com'].map(email => ({
      email,
      role: 'admin',
    }))
    expect(await outcomes(world, acme, ...invited)).toEqual(['pending', 'pending', 'pending'])
  })

  it('invites whoever is in by a rule alone, or was in, or in for a time that is over (INVI-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'people.com')
    await world.signUp('rule@people.com')
    const { id: left } = await world.user('left@others.com', acme)
    await world.member(acme, left, { ...assigned('admin'), status: 'ended', endedAt: START, ending: 'left' } as never)
    const { id: over } = await world.user('over@others.com', acme)
    const until = { assigned: { ...assigned('external').assigned, until: START + 1 } }
    await world.member(acme, over, until)
    world.clock.advance(1)
    const invited = ['rule@people.com', 'left@others.com', 'over@others.com'].map(email => ({ email, role: 'admin' }))
    expect(await outcomes(world, acme, ...invited)).toEqual(['pending', 'pending', 'pending'])
  })

  it.each([
    [59_999, 'input_invalid'],
    [60_000, 'ok'],
    [30 * DAYS, 'ok'],
    [30 * DAYS + 1, 'input_invalid'],
  ])('lasts a minute to thirty days: %s ms, %s (INVI-1)', async (expiresIn, code) => {
    const world = createWorld()
    const { id: organizationId, admin: actor } = await world.found('Acme')
    const invited = [{ email: INES, role: 'external' }]
    const answer = await world.charter.invitations.send({ actor, organizationId, invitations: invited, expiresIn })
    expect(codeOf(answer)).toBe(code)
    if (code === 'ok') expect(world.all(invitations)).toMatchObject([{ expiresAt: START + expiresIn }])
  })

  it('takes at most one grant on each thing, and a hundred things in one call', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const grants = (count: number, id: (index: number) => string) =>
      Array.from({ length: count }, (_, index) => ({ kind: 'dataset' as const, id: id(index), role: 'user' }))
    const twice = { email: INES, role: 'external', grants: grants(2, () => 'd') }
    expect(codeOf(await send(world, acme, twice))).toBe('input_invalid')
    const [some, others] = [grants(51, index => `d${index}`), grants(50, index => `e${index}`)]
    const many = [some, others].map((each, index) => ({
      email: `p${index}@people.com`,
      role: 'external',
      grants: each,
    }))
    expect(codeOf(await send(world, acme, ...many))).toBe('input_invalid')
  })

  it('keeps no token in a repeated outcome, and gives it again to whoever repeats (AUD-4, INV-21)', async () => {
    const world = createWorld()
    const { id: organizationId, admin: actor } = await world.found('Acme')
    const command = { actor, organizationId, invitations: [{ email: INES, role: 'external' }], idempotencyKey: 'k' }
    const first = await world.charter.invitations.send(command)
    expect(await world.charter.invitations.send(command)).toEqual({ ...first, repeated: true })
    expect(world.all(invitations)).toMatchObject([{ sent: 1 }])
  })

  itRefuses({
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.invitations.send({
        actor,
        organizationId: organizationId as never,
        invitations: [{ email: INES, role: 'external' }],
      }),
    ),
  } satisfies Refusals<Charter<string>['invitations']['send']>)
})

type Case = (world: World) => Promise<readonly [Org, Sent['invitations'][number]]>
type Codes = Exclude<SendOneRefusal['code'], `email_${string}` | `domain_${string}`> | 'email_repeated'

const byClerk = async (world: World, acme: Org): Promise<Org> => ({ ...acme, admin: await clerkOf(world, acme) })

const withGrant = (role: string, change?: (world: World, acme: Org, datasetId: never) => Promise<unknown>): Case => {
  return async world => {
    const acme = await world.found('Acme')
    const { id, grant } = await datasetOf(world, acme)
    await change?.(world, acme, id as never)
    return [acme, { email: INES, role: 'external', grants: [grant(role)] }]
  }
}

describe('one of the addresses of sendInvitations', () => {
  const cases: { readonly [C in Exclude<Codes, 'email_repeated'>]: Case } = {
    member_exists: async world => {
      const acme = await world.found('Acme')
      return [acme, { email: 'admin@acme-hq.com', role: 'external' }]
    },
    member_state: async world => {
      const acme = await world.found('Acme')
      const { id } = await world.user(INES, acme)
      await world.member(acme, id, { ...assigned('internal'), status: 'suspended', suspendedAt: START } as never)
      return [acme, { email: INES, role: 'external' }]
    },
    role_unknown: async world => [await world.found('Acme'), { email: INES, role: 'boss' }],
    role_ceiling: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'people.com', { role: 'external' })
      await world.signUp(INES)
      return [acme, { email: INES, role: 'admin' }]
    },
    role_not_yours_to_give: async world => [
      await byClerk(world, await world.found('Acme')),
      { email: INES, role: 'internal' },
    ],
    member_not_yours_to_change: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'people.com')
      await world.signUp(INES)
      return [await byClerk(world, acme), { email: INES, role: 'external' }]
    },
    own_role_upward: async world => {
      const acme = await world.found('Acme')
      await world.rule(acme, 'people.com', { role: 'lead' })
      const { user } = unwrap(await world.signUp(INES))
      return [
        { ...acme, admin: as(user.id) },
        { email: INES, role: 'lead' },
      ]
    },
    entity_not_found: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      const { grant } = await datasetOf(world, globex)
      return [acme, { email: INES, role: 'external', grants: [grant('user')] }]
    },
    entity_archived: withGrant('user', (world, { admin }, datasetId) =>
      world.charter.datasets.archive({ actor: admin, datasetId }),
    ),
    entity_role_unknown: withGrant('annotator'),
    entity_permission_missing: async world => {
      const [acme, invited] = await withGrant('user')(world)
      return [await byClerk(world, acme), invited]
    },
  }

  it.each(Object.entries(cases))('is refused with %s, and changes nothing', async (code, arrange) => {
    const world = createWorld({ roles: code === 'own_role_upward' ? boostRoles : clerkRoles })
    const [org, invited] = await arrange(world)
    const before = world.snapshot()
    expect(await outcomes(world, org, invited)).toEqual([code])
    expect(world.snapshot()).toEqual(before)
  })

  it('is left to whoever may give what it was invited to (ROL-3)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const acme = await world.found('Acme')
    await world.invite(acme, INES, { role: 'internal' })
    const clerk = await byClerk(world, acme)
    expect(await outcomes(world, clerk, { email: INES, role: 'external' })).toEqual(['role_not_yours_to_give'])
  })

  it('may be given by whoever holds the admin grant, and by an operator (ROL-3, ORG-6)', async () => {
    const world = createWorld({ roles: clerkRoles })
    const acme = await world.found('Acme')
    const clerk: Actor = await clerkOf(world, acme)
    const { grant } = await datasetOf(world, acme, [acme.admin, clerk])
    const invited = { email: INES, role: 'external', grants: [grant('admin')] }
    expect(await outcomes(world, { ...acme, admin: clerk }, invited)).toEqual(['pending'])
    expect(await outcomes(world, { ...acme, admin: OPERATOR }, invited)).toEqual(['pending'])
    expect(world.all(users)).not.toContainEqual(expect.objectContaining({ email: { local: 'ines' } }))
  })
})

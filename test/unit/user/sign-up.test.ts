import { describe, expect, it } from 'vitest'
import { PLATFORM } from '../../../src/core/kernel/index.ts'
import { joinRequests, memberships } from '../../../src/core/membership/index.ts'
import { userEmails, users } from '../../../src/core/user/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  codeOf,
  createWorld,
  DAYS,
  decided,
  email,
  noted,
  OPERATOR,
  reserve,
  START,
  userOf,
} from '../../support/world.ts'

describe('signUp', () => {
  it('makes a user within the organization whose rule joins them (RES-3, ORG-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { match: 'subdomains' })
    const answer = await world.charter.users.signUp({ email: email('Grace+X@EU.acme.com'), name: 'Grace' })
    const { user, ...rest } = unwrap(answer)
    expect(user).toEqual({
      id: user.id,
      homeOrganizationId: acme.id,
      email: { local: 'Grace+X', domain: 'eu.acme.com' },
      site: 'acme.com',
      verifiedBy: 'test',
      name: 'Grace',
      status: 'active',
      createdAt: START,
    })
    expect(rest).toEqual({
      joined: [
        {
          organizationId: acme.id,
          role: 'internal',
          rule: { domain: 'acme.com', match: 'subdomains', joining: 'automatic' },
          because: [{ code: 'parent_domain', rules: ['RES-2'], facts: {} }],
        },
      ],
      offered: [],
      awaitingApproval: [],
    })
    expect(await world.get(memberships, acme.id, user.id)).toEqual({
      organizationId: acme.id,
      userId: user.id,
      term: 1,
      status: 'active',
      joinedAt: START,
      byRule: { role: 'internal', domain: 'acme.com', edition: 1, at: START },
    })
    expect(await world.get(userEmails, 'grace+x@eu.acme.com')).toEqual({
      address: 'grace+x@eu.acme.com',
      userId: user.id,
    })
    expect(decided(answer)).toEqual({ because: ['signed_up', 'home_owns_domain'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'users.signUp',
      actor: as(user.id),
      rules: ['DOM-4', 'EML-3', 'ORG-3', 'RES-3'],
      targets: [
        `user/${user.id}`,
        'user_email/grace+x@eu.acme.com',
        `membership/${acme.id}/${user.id}`,
        `member_count/${acme.id}`,
      ],
    })
  })

  it('offers, or asks an admin, where the rule does not join by itself (DOM-1)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'acme.com', { joining: 'approval' })
    await world.rule(globex, 'acme.com', { joining: 'offered', role: 'external' })
    const answer = await world.signUp('grace@acme.com')
    const { user, joined, offered, awaitingApproval } = unwrap(answer)
    expect([joined, offered.map(o => o.organizationId), awaitingApproval.map(o => o.organizationId)]).toEqual([
      [],
      [globex.id],
      [acme.id],
    ])
    // RES-3: the home is the owner of the domain, in or not yet.
    expect(user.homeOrganizationId).toBe(acme.id)
    expect(world.all(joinRequests)).toEqual([
      { organizationId: acme.id, userId: user.id, status: 'awaiting_approval', domain: 'acme.com', at: START },
      { organizationId: globex.id, userId: user.id, status: 'offered', domain: 'acme.com', at: START },
    ])
    expect(world.all(memberships)).toHaveLength(2)
    expect(decided(answer).effects).toEqual([
      { kind: 'notify_admins', organizationId: acme.id, about: 'join_request', userId: user.id },
    ])
  })

  it.each(['support', 'HELP', 'noreply', 'postmaster', 'admin', 'abuse', 'info+tag', 'house-list'])(
    'never joins the shared mailbox %s by itself, and does not let it accept an offer (DOM-6)',
    async local => {
      for (const joining of ['automatic', 'offered', 'approval'] as const) {
        const world = createWorld({ sharedMailboxes: ['House-List'] })
        const acme = await world.found('Acme')
        await world.rule(acme, 'acme.com', { joining })
        const { user, joined, offered, awaitingApproval } = unwrap(await world.signUp(`${local}@acme.com`))
        expect([joined, offered]).toEqual([[], []])
        expect(awaitingApproval[0]?.because.map(({ code }) => code)).toEqual(
          joining === 'approval' ? ['exact_domain'] : ['exact_domain', 'shared_mailbox_needs_approval'],
        )
        expect(codeOf(await world.charter.users.joinOffered({ actor: as(user.id), organizationId: acme.id }))).toBe(
          'join_request_not_found',
        )
        const approve = { actor: acme.admin, organizationId: acme.id, userId: user.id }
        expect(unwrap(await world.charter.members.approve(approve)).role).toBe('internal')
      }
    },
  )

  it('tells the organization nothing of who had the address before (INV-24, MEM-5)', async () => {
    const world = createWorld()
    const left = await reserve(world, 'grace@acme.com')
    const acme = await world.found('Acme')
    world.clock.advance(2 * DAYS)
    await world.rule(acme, 'acme.com')
    unwrap(await world.signUp('grace@acme.com'))
    expect(JSON.stringify(world.entries(acme.id))).not.toContain(`"${left.adminId}"`)
    expect(noted(world.entries(PLATFORM).at(-1))).toMatchObject({
      action: 'users.signUp',
      targets: ['user_email/grace@acme.com'],
    })
  })

  const refusals: Refusals<Charter<string>['users']['signUp']> = {
    email_taken: async world => {
      await world.found('Acme')
      return () => world.signUp('ADMIN@Acme-HQ.com')
    },
    email_reserved: async world => {
      const acme = await reserve(world, 'grace@acme.com')
      await world.rule(acme, 'acme.com')
      return () => world.signUp('Grace@acme.com')
    },
    no_organization_for_domain: async world => () => world.signUp('grace@acme.com'),
  }
  itRefuses(refusals)
})

describe('signUp, of whom nobody knows (RES-4)', () => {
  it('says that nobody has a rule, and whether the domain is public', async () => {
    const world = createWorld()
    const facts = async (address: string) => {
      const answer = await world.signUp(address)
      return answer.ok ? 'ok' : answer.refusal.facts
    }
    expect(await facts('grace@acme.com')).toEqual({ domain: 'acme.com', considered: [], consideredCount: 0 })
    expect(await facts('grace@gmail.com')).toEqual({
      domain: 'gmail.com',
      considered: [],
      consideredCount: 0,
      isPublic: true,
    })
  })

  it('says of each rule on the domain why it has no effect (RES-1, INV-06)', async () => {
    const world = createWorld()
    const [a, b, c, d, e] = [
      await world.found('Aa'),
      await world.found('Bb'),
      await world.found('Cc'),
      await world.found('Dd'),
      await world.found('Ee'),
    ]
    await world.dispute(a, b, 'odd.com')
    await world.rule(c, 'odd.com', { role: 'external' }, { kind: 'operator', reason: 'x' })
    await world.charter.organizations.archive({ actor: OPERATOR, organizationId: c.id })
    await world.pending(d, 'odd.com', { role: 'external' })
    const answer = await world.signUp('x@odd.com')
    expect(answer).toMatchObject({
      refusal: {
        facts: {
          considered: [
            { organizationId: a.id, domain: 'odd.com', because: 'disputed' },
            { organizationId: b.id, domain: 'odd.com', because: 'disputed' },
            { organizationId: c.id, domain: 'odd.com', because: 'organization_archived' },
          ],
          consideredCount: 3,
        },
      },
    })
    await world.rule(e, 'exact.com')
    expect(await world.signUp('x@eu.exact.com')).toMatchObject({
      refusal: { facts: { considered: [{ organizationId: e.id, domain: 'exact.com', because: 'exact_only' }] } },
    })
    world.clock.advance(90 * DAYS)
    expect(await world.signUp('x@exact.com')).toMatchObject({
      refusal: { facts: { considered: [{ organizationId: e.id, because: 'lapsed' }] } },
    })
  })
})

describe('signUp, home (RES-3)', () => {
  const home = async (world: ReturnType<typeof createWorld>, address: string) =>
    (await userOf(world, address)).homeOrganizationId

  it('is the owner of the domain, although others’ rules are more specific and older', async () => {
    const world = createWorld()
    const [guest, owner] = [await world.found('Guest'), await world.found('Owner')]
    await world.rule(guest, 'eu.acme.com', { role: 'external' })
    world.clock.advance(1)
    await world.rule(owner, 'acme.com', { match: 'subdomains' })
    expect(unwrap(await world.signUp('x@eu.acme.com')).joined).toHaveLength(2)
    expect(await home(world, 'x@eu.acme.com')).toBe(owner.id)
  })

  it('is the organization of the most specific rule where nobody owns the domain', async () => {
    const world = createWorld()
    const [wide, near] = [await world.found('Wide'), await world.found('Near')]
    await world.rule(wide, 'acme.com', { role: 'external', match: 'subdomains' })
    world.clock.advance(1)
    await world.rule(near, 'eu.acme.com', { role: 'workforce' })
    await world.signUp('x@eu.acme.com')
    expect(await home(world, 'x@eu.acme.com')).toBe(near.id)
  })

  it('is that of the oldest rule among equally specific ones', async () => {
    const world = createWorld()
    const [later, earlier] = [await world.found('Later'), await world.found('Earlier')]
    const { challenge } = await world.pending(earlier, 'acme.com', { role: 'external' })
    world.clock.advance(1)
    await world.rule(later, 'acme.com', { role: 'external' })
    const proof = { kind: 'dns_txt', records: [challenge.value] } as const
    await world.charter.domainRules.prove({ actor: OPERATOR, organizationId: earlier.id, domain: 'acme.com', proof })
    await world.signUp('x@acme.com')
    expect(await home(world, 'x@acme.com')).toBe(earlier.id)
  })

  it('is that of the lowest id among equally old ones', async () => {
    const world = createWorld()
    const orgs = [await world.found('Aa'), await world.found('Bb'), await world.found('Cc')]
    for (const org of [...orgs].reverse()) await world.rule(org, 'acme.com', { role: 'external' })
    await world.signUp('x@acme.com')
    expect(await home(world, 'x@acme.com')).toBe([...orgs.map(({ id }) => id)].sort()[0])
  })

  it('is the child’s owner below a released domain, and the parent’s owner gives nothing there (RES-8)', async () => {
    const world = createWorld()
    const [parent, child] = [await world.found('Parent'), await world.found('Child')]
    await world.rule(parent, 'acme.com', { match: 'subdomains' })
    await world.charter.domainRules.release({
      actor: parent.admin,
      organizationId: parent.id,
      domain: 'eu.acme.com',
      to: child.id,
    })
    await world.rule(child, 'eu.acme.com', { match: 'subdomains' })
    const joined = async (address: string) => unwrap(await world.signUp(address)).joined.map(j => j.organizationId)
    expect(await joined('a@eu.acme.com')).toEqual([child.id])
    expect(await joined('a@x.eu.acme.com')).toEqual([child.id])
    expect(await joined('a@us.acme.com')).toEqual([parent.id])
    expect(await joined('a@acme.com')).toEqual([parent.id])
    expect(await home(world, 'a@eu.acme.com')).toBe(child.id)
  })
})

describe('signUp, in several organizations at once (RES-3, INV-24)', () => {
  it('joins them in one commit, with an entry for each that shows nothing of another', async () => {
    const world = createWorld()
    const orgs = [await world.found('Aa'), await world.found('Bb'), await world.found('Cc')]
    const [owner, second, third] = orgs
    if (!owner || !second || !third) throw new Error('three were founded')
    await world.rule(owner, 'acme.com')
    await world.rule(second, 'acme.com', { role: 'external' })
    await world.rule(third, 'acme.com', { role: 'workforce', joining: 'approval' })
    const answer = await world.signUp('grace@acme.com')
    const { user, joined } = unwrap(answer)
    expect(joined.map(({ organizationId, role }) => [organizationId, role])).toEqual([
      [owner.id, 'internal'],
      [second.id, 'external'],
    ])
    const entries = orgs.map(({ id }) => world.entries(id).at(-1))
    expect(new Set(entries.map(entry => entry?.id)).size).toBe(1)
    expect(entries.map(entry => entry?.action)).toEqual(['users.signUp', 'users.signUp', 'users.signUp'])
    expect(entries[1]?.changes.map(({ target }) => target)).toContain(`membership/${second.id}/${user.id}`)
    expect(entries[2]?.changes.map(({ target }) => target)).toContain(`join_request/${third.id}/${user.id}`)
    orgs.forEach((org, index) => {
      const shown = JSON.stringify(entries[index])
      for (const other of orgs) if (other !== org) expect(shown).not.toContain(`"${other.id}"`)
    })
    expect(world.entries('platform')).toEqual([])
  })

  it('mentions no other organization, in counters neither', async () => {
    const world = createWorld()
    const [owner, second] = [await world.found('Aa'), await world.found('Bb')]
    await world.rule(owner, 'acme.com')
    await world.rule(second, 'acme.com', { role: 'external' })
    await world.signUp('grace@acme.com')
    const targets = world.entries(owner.id).flatMap(({ changes }) => changes.map(({ target }) => target))
    expect(targets.filter(target => target.split('/').includes(second.id))).toEqual([])
    expect(
      world
        .entries(second.id)
        .at(-1)
        ?.changes.map(({ target }) => target),
    ).toContain(`member_count/${second.id}`)
  })
})

describe('what grants a role needs a verified address (EML-3)', () => {
  class VerifiedEmail {
    readonly local = 'grace'
    readonly domain = 'acme.com'
    readonly verifiedBy = 'test'
  }

  const real = email('grace@acme.com')
  const forged: readonly (readonly [string, unknown])[] = [
    ['its JSON', JSON.parse(JSON.stringify(real))],
    ['a spread of it', { ...real }],
    ['a structured clone', structuredClone(real)],
    ['a class that imitates it', new VerifiedEmail()],
    ['an object with its prototype', Object.create(real)],
    ['a proxy of it', new Proxy(real, {})],
    ['an address', 'grace@acme.com'],
    ['a parsed address', { local: 'grace', domain: 'acme.com' }],
    ['nothing', undefined],
    ['null', null],
    ['a list with it', [real]],
  ]

  it.each(forged)('refuses %s: email_not_verified', async (_, forgery) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const before = world.snapshot()
    const refused = { ok: false, refusal: { kind: 'forbidden', code: 'email_not_verified', facts: {} } }
    const { organizations, users: people } = world.charter
    const forgedEmail = forgery as never
    expect(await people.signUp({ email: forgedEmail })).toEqual(refused)
    expect(await people.signIn({ email: forgedEmail })).toEqual(refused)
    const found = { actor: OPERATOR, name: 'X', kind: 'standard', founders: [{ email: forgedEmail }] } as const
    expect(await organizations.create(found)).toEqual(refused)
    const appoint = { actor: OPERATOR, organizationId: acme.id, email: forgedEmail, reason: 'x' }
    expect(await organizations.appointAdmin(appoint)).toEqual(refused)
    expect(world.snapshot()).toEqual(before)
    expect(world.all(users)).toHaveLength(1)
  })

  it('takes the real one', async () => {
    const world = createWorld()
    await world.rule(await world.found('Acme'), 'acme.com')
    expect(codeOf(await world.charter.users.signUp({ email: real }))).toBe('ok')
  })
})

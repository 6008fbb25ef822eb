import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { defaultRoles, defineRoles } from '../../../src/core/role/index.ts'
import { type Breach, checkInvariants } from '../../../src/core/world/index.ts'
import { type Step, startUniverse } from '../../../src/testing/worlds/index.ts'

type Item = { readonly ref: string; readonly record: Record<string, unknown> }
type Records = Map<string, Record<string, unknown>>

const OPERATOR = { kind: 'operator', name: 'support' }
const isPublic = (domain: string) => domain === 'gmail.com'

const found = (founder: string): Step => ({
  method: 'organizations.create',
  command: { actor: OPERATOR, name: founder, kind: 'standard', founders: [{ email: { $verified: founder } }] },
})
const claimed = ($organization: number, domain: string, role: string, proof: object): readonly Step[] => {
  const of = { actor: OPERATOR, organizationId: { $organization }, domain }
  return [
    { method: 'domainRules.add', command: { ...of, match: 'exact', role, joining: 'automatic' } },
    { method: 'domainRules.prove', command: { ...of, proof: proof as never } },
  ]
}
const dns = ($organization: number, domain: string) => ({
  kind: 'dns_txt',
  records: [{ $txt: [$organization, domain] }],
})

const invite = (email: string): Step => ({
  method: 'invitations.send',
  command: { actor: OPERATOR, organizationId: { $organization: 0 }, invitations: [{ email, role: 'internal' }] },
})

/**
 * Acme, of ada, and Vendor, of vera: acme.com is disputed, bob is in Acme, carl at a public domain. Acme has invited eve,
 * who is in, and fay and gus, who have yet to say something.
 */
const history: readonly Step[] = [
  found('ada@acme-hq.com'),
  found('vera@vendor-hq.com'),
  ...claimed(0, 'acme.com', 'internal', dns(0, 'acme.com')),
  { method: 'users.signUp', command: { email: { $verified: 'Bob@acme.com' }, idempotencyKey: 'once' } },
  {
    method: 'domainRules.release',
    command: { actor: OPERATOR, organizationId: { $organization: 0 }, domain: 'eu.acme.com', to: { $organization: 1 } },
  },
  ...claimed(1, 'acme.com', 'internal', dns(1, 'acme.com')),
  ...claimed(1, 'vendor.com', 'external', { kind: 'operator', reason: 'contract' }),
  { method: 'domainRules.overridePublicDomain', command: { actor: OPERATOR, domain: 'gmail.com', reason: 'family' } },
  ...claimed(1, 'gmail.com', 'external', { kind: 'operator', reason: 'family' }),
  { method: 'users.signUp', command: { email: { $verified: 'carl@gmail.com' } } },
  ...['eve@people.com', 'fay@people.com', 'gus@people.com'].map(invite),
  {
    method: 'invitations.accept',
    command: { token: { $token: 'eve@people.com' }, email: { $verified: 'eve@people.com' } },
  },
]

let world: readonly Item[] = []
let now = 0

beforeAll(async () => {
  const { play, store, clock } = startUniverse()
  for (const step of history) {
    const { answer } = await play(step)
    if (answer && !answer.ok) throw new Error(`${JSON.stringify(step)} ${answer.refusal.code}`)
  }
  world = named([...store.records()].map(({ ref, record }) => ({ ref, record: record as Item['record'] })))
  now = clock.now()
})

/** Ids by which one can tell who is who: `ada`, `acme`, `to-eve`. */
const named = (items: readonly Item[]): readonly Item[] => {
  const names = new Map<string, string>()
  for (const { ref, record } of items) {
    if (ref.startsWith('user_email/')) names.set(String(record['userId']), ref.slice(11, ref.indexOf('@')))
    if (ref.startsWith('organization/'))
      names.set(String(record['id']), String(record['name']).split('@')[1]?.split('-')[0] ?? '')
    if (ref.startsWith('invitation/')) names.set(String(record['id']), `to-${String(record['address']).split('@')[0]}`)
  }
  return JSON.parse(JSON.stringify(items).replace(/\bid\d+\b/g, id => names.get(id) ?? id)) as readonly Item[]
}

const check = (items: Iterable<unknown>): readonly Breach[] =>
  checkInvariants(items as Iterable<never>, { now, isPublic }).breaches

/** The breaches of the world with some of its records changed; that their history says otherwise is told beside. */
const tampered = (tamper: (records: Records) => void): readonly unknown[] => {
  const records: Records = new Map(structuredClone(world).map(({ ref, record }) => [ref, record]))
  tamper(records)
  const breaches = check([...records].map(([ref, record]) => ({ ref, record })))
  return breaches
    .filter(({ facts }) => facts['problem'] !== 'not_as_audited')
    .map(({ invariant, ids, facts }) => [invariant, ids.join(' '), facts['problem']])
}

const edit = (ref: string, change: object) => (records: Records) => {
  if (!records.has(ref)) throw new Error(`${ref} is not there: ${[...records.keys()].join(' ')}`)
  records.set(ref, { ...records.get(ref), ...change })
}
const copy = (ref: string, to: string, change: object) => (records: Records) =>
  void records.set(to, { ...records.get(ref), ...change })
const drop = (ref: string) => (records: Records) => {
  if (!records.delete(ref)) throw new Error(`${ref} is not there`)
}

/** Bob at another domain, with the record of the address. */
const movedTo = (domain: string) => (records: Records) => {
  edit('user/bob', { email: { local: 'bob', domain } })(records)
  copy('user_email/bob@acme.com', `user_email/bob@${domain}`, { address: `bob@${domain}` })(records)
  drop('user_email/bob@acme.com')(records)
}

const ACME = 'acme'
const ADA = 'ada'
const VENDOR = 'vendor'
const BOB = 'bob'
const TOKEN = 'f'.repeat(40)
const CHANGE = {
  email: { local: 'bob', domain: 'new.com' },
  tokenHash: 'f'.repeat(64),
  requestedBy: OPERATOR,
  requestedAt: 1,
  expiresAt: 2,
}

describe('checkInvariants', () => {
  it('finds nothing wrong with a world that was reached', () => {
    expect(check(world)).toEqual([])
    expect(check([])).toEqual([])
    expect(checkInvariants(structuredClone(world) as never)).toEqual({ breaches: [] })
  })

  it.each<[string, string, string, string, (records: Records) => void]>([
    [
      'INV-01',
      'a last admin who is suspended',
      `${ACME}`,
      'no_admin',
      records => {
        edit(`membership/${ACME}/${ADA}`, { status: 'suspended', suspendedAt: 1 })(records)
        drop(`admin_count/${ACME}`)(records)
      },
    ],
    [
      'INV-01',
      'a last admin who is deactivated',
      `${ACME}`,
      'no_admin',
      edit(`user/${ADA}`, { status: 'deactivated', deactivatedAt: 1 }),
    ],
    [
      'INV-01',
      'admins miscounted',
      `admin_count/${ACME}`,
      'counter_differs',
      edit(`admin_count/${ACME}`, { count: 2 }),
    ],
    [
      'INV-01',
      'an admin who is deactivated and counts',
      `admin_count/${ACME}`,
      'counter_differs',
      records => {
        edit(`membership/${ACME}/${BOB}`, { assigned: { role: 'admin', by: OPERATOR, at: 1 } })(records)
        edit(`user/${BOB}`, { status: 'deactivated', deactivatedAt: 1 })(records)
        edit(`admin_count/${ACME}`, { count: 2 })(records)
      },
    ],
    [
      'INV-03',
      'a change of address of nobody',
      'email_change/nobody nobody',
      'user_missing',
      records => void records.set('email_change/nobody', { ...CHANGE, userId: 'nobody' }),
    ],
    [
      'INV-25',
      'a change of address of whom is deactivated',
      BOB,
      'change_of_nobody',
      records => {
        edit(`user/${BOB}`, { status: 'deactivated', deactivatedAt: 1 })(records)
        records.set(`email_change/${BOB}`, { ...CHANGE, userId: BOB })
      },
    ],
    [
      'INV-04',
      'an address that is kept and in use',
      `bob@acme.com ${BOB}`,
      'address_of_nobody',
      edit('user_email/bob@acme.com', { reservedUntil: 1 }),
    ],
    [
      'INV-04',
      'an address kept for nobody',
      'x@acme.com nobody',
      'address_of_nobody',
      copy('user_email/bob@acme.com', 'user_email/x@acme.com', {
        address: 'x@acme.com',
        userId: 'nobody',
        reservedUntil: 1,
      }),
    ],
    ['INV-07', 'members miscounted', `member_count/${ACME}`, 'counter_differs', drop(`member_count/${ACME}`)],
    [
      'INV-05',
      'trusted rules miscounted',
      'trusted_rule_count/b.com',
      'counter_differs',
      copy('trusted_rule_count/acme.com', 'trusted_rule_count/b.com', {}),
    ],
    [
      'INV-03',
      'a user of no organization',
      `user/${BOB} nobody`,
      'organization_missing',
      edit(`user/${BOB}`, { homeOrganizationId: 'nobody' }),
    ],
    [
      'INV-03',
      'a release to nobody',
      'domain_release/acme/eu.acme.com/nobody nobody',
      'organization_missing',
      copy('domain_release/acme/eu.acme.com/vendor', 'domain_release/acme/eu.acme.com/nobody', { to: 'nobody' }),
    ],
    [
      'INV-03',
      'a guest of an organization that is not there',
      'guest_home/nobody/acme nobody',
      'organization_missing',
      records => void records.set('guest_home/nobody/acme', { organizationId: 'nobody', homeId: 'acme' }),
    ],
    [
      'INV-03',
      'a guest who is at home nowhere',
      'guest_home/acme/nobody nobody',
      'organization_missing',
      records => void records.set('guest_home/acme/nobody', { organizationId: 'acme', homeId: 'nobody' }),
    ],
    [
      'INV-03',
      'a guest of their own home',
      'guest_home/acme/acme',
      'guest_at_home',
      records => void records.set('guest_home/acme/acme', { organizationId: 'acme', homeId: 'acme' }),
    ],
    [
      'INV-03',
      'a record under the key of another',
      `organization/${VENDOR} organization/other`,
      'ref_is_not_its_key',
      edit(`organization/${VENDOR}`, { id: 'other' }),
    ],
    [
      'INV-04',
      'an address that is another user’s',
      `ada@acme-hq.com ${BOB}`,
      'address_of_nobody',
      edit('user_email/ada@acme-hq.com', { userId: BOB }),
    ],
    [
      'INV-04',
      'a key that is not canonical',
      `Bob@acme.com ${BOB}`,
      'address_of_nobody',
      copy('user_email/bob@acme.com', 'user_email/Bob@acme.com', { address: 'Bob@acme.com' }),
    ],
    ['INV-04', 'an address that nothing keeps', `${BOB}`, 'address_not_kept', drop('user_email/bob@acme.com')],
    [
      'INV-05',
      'an owner with another claim',
      `acme.com ${ACME}`,
      'owner_without_claim',
      edit('domain_owner/acme.com', { claim: TOKEN }),
    ],
    [
      'INV-05',
      'a dispute with another claim',
      `acme.com ${VENDOR}`,
      'dispute_without_claim',
      edit('domain_owner/acme.com', { dispute: { organizationId: VENDOR, claim: TOKEN, at: 1 } }),
    ],
    [
      'INV-07',
      'a membership twice',
      `membership/${ACME}/x membership/${ACME}/${ADA}`,
      'ref_is_not_its_key',
      copy(`membership/${ACME}/${ADA}`, `membership/${ACME}/x`, {}),
    ],
    [
      'INV-11',
      'a rule that makes admins',
      `domain_rule/${VENDOR}/vendor.com`,
      'rule_gives_administration',
      edit(`domain_rule/${VENDOR}/vendor.com`, { role: 'admin' }),
    ],
    [
      'INV-12',
      'a role by an edition that is no more',
      `${ACME} ${BOB} acme.com`,
      'role_without_source',
      edit(`membership/${ACME}/${BOB}`, { byRule: { role: 'internal', domain: 'acme.com', edition: 2, at: 1 } }),
    ],
    [
      'INV-12',
      'a role by a rule for another address',
      `${ACME} ${BOB} acme.com`,
      'role_by_another_address',
      movedTo('notacme.com'),
    ],
    [
      'INV-12',
      'a role by a rule for the domain alone, of somebody below it',
      `${ACME} ${BOB} acme.com`,
      'role_by_another_address',
      movedTo('eu.acme.com'),
    ],
    [
      'INV-12',
      'a role that the rule does not give',
      `${ACME} ${BOB} acme.com`,
      'role_without_source',
      edit(`membership/${ACME}/${BOB}`, { byRule: { role: 'external', domain: 'acme.com', edition: 1, at: 1 } }),
    ],
    [
      'INV-27',
      'an outcome that is nobody’s',
      'user:nobody once',
      'outcome_of_nobody',
      records => {
        const [ref] = [...records.keys()].filter(key => key.startsWith('idempotency/'))
        copy(String(ref), 'idempotency/user:nobody/once', { scope: 'user:nobody' })(records)
      },
    ],
    ['INV-26', 'an unknown collection', 'secret/1', 'collection_unknown', records => void records.set('secret/1', {})],
    ['INV-26', 'an unknown field', `user/${BOB}`, 'record_invalid', edit(`user/${BOB}`, { admin: true })],
    [
      'INV-26',
      'a counter that does not count',
      'member_count/x',
      'record_invalid',
      records => void records.set('member_count/x', { count: 0.5 }),
    ],
  ])('%s: names %s', (invariant, _, ids, problem, tamper) => {
    const told = tampered(tamper)
    expect(told[0]).toEqual([invariant, ids, problem])
    expect(told.every(breach => (breach as string[])[0] === invariant || invariant === 'INV-26')).toBe(true)
  })

  const entryOf = (records: Records, target: string) =>
    [...records].find(([ref, record]) => ref.startsWith('audit_entry/') && JSON.stringify(record).includes(target))
  const withChange = (target: string, fields: object) => (records: Records) => {
    const [ref, entry] = entryOf(records, target) ?? ['', {}]
    records.set(ref, { ...entry, changes: [...(entry as { changes: object[] }).changes, { target, fields }] })
  }

  it('INV-02: names an organization whose kind was changed', () => {
    const change = withChange(`organization/${ACME}`, { kind: { before: 'standard', after: 'workforce' } })
    expect(tampered(change)).toEqual([['INV-02', expect.stringMatching(/^organization\/acme id\d+$/), 'kind_changed']])
  })

  it('INV-03: asks no pair of whoever came in before pairs were written', () => {
    const dropped = (records: Records) => {
      for (const ref of [...records.keys()].filter(ref => ref.startsWith('guest_home/'))) records.delete(ref)
      records.set(`membership/${VENDOR}/${BOB}`, {
        ...records.get(`membership/${ACME}/${BOB}`),
        organizationId: VENDOR,
      })
    }
    expect(
      tampered(dropped)
        .flat()
        .filter(told => String(told).includes('guest')),
    ).toEqual([])
  })

  it('INV-03: names a user who was moved', () => {
    const change = withChange(`user/${BOB}`, { homeOrganizationId: { before: ACME, after: VENDOR } })
    expect(tampered(change)).toEqual([
      ['INV-03', expect.stringMatching(/^user\/bob id\d+$/), 'homeOrganizationId_changed'],
    ])
  })

  it('INV-20: names what its entries do not say, a field or a sum, a record that none speaks of, and one that is gone', () => {
    const found = (tamper: (records: Records) => void) => {
      const records: Records = new Map(structuredClone(world).map(({ ref, record }) => [ref, record]))
      tamper(records)
      return check([...records].map(([ref, record]) => ({ ref, record })))
    }
    const wrong = (ref: string, ...fields: string[]) => [
      { invariant: 'INV-20', ids: [ref], facts: { problem: 'not_as_audited', fields } },
    ]
    expect(found(edit(`organization/${ACME}`, { name: 'Evil', createdAt: 1 }))).toEqual(
      wrong(`organization/${ACME}`, 'createdAt', 'name'),
    )
    expect(found(drop('domain_override/gmail.com'))).toEqual(
      wrong('domain_override/gmail.com', 'at', 'by', 'domain', 'reason'),
    )
    expect(found(copy('domain_override/gmail.com', 'domain_override/yahoo.com', { domain: 'yahoo.com' }))).toEqual(
      wrong('domain_override/yahoo.com', 'at', 'by', 'domain', 'reason'),
    )
    const sums = found(edit(`member_count/${ACME}`, { count: 7 }))
    expect(sums).toContainEqual(wrong(`member_count/${ACME}`, 'count')[0])
  })

  it('INV-20: does not mind in which order a store writes fields, or gives records', () => {
    const turned = world.map(({ ref, record }) => ({
      ref,
      record: Object.fromEntries(Object.entries(record).reverse()),
    }))
    expect(check(turned.reverse())).toEqual([])
  })

  it('INV-20: names entries of no organization, of nothing, and in another’s trail', () => {
    const moved = (organizationId: string) => (records: Records) => {
      const [ref, entry] = entryOf(records, 'domain_release/') ?? ['', {}]
      records.delete(ref)
      records.set(`audit_entry/${organizationId}/x`, { ...entry, organizationId, id: 'x' })
    }
    const release = 'domain_release/acme/eu.acme.com/vendor'
    expect(tampered(moved(VENDOR))).toEqual([['INV-20', `vendor x ${release}`, 'entry_in_another_trail']])
    const disputed = (records: Records) => {
      const [ref, entry] = entryOf(records, 'domain_owner/') ?? ['', {}]
      const dispute = { before: { organizationId: VENDOR } }
      const before = { target: 'domain_owner/acme.com', fields: { dispute } }
      records.set(ref, { ...entry, changes: [...(entry as { changes: object[] }).changes, before] })
    }
    expect(tampered(disputed)).toContainEqual([
      'INV-20',
      expect.stringMatching(/^acme id\d+ domain_owner\/acme.com$/),
      'entry_in_another_trail',
    ])
    expect(tampered(moved('nobody'))).toContainEqual(['INV-20', 'nobody x', 'entry_of_no_organization'])
    const ofNothing = (records: Records) => {
      const [ref, entry] = entryOf(records, 'domain_release/') ?? ['', {}]
      records.set(ref, {
        ...entry,
        changes: [...(entry as { changes: object[] }).changes, { target: 'secret/1', added: 1 }],
      })
    }
    expect(tampered(ofNothing)).toContainEqual([
      'INV-20',
      expect.stringMatching(/^acme id\d+ secret\/1$/),
      'change_of_nothing',
    ])
  })
})

describe('checkInvariants on invitations', () => {
  const EVES = `invitation/${ACME}/to-eve`
  const FAYS = `invitation/${ACME}/to-fay`
  const GUS = `invitation/${ACME}/to-gus`
  const address = (who: string) => `invited_address/${ACME}/${who}@people.com`
  const HASH = 'f'.repeat(64)
  const tokenOf = (invitationId: string, records: Records) =>
    [...records].find(
      ([ref, record]) => ref.startsWith('invitation_token/') && record['invitationId'] === invitationId,
    )?.[0] ?? ''
  /** The token of an invitation, whose key nobody knows beforehand. */
  const ofToken = (invitationId: string, tamper: (ref: string) => (records: Records) => void) => (records: Records) =>
    tamper(tokenOf(invitationId, records))(records)
  const all =
    (...tampers: ((records: Records) => void)[]) =>
    (records: Records) => {
      for (const tamper of tampers) tamper(records)
    }
  const answer = (ref: string, change: object) => (records: Records) => {
    const { tokenHash: _, ...rest } = records.get(ref) ?? {}
    records.set(ref, { ...rest, ...change })
  }
  const by = (userId: string, inviterTerm: number) => edit(FAYS, { invitedBy: { kind: 'user', userId }, inviterTerm })
  const decline = (ref: string) => answer(ref, { status: 'declined', declinedAt: 1 })

  it.each<[string, string, (records: Records) => void, ...(readonly [string, string])[]]>([
    ['INV-15', 'nobody reserves', drop(address('fay')), [FAYS, 'address_not_reserved']],
    [
      'INV-15',
      'another one reserves',
      edit(address('fay'), { invitationId: 'to-gus' }),
      [FAYS, 'address_not_reserved'],
      [`${address('fay')} to-gus`, 'address_of_no_invitation'],
    ],
    [
      'INV-15',
      'one that is no more reserves',
      all(drop(FAYS), ofToken('to-fay', drop)),
      [`${address('fay')} to-fay`, 'address_of_no_invitation'],
    ],
    [
      'INV-15',
      'one that was answered reserves',
      decline(FAYS),
      [`${address('fay')} to-fay`, 'address_of_no_invitation'],
    ],
    [
      'INV-15',
      'one of another organization reserves',
      copy(address('fay'), `invited_address/${VENDOR}/fay@people.com`, { organizationId: VENDOR }),
      [`invited_address/${VENDOR}/fay@people.com to-fay`, 'address_of_no_invitation'],
    ],
    ['INV-15', 'no token finds', ofToken('to-fay', drop), [FAYS, 'token_not_kept']],
    [
      'INV-25',
      'an earlier token finds',
      records => copy(tokenOf('to-gus', records), `invitation_token/${HASH}`, { hash: HASH })(records),
      [`invitation_token/${HASH} to-gus`, 'earlier_token_kept'],
    ],
    [
      'INV-03',
      'is not there for its token',
      all(drop(GUS), drop(address('gus'))),
      ['invitation_token/… to-gus', 'invitation_missing'],
    ],
    ['INV-15', 'nobody came in by', drop(`membership/${ACME}/eve`), [EVES, 'accepted_by_no_member']],
    [
      'INV-15',
      'somebody of another organization accepted',
      answer(GUS, { status: 'accepted', acceptedAt: 1, userId: 'vera', term: 1 }),
      [GUS, 'accepted_by_no_member'],
      [`${address('gus')} to-gus`, 'address_of_no_invitation'],
    ],
    ['INV-25', 'was accepted in a term to come', edit(EVES, { term: 2 }), [EVES, 'accepted_in_a_term_to_come']],
    ['INV-15', 'no member sent', by('vera', 1), [FAYS, 'invited_by_no_member']],
    ['INV-25', 'was sent in a term to come', by(ADA, 2), [FAYS, 'invited_in_a_term_to_come']],
    [
      'INV-25',
      'is of whoever went long ago',
      all(by(BOB, 1), edit(`membership/${ACME}/${BOB}`, { term: 2, removedTerm: 1 })),
      [FAYS, 'invitation_of_who_is_out_left'],
    ],
    [
      'INV-25',
      'is of whoever was removed in a term to come',
      all(by(BOB, 1), edit(`membership/${ACME}/${BOB}`, { removedTerm: 1 })),
      [`membership/${ACME}/${BOB}`, 'removed_in_a_term_to_come'],
    ],
  ])('%s: names one that %s', (invariant, _, tamper, ...expected) => {
    const told = (tampered(tamper) as readonly (readonly [string, string, string])[])
      .filter(([, , problem]) => problem !== 'counter_differs')
      .map(([number, ids, problem]) => [number, ids.replace(/\/(?!f+ )[0-9a-f]{64}/, '/…'), problem])
    expect(told).toEqual(expected.map(([ids, problem]) => [invariant, ids, problem]))
  })

  it('minds nothing of whoever is in that has sent one, or is out and has yet to be cleared away after', () => {
    expect(tampered(by(BOB, 1))).toEqual([])
    const left = { organizationId: ACME, userId: BOB, term: 1, by: OPERATOR, at: 1 }
    const back = edit(`membership/${ACME}/${BOB}`, { term: 2, removedTerm: 1 })
    const leaves = (records: Records) => void records.set(`offboarding/${ACME}/${BOB}`, left)
    expect(tampered(all(by(BOB, 1), back, leaves))).toEqual([])
  })

  it('minds nothing of whoever accepted and is out, or back, by now', () => {
    expect(tampered(edit(`membership/${ACME}/eve`, { term: 2 }))).toEqual([])
    const ended = edit(`membership/${ACME}/eve`, { status: 'ended', endedAt: 1, ending: 'left' })
    expect(tampered(all(ended, edit(`member_count/${ACME}`, { count: 2 })))).toEqual([])
  })
})

describe('checkInvariants on a role that the catalogue has lost (INV-12, ROL-1)', () => {
  it('minds no other address of whoever is out by that, for it changes nothing for them', () => {
    const roles = defineRoles({ strongestFirst: ['admin'], roles: { admin: defaultRoles.roles.admin } })
    const records: Records = new Map(structuredClone(world).map(({ ref, record }) => [ref, record]))
    movedTo('notacme.com')(records)
    const problems = (given: object) =>
      checkInvariants([...records].map(([ref, record]) => ({ ref, record })) as never, {
        now,
        isPublic,
        ...given,
      }).breaches.map(({ facts }) => facts['problem'])
    expect(problems({})).toContain('role_by_another_address')
    expect(problems({ roles })).not.toContain('role_by_another_address')
  })
})

describe('checkInvariants on secrets in the clear (INV-21)', () => {
  const token = 'k7Jq-Zr_0aB3c9D1e5F7g2H4i6K'
  const hash = createHash('sha256').update(token).digest('hex')
  const kept = { ref: `invitation_token/${hash}`, record: { hash, organizationId: ACME, invitationId: 'i1' } }
  const invitation = {
    ref: `invitation/${ACME}/i1`,
    record: {
      organizationId: ACME,
      id: 'i1',
      email: { local: 'new', domain: 'people.com' },
      address: 'new@people.com',
      role: 'internal',
      grants: [],
      invitedBy: OPERATOR,
      inviteeTerm: 1,
      createdAt: 1,
      sentAt: 1,
      expiresAt: 2,
      sent: 1,
      status: 'pending',
      tokenHash: hash,
    },
  }
  const effect = (payload: object) => ({
    ref: 'effect/e1',
    record: { id: 'e1', queue: 'outbox', kind: 'deliver', payload, createdAt: 1, availableAt: 1, attempts: 0 },
  })
  const outcome = (value: unknown) => ({
    ref: 'idempotency/host/k',
    record: {
      scope: 'host',
      key: 'k',
      action: 'a.b',
      fingerprint: 'f'.repeat(64),
      outcome: { value, because: [], effects: [] },
      expiresAt: 1,
    },
  })
  const entry = (fields: object) => ({
    ref: `audit_entry/${ACME}/a1`,
    record: {
      organizationId: ACME,
      id: 'a1',
      at: 1,
      actor: OPERATOR,
      action: 'a.b',
      changes: [{ target: `user/${BOB}`, fields }],
      rules: [],
    },
  })
  const told = (...items: readonly unknown[]) => check([...world, ...items]).filter(each => each.invariant === 'INV-21')

  it.each<[string, { readonly ref: string }]>([
    ['the payload of an effect', effect({ token })],
    ['a link in a payload', effect({ link: `https://acme.com/join?token=${token}&x=1` })],
    ['a list deep in a payload', effect({ to: [{ with: ['a', { the: token }] }] })],
    ['the name of a field', effect({ [token]: 1 })],
    ['the outcome that is kept for repeats', outcome({ invitation: { token } })],
    ['an audit entry', entry({ name: { before: 'a', after: token } })],
    [
      'a record',
      { ref: 'domain_override/x.com', record: { domain: 'x.com', by: OPERATOR, reason: token, at: 1 } } as never,
    ],
  ])('finds a token in %s, whose hash is stored, and does not repeat it', (_, item) => {
    for (const holder of [kept, invitation]) {
      const breaches = told(holder, item)
      expect(breaches).toEqual([
        { invariant: 'INV-21', ids: [item.ref, holder.ref], facts: { problem: 'secret_in_the_clear' } },
      ])
      expect(JSON.stringify(breaches)).not.toContain(token)
      expect(told(item, holder)).toEqual(breaches)
    }
  })

  it('finds none where there is none: what is like a token, the hash itself, and what is sealed', () => {
    for (const harmless of [token.slice(1), `${token}0`, token.toUpperCase(), hash, `v1.k1.${'0'.repeat(24)}.${hash}`])
      expect(told(kept, invitation, effect({ token: harmless }))).toEqual([])
    expect(told(effect({ token }))).toEqual([])
  })

  it('takes linear time, however long and deep the texts are', () => {
    const deep = Array.from({ length: 500 }).reduce<object>(inner => ({ inner }), { token })
    const before = performance.now()
    expect(
      told(kept, effect({ long: `${'a'.repeat(3_000_000)} ${token}`, many: '- '.repeat(500_000), deep })),
    ).toHaveLength(1)
    expect(performance.now() - before).toBeLessThan(5_000)
  })
})

describe('checkInvariants of what is no world (INV-26)', () => {
  const throwing = new Proxy(
    {},
    {
      get: () => {
        throw new Error('no')
      },
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as unknown
  const problems = (items: unknown) =>
    checkInvariants(items as never).breaches.map(({ invariant, facts }) => [invariant, facts['problem']])

  it.each([undefined, null, 0, {}, throwing, { [Symbol.iterator]: () => throwing }])(
    'is told, and never thrown: %#',
    items => {
      expect(problems(items)).toEqual([['INV-26', 'world_unreadable']])
    },
  )

  it.each<[unknown, string]>([
    [null, 'record_unreadable'],
    [throwing, 'record_unreadable'],
    [{}, 'ref_invalid'],
    [{ ref: 1, record: {} }, 'ref_invalid'],
    [{ ref: 'user', record: {} }, 'collection_unknown'],
    [{ ref: '__proto__/1', record: {} }, 'collection_unknown'],
    [{ ref: 'user/1', record: throwing }, 'record_unreadable'],
    [{ ref: 'effect/1', record: { payload: { deep } } }, 'record_unreadable'],
    [{ ref: 'user/1' }, 'record_invalid'],
  ])('names a record that is none: %#', (item, problem) => {
    expect(problems([item])).toEqual([['INV-26', problem]])
  })

  it('names a record that is there twice', () => {
    const [first] = world
    expect(check([...world, first])).toEqual([
      { invariant: 'INV-03', ids: [first?.ref], facts: { problem: 'ref_repeated' } },
    ])
  })

  it('takes options of the wrong kind for a failed check', () => {
    expect(checkInvariants([], null as never)).toEqual({ breaches: [] })
    const roles = checkInvariants(world as never, { roles: {} as never }).breaches
    expect(roles.map(({ facts }) => facts['problem'])).toContain('check_failed')
  })
})

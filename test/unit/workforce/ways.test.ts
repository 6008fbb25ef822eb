import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { toUser } from '../../support/content.ts'
import { comesBack, groupOf } from '../../support/groups.ts'
import { accept } from '../../support/invitations.ts'
import {
  give,
  giveGroup,
  type Hosting,
  hosting,
  seat,
  seenAs,
  sweepAll,
  take,
  takeGroup,
  unseat,
  worksOn,
} from '../../support/vendors.ts'
import { breachesOf, codeOf, OPERATOR, START } from '../../support/world.ts'

const NOBODY = 'nobody'
const IN = 'active as workforce, works on it, came with the vendor'
/** The record is there, and gives nothing. */
const RESTS = 'active as nobody, does nothing, came with the vendor'
/** In, while the thing itself is not to be seen. */
const SHUT = 'active as workforce, does nothing, came with the vendor'
const OUT = 'ended (workforce_over) as nobody, does nothing'
const BESIDE = 'active as external, works on it, came with the vendor'
const EXTERNAL = 'active as external, works on it'
const EMPTY = 'active as external, does nothing'
const EMPTY_BESIDE = 'active as external, does nothing, came with the vendor'

type Act = (hosting: Hosting) => Promise<unknown>
type Command = (hosting: Hosting) => Promise<Answer<unknown>>

/** One command after another, each of which is done. */
const then =
  (...commands: readonly Command[]): Act =>
  async hosting => {
    for (const command of commands) unwrap(await command(hosting))
  }
const passes =
  (by: number, before: Act = nothing): Act =>
  async hosting => {
    await before(hosting)
    hosting.world.clock.advance(by)
  }
const nothing: Act = async () => undefined

const granted: Command = hosting => give(hosting)
const grantedForATime: Command = hosting => give(hosting, undefined, { until: START + 10 })
const revoked: Command = hosting => take(hosting)
const groupGranted: Command = hosting => giveGroup(hosting)
const groupGrantedForATime: Command = hosting => giveGroup(hosting, { until: START + 10 })
const groupRevoked: Command = hosting => takeGroup(hosting)
const seated: Command = hosting => seat(hosting)
const unseated: Command = hosting => unseat(hosting)
const groupArchived: Command = ({ world, host, group }) => world.charter.groups.archive({ ...host, groupId: group })
const inHost =
  (verb: 'remove' | 'suspend' | 'reactivate'): Command =>
  ({ world, there }) =>
    world.charter.members[verb](there)
const inVendor =
  (verb: 'remove' | 'suspend' | 'reactivate'): Command =>
  ({ world, staff }) =>
    world.charter.members[verb](staff)
const inVendorAs =
  (role: string): Command =>
  ({ world, staff }) =>
    world.charter.members.changeRole({ ...staff, role })
const inVendorUntil: Command = ({ world, staff }) => world.charter.members.setExpiry({ ...staff, until: START + 10 })
const leaves =
  (of: 'there' | 'staff'): Command =>
  hosting =>
    hosting.world.charter.members.leave({
      organizationId: hosting[of].organizationId,
      actor: { kind: 'user', userId: hosting.vic },
    })
const vendor =
  (verb: 'archive' | 'restore'): Command =>
  ({ world, labelers }) =>
    world.charter.organizations[verb]({ actor: OPERATOR, organizationId: labelers.id })
const host =
  (verb: 'archive' | 'restore'): Command =>
  ({ world, acme }) =>
    world.charter.organizations[verb]({ actor: OPERATOR, organizationId: acme.id })
const user =
  (verb: 'deactivate' | 'reactivate'): Command =>
  ({ world, vic }) =>
    world.charter.users[verb]({ actor: OPERATOR, userId: vic })
const projectIs =
  (verb: 'archive' | 'restore'): Command =>
  ({ world, project }) =>
    world.charter.projects[verb]({ actor: OPERATOR, projectId: project })
const opened =
  (terms: object = {}): Command =>
  ({ world, between }) =>
    world.charter.engagements.open({ ...between, ...terms })
const updated =
  (terms: object): Command =>
  ({ world, between }) =>
    world.charter.engagements.update({ ...between, ...terms })
const ended: Command = ({ world, between }) => world.charter.engagements.end(between)
const onDataset: Command = ({ world, dataset, vic }) =>
  world.charter.datasets.grant({ actor: OPERATOR, datasetId: dataset, subject: toUser(vic), role: 'user' })
const offDataset: Command = ({ world, dataset, vic }) =>
  world.charter.datasets.revoke({ actor: OPERATOR, datasetId: dataset, subject: toUser(vic) })
const onOntology: Command = ({ world, ontology, vic }) =>
  world.charter.ontologies.grant({ actor: OPERATOR, ontologyId: ontology, subject: toUser(vic), role: 'user' })
const assigned =
  (role: string, until?: number): Act =>
  async ({ world, acme, vic }) => {
    const given = { role, by: OPERATOR, at: START, ...(until !== undefined && { until }) }
    await world.member(acme, vic, { assigned: given })
  }
const and =
  (...acts: readonly Act[]): Act =>
  async hosting => {
    for (const act of acts) await act(hosting)
  }
const refuses =
  (command: Command, code: string): Act =>
  async hosting =>
    expect(codeOf(await command(hosting))).toBe(code)
const swept: Act = hosting => sweepAll(hosting)

const backInVendor: Act = ({ world, labelers, vic }) => comesBack(world, labelers, vic)

type Row = readonly [way: string, given: Act, before: string | null, when: Act, after: string, whenSwept: string]

const EVERYTHING = { projects: [], datasets: [] }

describe('one of a vendor’s people, in a host (WRK-1, WRK-2, INV-13)', () => {
  const rows: readonly Row[] = [
    // By a grant of their own.
    ['granted a project', nothing, NOBODY, then(granted), IN, IN],
    ['granted a project for a time', nothing, NOBODY, then(grantedForATime), IN, IN],
    ['granted a dataset', nothing, NOBODY, then(onDataset), SHUT, SHUT],
    ['granted an ontology alone', nothing, NOBODY, refuses(onOntology, 'not_a_member'), NOBODY, NOBODY],
    ['the last grant is revoked', then(granted), IN, then(revoked), OUT, OUT],
    [
      'they give it back themselves',
      then(granted),
      IN,
      then(hosting =>
        hosting.world.charter.projects.revoke({
          actor: { kind: 'user', userId: hosting.vic },
          projectId: hosting.project,
          subject: toUser(hosting.vic),
        }),
      ),
      OUT,
      OUT,
    ],
    ['one of two is revoked', then(granted, onDataset), IN, then(offDataset), IN, IN],
    ['the other of two is revoked', then(granted, onDataset), IN, then(revoked), SHUT, SHUT],
    ['the last but an ontology is revoked', then(granted, onOntology), IN, then(revoked), OUT, OUT],
    ['the grant’s time is over', then(grantedForATime), IN, passes(10), RESTS, OUT],
    ['it is revoked after its time', passes(10, then(grantedForATime)), RESTS, then(revoked), OUT, OUT],
    ['a grant for a time becomes one for good', then(grantedForATime), IN, passes(10, then(granted)), IN, IN],
    ['a grant for good becomes one for a time', then(granted), IN, passes(10, then(grantedForATime)), RESTS, OUT],
    ['granted anew after the last was revoked', then(granted, revoked), OUT, then(granted), IN, IN],
    ['granted anew after its time', passes(10, then(grantedForATime)), RESTS, then(granted), IN, IN],
    // By a group.
    ['seated in a group that is granted it', then(groupGranted), NOBODY, then(seated), IN, IN],
    [
      'seated in a group that is granted nothing',
      nothing,
      NOBODY,
      refuses(seated, 'group_candidates_invalid'),
      NOBODY,
      NOBODY,
    ],
    ['the seat is taken back', then(groupGranted, seated), IN, then(unseated), OUT, OUT],
    ['the group’s grant is revoked', then(groupGranted, seated), IN, then(groupRevoked), RESTS, RESTS],
    [
      'the group is granted it again, before a sweep',
      then(groupGranted, seated, groupRevoked),
      RESTS,
      then(groupGranted),
      IN,
      IN,
    ],
    [
      'the group is granted it again, after a sweep',
      and(then(groupGranted, seated, groupRevoked), swept),
      RESTS,
      then(groupGranted),
      IN,
      IN,
    ],
    ['the group’s time is over', then(groupGrantedForATime, seated), IN, passes(10), RESTS, RESTS],
    ['the group is archived', then(groupGranted, seated), IN, then(groupArchived), RESTS, OUT],
    [
      'the seat is left when the group has nothing',
      then(groupGranted, seated, groupRevoked),
      RESTS,
      then(unseated),
      OUT,
      OUT,
    ],
    ['the seat goes, the own grant stays', then(groupGranted, granted, seated), IN, then(unseated), IN, IN],
    ['the own grant goes, the seat stays', then(groupGranted, granted, seated), IN, then(revoked), IN, IN],
    [
      'the own grant goes, the seat stays, granted first',
      then(groupGranted, seated, granted),
      IN,
      then(revoked),
      IN,
      IN,
    ],
    ['the own grant goes, the seat is in a group that has nothing', then(granted, seated), IN, then(revoked), OUT, OUT],
    ['both go, the group’s first', then(groupGranted, granted, seated, groupRevoked), IN, then(revoked), OUT, OUT],
    ['both go, their own first', then(groupGranted, granted, seated, revoked), IN, then(groupRevoked), RESTS, RESTS],
    [
      'the group is archived, the own grant stays',
      then(groupGranted, granted, seated),
      IN,
      then(groupArchived),
      IN,
      IN,
    ],
    [
      'granted individually while they rest by a group',
      then(groupGranted, seated, groupRevoked),
      RESTS,
      then(granted),
      IN,
      IN,
    ],
    ['seated again while they rest', then(groupGrantedForATime, seated), IN, passes(10, nothing), RESTS, RESTS],
    [
      'the seat goes, a grant of an earlier term lies around',
      then(granted, groupGranted, inHost('remove'), seated),
      IN,
      then(unseated),
      OUT,
      OUT,
    ],
    [
      'the group’s grant goes, a grant of an earlier term lies around',
      then(granted, groupGranted, inHost('remove'), seated),
      IN,
      then(groupRevoked),
      RESTS,
      RESTS,
    ],
    [
      'a second seat',
      then(groupGranted, seated),
      IN,
      async hosting => {
        const second = await groupOf(hosting.world, hosting.acme)
        unwrap(await seat(hosting, hosting.vic, second))
      },
      IN,
      IN,
    ],
    // By an invitation.
    [
      'invited with a grant, and accepted',
      nothing,
      NOBODY,
      async ({ world, acme, project }) => {
        const { token } = await world.invite(acme, 'vic@people.com', {
          grants: [{ kind: 'project', id: project, role: 'annotator' }],
        })
        unwrap(await accept(world, token, 'vic@people.com'))
      },
      BESIDE,
      BESIDE,
    ],
    [
      'invited without one',
      nothing,
      NOBODY,
      async ({ world, acme }) => {
        const { token } = await world.invite(acme, 'vic@people.com')
        unwrap(await accept(world, token, 'vic@people.com'))
      },
      EMPTY,
      EMPTY,
    ],
    // By what becomes of the thing.
    ['the project is archived', then(granted), IN, then(projectIs('archive')), SHUT, SHUT],
    ['the project is restored', then(granted, projectIs('archive')), SHUT, then(projectIs('restore')), IN, IN],
    [
      'the project is copied with its team',
      then(granted),
      IN,
      async hosting => {
        const { world, project, vic } = hosting
        const copy = unwrap(
          await world.charter.projects.copy({ actor: OPERATOR, projectId: project, name: 'Again', with: ['team'] }),
        )
        expect(await worksOn(hosting, vic, copy.id)).toBe(true)
        unwrap(await take(hosting))
        expect(await worksOn(hosting, vic, copy.id)).toBe(true)
      },
      SHUT,
      SHUT,
    ],
    [
      'the project is copied while they rest',
      then(granted, inVendor('suspend')),
      RESTS,
      async hosting => {
        const { world, project, vic } = hosting
        const copy = unwrap(
          await world.charter.projects.copy({ actor: OPERATOR, projectId: project, name: 'Again', with: ['team'] }),
        )
        unwrap(await inVendor('reactivate')(hosting))
        expect(await worksOn(hosting, vic, copy.id)).toBe(false)
      },
      IN,
      IN,
    ],
    // In the host.
    [
      'removed there',
      then(granted),
      IN,
      then(inHost('remove')),
      'ended (removed) as nobody, does nothing',
      'ended (removed) as nobody, does nothing',
    ],
    [
      'granted anew after they were removed there',
      then(granted, inHost('remove')),
      'ended (removed) as nobody, does nothing',
      then(granted),
      IN,
      IN,
    ],
    [
      'left',
      then(granted),
      IN,
      then(leaves('there')),
      'ended (left) as nobody, does nothing',
      'ended (left) as nobody, does nothing',
    ],
    [
      'suspended there',
      then(granted),
      IN,
      then(inHost('suspend')),
      'suspended as workforce, does nothing, came with the vendor',
      'suspended as workforce, does nothing, came with the vendor',
    ],
    [
      'reactivated there',
      then(granted, inHost('suspend')),
      'suspended as workforce, does nothing, came with the vendor',
      then(inHost('reactivate')),
      IN,
      IN,
    ],
    [
      'granted while suspended there',
      then(granted, inHost('suspend')),
      'suspended as workforce, does nothing, came with the vendor',
      refuses(onDataset, 'member_suspended'),
      'suspended as workforce, does nothing, came with the vendor',
      'suspended as workforce, does nothing, came with the vendor',
    ],
    [
      'the last grant is revoked while suspended there',
      then(granted, inHost('suspend')),
      'suspended as workforce, does nothing, came with the vendor',
      then(revoked),
      'ended (removed) as nobody, does nothing',
      'ended (removed) as nobody, does nothing',
    ],
    ['the host is archived and restored', then(granted, host('archive')), null, then(host('restore')), IN, IN],
    // In the vendor.
    ['removed from the vendor', then(granted), IN, then(inVendor('remove')), RESTS, OUT],
    ['left the vendor', then(granted), IN, then(leaves('staff')), RESTS, OUT],
    ['back in the vendor, before a sweep', then(granted, inVendor('remove')), RESTS, backInVendor, RESTS, OUT],
    [
      'back in the vendor and granted anew',
      and(then(granted, inVendor('remove')), backInVendor),
      RESTS,
      then(onDataset),
      SHUT,
      SHUT,
    ],
    ['suspended in the vendor', then(granted), IN, then(inVendor('suspend')), RESTS, RESTS],
    ['reactivated in the vendor', then(granted, inVendor('suspend')), RESTS, then(inVendor('reactivate')), IN, IN],
    [
      'the last grant goes while suspended in the vendor',
      then(granted, inVendor('suspend')),
      RESTS,
      then(revoked),
      OUT,
      OUT,
    ],
    [
      'granted while suspended in the vendor',
      then(granted, inVendor('suspend')),
      RESTS,
      refuses(onDataset, 'not_a_member'),
      RESTS,
      RESTS,
    ],
    ['external in the vendor', then(granted), IN, then(inVendorAs('external')), RESTS, RESTS],
    [
      'internal in the vendor again',
      then(granted, inVendorAs('external')),
      RESTS,
      then(inVendorAs('internal')),
      IN,
      IN,
    ],
    ['an admin of the vendor', then(granted), IN, then(inVendorAs('admin')), IN, IN],
    ['their time in the vendor is over', then(granted, inVendorUntil), IN, passes(10), RESTS, OUT],
    ['the vendor is archived', then(granted), IN, then(vendor('archive')), RESTS, RESTS],
    ['the vendor is restored', then(granted, vendor('archive')), RESTS, then(vendor('restore')), IN, IN],
    [
      'granted while the vendor is archived',
      then(vendor('archive')),
      NOBODY,
      refuses(granted, 'not_a_member'),
      NOBODY,
      NOBODY,
    ],
    // By the engagement.
    ['an engagement is opened', then(granted), IN, then(opened()), IN, IN],
    ['it is ended', then(opened(), granted), IN, then(ended), RESTS, OUT],
    ['what was never opened is ended', then(granted), IN, then(ended), RESTS, OUT],
    ['granted once it is ended', then(granted, ended), RESTS, refuses(onDataset, 'engagement_ended'), RESTS, OUT],
    ['opened anew', then(granted, ended), RESTS, then(opened()), RESTS, OUT],
    ['opened anew, and granted anew', then(granted, ended, opened()), RESTS, then(granted), IN, IN],
    ['over by time', then(opened({ until: START + 10 }), granted), IN, passes(10), RESTS, OUT],
    ['not begun', then(granted), IN, then(opened({ from: START + 10 })), RESTS, RESTS],
    ['begun', then(granted, opened({ from: START + 10 })), RESTS, passes(10), IN, IN],
    [
      'granted when it has not begun',
      then(opened({ from: START + 10 })),
      NOBODY,
      refuses(granted, 'engagement_not_begun'),
      NOBODY,
      NOBODY,
    ],
    ['put off', then(opened(), granted), IN, then(updated({ from: START + 10 })), RESTS, RESTS],
    ['the scope loses the project', then(opened(), granted), IN, then(updated({ scope: EVERYTHING })), SHUT, SHUT],
    [
      'the scope is lifted',
      then(opened(), granted, updated({ scope: EVERYTHING })),
      SHUT,
      then(updated({ scope: null })),
      IN,
      IN,
    ],
    ['fewer seats than there are people', then(opened(), granted), IN, then(updated({ seats: 0 })), IN, IN],
    // The user.
    ['deactivated', then(granted), IN, then(user('deactivate')), SHUT, SHUT],
    ['reactivated', then(granted, user('deactivate')), SHUT, then(user('reactivate')), IN, IN],
    [
      'granted while deactivated',
      then(user('deactivate')),
      NOBODY,
      refuses(granted, 'user_deactivated'),
      NOBODY,
      NOBODY,
    ],
  ]
  it.each(rows)('%s', async (_, given, before, when, after, whenSwept) => {
    const vic = await hosting()
    await given(vic)
    if (before) expect(await seenAs(vic)).toBe(before)
    expect(breachesOf(vic.world)).toEqual([])
    await when(vic)
    expect(await seenAs(vic)).toBe(after)
    expect(breachesOf(vic.world)).toEqual([])
    await sweepAll(vic)
    expect(await seenAs(vic)).toBe(whenSwept)
  })
})

describe('one of a vendor’s people who is in by something else as well (MEM-1)', () => {
  const rows: readonly Row[] = [
    [
      'the last grant of their own is revoked, the seat stays',
      and(assigned('external'), then(seated, granted)),
      BESIDE,
      then(revoked),
      EMPTY_BESIDE,
      EMPTY_BESIDE,
    ],
    ['granted a project', assigned('external'), EMPTY, then(granted), BESIDE, BESIDE],
    ['granted an ontology', assigned('external'), EMPTY, then(onOntology), EMPTY, EMPTY],
    [
      'granted an ontology, with a seat from before they were the vendor’s own (WRK-3)',
      and(assigned('external'), then(inVendorAs('external'), seated, inVendorAs('internal'))),
      EMPTY,
      then(onOntology),
      EMPTY,
      EMPTY,
    ],
    ['the last grant is revoked', and(assigned('external'), then(granted)), BESIDE, then(revoked), EMPTY, EMPTY],
    [
      'seated in a group that is granted nothing',
      assigned('external'),
      EMPTY,
      then(seated),
      EMPTY_BESIDE,
      EMPTY_BESIDE,
    ],
    [
      'and the group is granted it',
      and(assigned('external'), then(seated)),
      EMPTY_BESIDE,
      then(groupGranted),
      BESIDE,
      BESIDE,
    ],
    [
      'the group’s grant is revoked',
      and(assigned('external'), then(groupGranted, seated)),
      BESIDE,
      then(groupRevoked),
      EMPTY_BESIDE,
      EMPTY_BESIDE,
    ],
    [
      'the seat is taken back',
      and(assigned('external'), then(groupGranted, seated)),
      BESIDE,
      then(unseated),
      EMPTY,
      EMPTY,
    ],
    ['the other role’s time is over', and(assigned('external', START + 10), then(granted)), BESIDE, passes(10), IN, IN],
    [
      'both end',
      and(assigned('external', START + 10), then(granted)),
      BESIDE,
      passes(10, then(revoked)),
      'active as nobody, does nothing',
      'active as nobody, does nothing',
    ],
    [
      'removed from the vendor',
      and(assigned('external'), then(granted)),
      BESIDE,
      then(inVendor('remove')),
      BESIDE,
      EXTERNAL,
    ],
    ['the engagement ends', and(assigned('external'), then(granted)), BESIDE, then(ended), BESIDE, EXTERNAL],
    [
      'the scope loses the project',
      and(assigned('external'), then(opened(), granted)),
      BESIDE,
      then(updated({ scope: EVERYTHING })),
      BESIDE,
      BESIDE,
    ],
    [
      'granted when the engagement is ended',
      and(assigned('external'), then(ended)),
      EMPTY,
      then(granted),
      EXTERNAL,
      EXTERNAL,
    ],
    [
      'seated when the engagement is ended',
      and(assigned('external'), then(granted, ended)),
      BESIDE,
      then(seated),
      BESIDE,
      EXTERNAL,
    ],
    [
      'given another role while they are in as workforce',
      then(granted),
      IN,
      then(({ world, there }) => world.charter.members.changeRole({ ...there, role: 'external' })),
      BESIDE,
      BESIDE,
    ],
    [
      'suspended and back',
      and(assigned('external'), then(granted)),
      BESIDE,
      then(inHost('suspend'), inHost('reactivate')),
      BESIDE,
      BESIDE,
    ],
  ]
  it.each(rows)('%s', async (_, given, before, when, after, whenSwept) => {
    const vic = await hosting()
    await given(vic)
    if (before) expect(await seenAs(vic)).toBe(before)
    expect(breachesOf(vic.world)).toEqual([])
    await when(vic)
    expect(await seenAs(vic)).toBe(after)
    expect(breachesOf(vic.world)).toEqual([])
    await sweepAll(vic)
    expect(await seenAs(vic)).toBe(whenSwept)
  })
})

describe('whoever is nobody’s workforce (WRK-3, WRK-4)', () => {
  it.each(['external', 'workforce'])('grants nothing to who is %s in the vendor', async role => {
    const vic = await hosting({}, role)
    unwrap(await giveGroup(vic))
    for (const [command, code] of [
      [granted, 'not_a_member'],
      [onDataset, 'not_a_member'],
      [onOntology, 'not_a_member'],
      [seated, 'group_candidates_invalid'],
    ] as const)
      expect(codeOf(await command(vic))).toBe(code)
    expect(await seenAs(vic)).toBe(NOBODY)
  })

  it('gives no source to who is external in the vendor, and in the host by something else', async () => {
    const vic = await hosting({}, 'external')
    await assigned('external')(vic)
    unwrap(await give(vic))
    expect(await seenAs(vic)).toBe(EXTERNAL)
  })

  it('grants nothing to an outsider, nor to the people of an organization that is no vendor', async () => {
    const vic = await hosting()
    const globex = await vic.world.found('Globex')
    const outsider = await vic.world.user('otto@people.com', globex)
    for (const userId of [globex.adminId, outsider.id]) {
      expect(codeOf(await give(vic, userId))).toBe('not_a_member')
      expect(codeOf(await seat(vic, userId))).toBe('group_candidates_invalid')
    }
  })

  it('makes nobody workforce at home, whatever they are elsewhere', async () => {
    const vic = await hosting()
    const globex = await vic.world.found('Globex')
    const grace = await vic.world.user('grace@people.com', vic.acme)
    await vic.world.member(vic.acme, grace.id, { assigned: { role: 'external', by: OPERATOR, at: START } })
    await vic.world.member(vic.labelers, grace.id, { assigned: { role: 'internal', by: OPERATOR, at: START } })
    unwrap(await give(vic, grace.id))
    expect(await seenAs(vic, grace.id)).toBe(EXTERNAL)
    expect(globex.id).not.toBe(vic.acme.id)
  })
})

import type fc from 'fast-check'
import { DAY } from '../../core/kernel/index.ts'
import { CROWD } from './commands.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { laneThings } from './lanes.ts'
import { expiries } from './members.ts'
import { OPERATOR } from './parts.ts'
import type { Step, Word } from './steps.ts'
import { VENDOR } from './workforce.ts'

const of = ($organization: number) => ({ actor: OPERATOR, organizationId: { $organization } })
const between = (host: number) => ({ ...of(host), vendorId: { $organization: VENDOR } })

/** Somebody is hired by an organization, in a role of it. */
const hired = ($organization: number, who: string, role: Word): readonly Step[] => [
  { method: 'invitations.send', command: { ...of($organization), invitations: [{ email: who, role }] } },
  { method: 'invitations.accept', command: { token: { $token: who }, email: { $verified: who } } },
]

type Place = { readonly host: number; readonly who: string; readonly on: string }

const thing = ({ host, on }: Place): { readonly [field: string]: Word } =>
  on === 'projects' ? { projectId: { $project: [host, -1] } } : { datasetId: { $dataset: [host, -1] } }

const roleOn = ({ on }: Place): Word => (on === 'projects' ? 'annotator' : 'user')

const granted = (place: Place, more: { readonly [field: string]: Word } = {}): Step => {
  const subject: Word = { kind: 'user', userId: { $user: place.who } }
  const command: Word = { actor: OPERATOR, ...thing(place), subject, role: roleOn(place), ...more }
  return { method: `${place.on}.grant` as 'projects.grant', command }
}

const groupOf = ({ host }: Place): Word => ({ $group: [host, -1] })

const seats = (place: Place, verb: 'addMembers' | 'removeMembers'): Step => ({
  method: `groups.${verb}`,
  command: { ...of(place.host), groupId: groupOf(place), userIds: [{ $user: place.who }] },
})

const toGroup = (place: Place, verb: 'grant' | 'revoke'): Step => {
  const subject: Word = { kind: 'group', groupId: groupOf(place) }
  const command: { readonly [field: string]: Word } = { actor: OPERATOR, ...thing(place), subject }
  const given: Word = verb === 'grant' ? { ...command, role: roleOn(place) } : command
  return { method: `${place.on}.${verb}` as 'projects.grant', command: given }
}

/** How one of a vendor's people comes to work for a host. */
const WAYS = ['grant', 'grant', 'timed', 'group', 'both', 'invited', 'seated first'] as const

const comes = (place: Place, way: (typeof WAYS)[number]): readonly Step[] => {
  const group: Step = { method: 'groups.create', command: { ...of(place.host), name: 'Crew' } }
  const { host, who, on } = place
  const kind = on.slice(0, -1)
  const invited = {
    email: who,
    role: 'external',
    grants: [{ kind, id: { [`$${kind}`]: [host, -1] }, role: roleOn(place) }],
  }
  switch (way) {
    case 'grant':
      return [granted(place)]
    case 'timed':
      return [granted(place, { until: expiries[0] ?? 0 })]
    case 'group':
      return [group, toGroup(place, 'grant'), seats(place, 'addMembers')]
    case 'both':
      return [group, toGroup(place, 'grant'), seats(place, 'addMembers'), granted(place)]
    case 'invited':
      return [
        { method: 'invitations.send', command: { ...of(host), invitations: [invited] } },
        { method: 'invitations.accept', command: { token: { $token: who }, email: { $verified: who } } },
      ]
    case 'seated first':
      return [group, ...hired(host, who, 'external'), seats(place, 'addMembers'), granted(place)]
  }
}

const member = (
  method: Step extends infer S ? (S extends { method: infer M } ? M : never) : never,
  at: number,
  who: string,
  more = {},
): Step => ({
  method,
  command: { ...of(at), userId: { $user: who }, ...more },
})

type Ending = (place: Place) => readonly Step[]

const swept = ({ host }: Place): Step => ({ method: 'engagements.sweep', command: between(host) })

const revoked = (place: Place): Step => {
  const { role: _, ...rest } = (granted(place) as { command: { readonly [field: string]: Word } }).command
  return { method: `${place.on}.revoke` as 'projects.revoke', command: rest }
}

const inVendor = ({ who }: Place, method: Parameters<typeof member>[0], more = {}): Step =>
  member(method, VENDOR, who, more)

const otherTerms: Ending = place => {
  const { host } = place
  const none = { scope: { projects: [], datasets: [] }, seats: null }
  return [
    { method: 'engagements.update', command: { ...between(host), seats: 0 } },
    { method: 'engagements.update', command: { ...between(host), ...none } },
    granted(place),
    { method: 'engagements.list', command: { ...of(host), side: 'host' } },
    { method: 'engagements.update', command: { ...between(host), scope: null } },
  ]
}

/** What becomes of it. */
const ENDINGS: readonly (readonly [end: string, Ending])[] = [
  ['revoke', place => [revoked(place)]],
  ['leave group', place => [seats(place, 'removeMembers')]],
  ['revoke of the group', place => [toGroup(place, 'revoke'), swept(place)]],
  [
    'end',
    place => [
      { method: 'engagements.end', command: between(place.host) },
      granted(place),
      swept(place),
      { method: 'engagements.open', command: between(place.host) },
    ],
  ],
  [
    'archive vendor',
    place => [
      { method: 'organizations.archive', command: of(VENDOR) },
      swept(place),
      granted(place),
      { method: 'organizations.restore', command: of(VENDOR) },
    ],
  ],
  [
    'suspend in vendor',
    place => [inVendor(place, 'members.suspend'), granted(place), inVendor(place, 'members.reactivate')],
  ],
  [
    'external in vendor',
    place => [inVendor(place, 'members.changeRole', { role: 'external' }), swept(place), granted(place)],
  ],
  [
    'out of vendor',
    place => [
      inVendor(place, 'members.remove'),
      inVendor(place, 'members.sweep'),
      ...hired(VENDOR, place.who, 'internal'),
    ],
  ],
  ['over', place => [{ advance: 2 * DAY }, swept(place)]],
  [
    'archive group',
    place => [{ method: 'groups.archive', command: { ...of(place.host), groupId: groupOf(place) } }, swept(place)],
  ],
  [
    'own role',
    place => [
      member('members.changeRole', place.host, place.who, { role: 'external' }),
      revoked(place),
      seats(place, 'removeMembers'),
    ],
  ],
  [
    'role over',
    place => [
      inVendor(place, 'members.changeRole', { role: 'internal', until: expiries[0] ?? 0 }),
      { advance: 2 * DAY },
      granted(place),
      swept(place),
    ],
  ],
  ['other terms', otherTerms],
]

/** One of a vendor's people comes to work for a host, in one of the ways, until something ends it; perhaps they come again. */
export const placements = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { constantFrom, tuple } = fastCheck
  const role = constantFrom<Word[]>('internal', 'internal', 'internal', 'admin', 'external', 'workforce')
  const limits = constantFrom<{ readonly [field: string]: Word } | undefined>(
    undefined,
    undefined,
    {},
    { seats: 1 },
    { seats: 0 },
    { until: expiries[1] ?? 0 },
    { from: expiries[0] ?? 0 },
    { scope: { projects: [{ $project: 0 }], datasets: [{ $dataset: 0 }] } },
  )
  const on = constantFrom('projects', 'datasets')
  const who = constantFrom(CROWD[1], CROWD[1], CROWD[2], CROWD[3], CROWD[0])
  const again = constantFrom('again', 'no')
  const parts = [
    constantFrom(0, 0, 0, 1),
    who,
    role,
    limits,
    on,
    constantFrom(...WAYS),
    constantFrom(...ENDINGS),
    again,
  ] as const
  return tuple(...parts).map(([host, person, given, agreed, room, way, [, ends], last]): readonly Step[] => {
    const place = { host, who: person, on: room }
    return [
      ...hired(VENDOR, person, given),
      ...laneThings(host),
      ...(agreed ? [{ method: 'engagements.open', command: { ...between(host), ...agreed } } as const] : []),
      ...comes(place, way),
      ...ends(place),
      ...(last === 'again'
        ? [granted(place), { method: 'members.sweep', command: { ...of(host), userId: { $user: person } } } as const]
        : []),
    ]
  })
}

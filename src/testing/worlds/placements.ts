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

/** What becomes of it. */
const ENDS = [
  'revoke',
  'leave group',
  'revoke of the group',
  'end',
  'archive vendor',
  'suspend in vendor',
  'external in vendor',
  'out of vendor',
  'over',
  'archive group',
  'own role',
  'role over',
  'other terms',
] as const

const ends = (place: Place, end: (typeof ENDS)[number]): readonly Step[] => {
  const { host, who } = place
  const swept: Step = { method: 'engagements.sweep', command: between(host) }
  const { role: _, ...rest } = (granted(place) as { command: { readonly [field: string]: Word } }).command
  const revoked: Step = { method: `${place.on}.revoke` as 'projects.revoke', command: rest }
  const vendor = of(VENDOR)
  switch (end) {
    case 'revoke':
      return [revoked]
    case 'leave group':
      return [seats(place, 'removeMembers')]
    case 'revoke of the group':
      return [toGroup(place, 'revoke'), swept]
    case 'end':
      return [
        { method: 'engagements.end', command: between(host) },
        granted(place),
        swept,
        { method: 'engagements.open', command: between(host) },
      ]
    case 'archive vendor':
      return [
        { method: 'organizations.archive', command: vendor },
        swept,
        granted(place),
        { method: 'organizations.restore', command: vendor },
      ]
    case 'suspend in vendor':
      return [member('members.suspend', VENDOR, who), granted(place), member('members.reactivate', VENDOR, who)]
    case 'external in vendor':
      return [member('members.changeRole', VENDOR, who, { role: 'external' }), swept, granted(place)]
    case 'out of vendor':
      return [
        member('members.remove', VENDOR, who),
        member('members.sweep', VENDOR, who),
        ...hired(VENDOR, who, 'internal'),
      ]
    case 'over':
      return [{ advance: 2 * DAY }, swept]
    case 'archive group':
      return [{ method: 'groups.archive', command: { ...of(host), groupId: groupOf(place) } }, swept]
    case 'own role':
      return [member('members.changeRole', host, who, { role: 'external' }), revoked, seats(place, 'removeMembers')]
    case 'other terms':
      return [
        { method: 'engagements.update', command: { ...between(host), seats: 0 } },
        {
          method: 'engagements.update',
          command: { ...between(host), scope: { projects: [], datasets: [] }, seats: null },
        },
        granted(place),
        { method: 'engagements.list', command: { ...of(host), side: 'host' } },
        { method: 'engagements.update', command: { ...between(host), scope: null } },
      ]
    case 'role over':
      return [
        member('members.changeRole', VENDOR, who, { role: 'internal', until: expiries[0] ?? 0 }),
        { advance: 2 * DAY },
        granted(place),
        swept,
      ]
  }
}

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
    constantFrom(...ENDS),
    again,
  ] as const
  return tuple(...parts).map(([host, person, given, agreed, room, way, end, last]): readonly Step[] => {
    const place = { host, who: person, on: room }
    return [
      ...hired(VENDOR, person, given),
      ...laneThings(host),
      ...(agreed ? [{ method: 'engagements.open', command: { ...between(host), ...agreed } } as const] : []),
      ...comes(place, way),
      ...ends(place, end),
      ...(last === 'again'
        ? [granted(place), { method: 'members.sweep', command: { ...of(host), userId: { $user: person } } } as const]
        : []),
    ]
  })
}

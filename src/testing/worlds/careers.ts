import type fc from 'fast-check'
import { FOUNDERS } from './commands.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { OPERATOR, user } from './parts.ts'
import type { Step, Word } from './steps.ts'

/** What mostly comes together in the life of a member, so that a short history gets far. */
export const careers = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> =>
  fastCheck.oneof(invited(fastCheck), teams(fastCheck), movers(fastCheck))

const BOB = 'bob@acme.com'
const INDEX = [0, 0, 0, 1, 2] as const

const cameIn = ($organization: number, address: string, role: Word): readonly Step[] => [
  {
    method: 'invitations.send',
    command: { actor: OPERATOR, organizationId: { $organization }, invitations: [{ email: address, role }] },
  },
  { method: 'invitations.accept', command: { token: { $token: address }, email: { $verified: address } } },
]

/** Somebody is invited, comes in, becomes something else, rests, is back, and goes or is put out; perhaps they return. */
const invited = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { constantFrom } = fastCheck
  const role = constantFrom<Word[]>('internal', 'internal', 'admin', 'external')
  const address = constantFrom(BOB, 'grace@eu.acme.com', 'carl@gmail.com')
  const answer = constantFrom('accept', 'accept', 'decline', 'revoke', 'resend')
  const end = constantFrom('leave', 'remove', 'stay')
  const parts = [constantFrom(...INDEX), address, role, constantFrom<Word[]>('admin', 'internal'), answer, end] as const
  return fastCheck.tuple(...parts).map(([$organization, who, first, then, answered, last]): readonly Step[] => {
    const of = { actor: OPERATOR, organizationId: { $organization }, userId: { $user: who } }
    const again = {
      actor: OPERATOR,
      organizationId: { $organization },
      invitationId: { $invitation: [$organization, who] },
    }
    const [sent, accepted] = cameIn($organization, who, first) as [Step, Step]
    const left = { actor: user(who), organizationId: { $organization } }
    if (answered === 'revoke') return [sent, { method: 'invitations.revoke', command: again }, accepted]
    if (answered === 'decline')
      return [sent, { method: 'invitations.decline', command: { token: { $token: who } } }, accepted]
    return [
      sent,
      ...(answered === 'resend' ? [{ method: 'invitations.resend', command: again } as const] : []),
      accepted,
      { method: 'members.changeRole', command: { ...of, role: then } },
      { method: 'members.setExpiry', command: { ...of, until: 1_800_000_000_000 } },
      { method: 'members.suspend', command: of },
      { method: 'members.reactivate', command: of },
      { method: 'members.reconcile', command: of },
      { method: 'members.planRemoval', command: of },
      ...(last === 'leave' ? [{ method: 'members.leave', command: left } as const] : []),
      ...(last === 'remove' ? [{ method: 'members.remove', command: of } as const] : []),
      ...(last === 'stay' ? [] : [{ method: 'members.sweep', command: of } as const]),
    ]
  })
}

const seated = ({ groupId, ...of }: { readonly [field: string]: Word }, colleague: Word): readonly Step[] => [
  { method: 'groups.create', command: { ...of, name: 'Drivers' } as Word },
  { method: 'groups.addMembers', command: { ...of, groupId, userIds: [colleague] } as Word },
  { method: 'groups.addManagers', command: { ...of, groupId, userIds: [colleague] } as Word },
]

/** A founder and a colleague have a group, a dataset and an ontology; what one is granted, the other may take back. */
const teams = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { constantFrom } = fastCheck
  const role = constantFrom<Word[]>('admin', 'user')
  const room = constantFrom('datasets', 'ontologies')
  const out = constantFrom('remove', 'suspend', 'none')
  return fastCheck
    .tuple(constantFrom(...INDEX), role, room, out)
    .map(([$organization, given, kind, end]): readonly Step[] => {
      const organizationId = { $organization }
      const founder = FOUNDERS[$organization] ?? BOB
      const actor = user(founder)
      const group = { actor, organizationId, groupId: { $group: 0 } }
      const colleague: Word = { $user: BOB }
      const which: { readonly [field: string]: Word } =
        kind === 'datasets' ? { datasetId: { $dataset: 0 } } : { ontologyId: { $ontology: 0 } }
      const on = { actor, ...which }
      const subject: Word = { kind: 'user', userId: colleague }
      const created = { actor, organizationId, name: 'Lanes', admins: [{ $user: founder }] as readonly Word[] }
      return [
        ...cameIn($organization, BOB, 'internal'),
        ...seated(group, colleague),
        { method: `${kind}.create`, command: created },
        {
          method: `${kind}.grant`,
          command: { ...on, subject: { kind: 'group', groupId: { $group: 0 } }, role: 'user' },
        },
        { method: `${kind}.grant`, command: { ...on, subject, role: given } },
        { method: `${kind}.archive`, command: on },
        { method: `${kind}.restore`, command: on },
        ...(end === 'none'
          ? []
          : [{ method: `members.${end}`, command: { actor, organizationId, userId: colleague } } as const]),
        { method: `${kind}.revoke`, command: { ...on, subject } },
        { method: 'groups.removeManagers', command: { ...group, userIds: [colleague] } },
        { method: 'groups.removeMembers', command: { ...group, userIds: [colleague] } },
        ...(end === 'suspend' ? [{ method: 'groups.archive', command: group } as const] : []),
      ]
    })
}

/** Somebody takes another address, and somebody else the one that was left; an account is closed, and opened again. */
const movers = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<readonly Step[]> => {
  const { constantFrom } = fastCheck
  const to = constantFrom('ken@shop.co.uk', 'grace@eu.acme.com', 'vera@vendor.com')
  const end = constantFrom('deactivate', 'sign up', 'none')
  return fastCheck.tuple(constantFrom(...INDEX), to, end).map(([$organization, email, last]): readonly Step[] => {
    const of = { actor: OPERATOR, userId: { $user: BOB } }
    const moved = { actor: OPERATOR, userId: { $user: email } }
    return [
      ...cameIn($organization, BOB, 'internal'),
      { method: 'users.changeEmail', command: { ...of, email } },
      {
        method: 'users.confirmEmail',
        command: { userId: { $user: BOB }, token: { $token: email }, email: { $verified: email } },
      },
      ...(last === 'sign up' ? [{ method: 'users.signUp', command: { email: { $verified: BOB } } } as const] : []),
      ...(last === 'deactivate'
        ? [
            { method: 'users.deactivate', command: moved } as const,
            { method: 'users.reactivate', command: moved } as const,
          ]
        : []),
    ]
  })
}

import type fc from 'fast-check'
import { DAY } from '../../core/kernel/index.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import type { Method, Step, Word } from './steps.ts'

type Words = { readonly [field: string]: fc.Arbitrary<Word> }

/** What commands about members, groups and content are made of. */
export type Parts = {
  readonly actor: fc.Arbitrary<Word>
  readonly organization: fc.Arbitrary<Word>
  readonly user: fc.Arbitrary<Word>
  readonly email: fc.Arbitrary<Word>
  readonly address: fc.Arbitrary<string>
  ask(method: Method, fields: Words): fc.Arbitrary<Step>
}

/** An expiry soon, and one that is over; the clock of a universe begins in 2026. */
const BEGINS = 1_767_225_600_000
export const expiries = [BEGINS + DAY, BEGINS + 100 * DAY, 1]

/** Roles change, people are suspended, come back, leave and are put out. */
export const memberSteps = (fastCheck: FastCheckOfWorlds, parts: Parts): fc.Arbitrary<Step> => {
  const { ask, actor, organization: organizationId, user: userId, email } = parts
  const { constantFrom, oneof } = fastCheck
  const of = { actor, organizationId, userId }
  const role = constantFrom<Word[]>('admin', 'internal', 'external', 'workforce', 'owner')
  const until: fc.Arbitrary<Word> = constantFrom<Word[]>(null, ...expiries)
  const people = fastCheck.array(fastCheck.record({ email, role }), { minLength: 1, maxLength: 3 })
  return oneof(
    { weight: 4, arbitrary: ask('members.import', { actor, organizationId, people }) },
    { weight: 6, arbitrary: ask('members.changeRole', { ...of, role }) },
    { weight: 2, arbitrary: ask('members.changeRole', { ...of, role, until: constantFrom<Word[]>(...expiries) }) },
    { weight: 3, arbitrary: ask('members.suspend', of) },
    { weight: 4, arbitrary: ask('members.reactivate', of) },
    { weight: 3, arbitrary: ask('members.setExpiry', { ...of, until }) },
    { weight: 2, arbitrary: ask('members.leave', { actor, organizationId }) },
    { weight: 3, arbitrary: ask('members.remove', of) },
    { weight: 3, arbitrary: ask('members.sweep', of) },
    { weight: 3, arbitrary: ask('members.reconcile', of) },
    { weight: 1, arbitrary: ask('members.planRemoval', of) },
  )
}

/** Accounts are closed and opened again, and addresses change in two steps. */
export const accountSteps = (fastCheck: FastCheckOfWorlds, parts: Parts): fc.Arbitrary<Step> => {
  const { ask, actor, user: userId, address } = parts
  const { oneof } = fastCheck
  const confirmed = address.map(
    ($verified): Word => ({ email: { $verified }, token: { $token: $verified }, userId: { $user: 'bob@acme.com' } }),
  )
  return oneof(
    { weight: 2, arbitrary: ask('users.deactivate', { actor, userId }) },
    { weight: 4, arbitrary: ask('users.reactivate', { actor, userId }) },
    {
      weight: 3,
      arbitrary: ask('users.changeEmail', {
        actor,
        userId: fastCheck.constant<Word>({ $user: 'bob@acme.com' }),
        email: address.map((each): Word => each),
      }),
    },
    { weight: 3, arbitrary: confirmed.map((command): Step => ({ method: 'users.confirmEmail', command })) },
  )
}

/** Groups with members and managers, datasets and ontologies with grants. */
export const contentSteps = (fastCheck: FastCheckOfWorlds, parts: Parts): fc.Arbitrary<Step> => {
  const { ask, actor, organization: organizationId, user } = parts
  const { constant, constantFrom, oneof, record } = fastCheck
  const index = constantFrom(0, 0, 1, 2)
  const group = { actor, organizationId, groupId: index.map(($group): Word => ({ $group })) }
  const two = fastCheck.tuple(user, user).map(([one, other]): Word => [one, other])
  const seats = { ...group, userIds: oneof({ weight: 6, arbitrary: user.map((each): Word => [each]) }, two) }
  const name = constant<Word>('Lanes')
  const kind = constantFrom('datasets', 'datasets', 'ontologies')
  const role = constantFrom<Word[]>('admin', 'user', 'annotator')
  const subject = oneof(
    { weight: 3, arbitrary: user.map((userId): Word => ({ kind: 'user', userId })) },
    { weight: 1, arbitrary: index.map(($group): Word => ({ kind: 'group', groupId: { $group } })) },
  )
  const on = (verb: string, more: Words = {}) =>
    kind.chain(room =>
      record({ actor, id: index, ...more }).map(({ id, ...command }): Step => {
        const which = room === 'datasets' ? { datasetId: { $dataset: id } } : { ontologyId: { $ontology: id } }
        return { method: `${room}.${verb}` as Method, command: { ...command, ...which } as Word }
      }),
    )
  const created = kind.chain(room =>
    ask(`${room}.create` as Method, { actor, organizationId, name, admins: user.map((each): Word => [each]) }),
  )
  return oneof(
    { weight: 2, arbitrary: ask('groups.create', { actor, organizationId, name }) },
    { weight: 4, arbitrary: ask('groups.addMembers', seats) },
    { weight: 2, arbitrary: ask('groups.removeMembers', seats) },
    { weight: 2, arbitrary: ask('groups.addManagers', seats) },
    { weight: 1, arbitrary: ask('groups.removeManagers', seats) },
    { weight: 1, arbitrary: ask('groups.archive', group) },
    { weight: 3, arbitrary: created },
    { weight: 5, arbitrary: on('grant', { subject, role }) },
    { weight: 1, arbitrary: on('grant', { subject, role, until: constantFrom<Word[]>(...expiries) }) },
    { weight: 3, arbitrary: on('revoke', { subject }) },
    { weight: 1, arbitrary: on('archive') },
    { weight: 1, arbitrary: on('restore') },
  )
}

/** People are invited, once or again, and answer or are too late. */
export const invitationSteps = (fastCheck: FastCheckOfWorlds, parts: Parts): fc.Arbitrary<Step> => {
  const { ask, actor, organization: organizationId, address } = parts
  const { constantFrom, oneof, tuple } = fastCheck
  const role = constantFrom<Word[]>('admin', 'internal', 'internal', 'external', 'workforce', 'owner')
  const sent = tuple(address, role).map(([email, each]): Word => [{ email, role: each }])
  const organization = constantFrom(0, 0, 1, 2)
  const invitationId = tuple(organization, address).map(([at, to]): Word => ({ $invitation: [at, to] }))
  const token = constantFrom('$token', '$token', '$token', '$oldToken')
  const answered = (method: Method) =>
    tuple(address, token, address, constantFrom(0, 0, 0, 1)).map(([to, which, other, mixed]): Step => {
      const command = { token: { [which]: to } }
      const email = { $verified: mixed === 1 ? other : to }
      return { method, command: (method === 'invitations.accept' ? { ...command, email } : command) as Word }
    })
  const kind = constantFrom('dataset', 'project')
  const granted = tuple(address, role, kind, organization, constantFrom<Word[]>('admin', 'user', 'annotator')).map(
    ([email, each, which, at, given]): Word => [
      { email, role: each, grants: [{ kind: which, id: { [`$${which}`]: at }, role: given }] },
    ],
  )
  return oneof(
    { weight: 6, arbitrary: ask('invitations.send', { actor, organizationId, invitations: sent }) },
    { weight: 2, arbitrary: ask('invitations.send', { actor, organizationId, invitations: granted }) },
    { weight: 1, arbitrary: ask('invitations.resend', { actor, organizationId, invitationId }) },
    { weight: 1, arbitrary: ask('invitations.revoke', { actor, organizationId, invitationId }) },
    { weight: 6, arbitrary: answered('invitations.accept') },
    { weight: 1, arbitrary: answered('invitations.decline') },
    { weight: 1, arbitrary: ask('invitations.list', { actor, organizationId }) },
  )
}

import type fc from 'fast-check'
import { DAY, MINUTE } from '../../core/kernel/index.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { OPERATOR, proven, user } from './parts.ts'
import type { Method, Step, Word } from './steps.ts'
import { founding, type ReachableWorld, worldOf } from './worlds.ts'

/** An admin of Acme, two of its people, and an admin of another organization, who is a guest of Acme. */
const PEOPLE = ['bob@acme.com', 'bob@acme.com', 'grace@acme.com', 'ada@acme.com', 'vera@vendor.com'] as const
const ACME = { match: 'exact', role: 'internal', joining: 'automatic' } as const

const arriving: readonly Step[] = [
  ...proven(0, 'acme.com', ACME),
  ...['bob@acme.com', 'grace@acme.com'].map(
    (who): Step => ({ method: 'users.signUp', command: { email: { $verified: who } } }),
  ),
  {
    method: 'invitations.send',
    command: {
      actor: OPERATOR,
      organizationId: { $organization: 0 },
      invitations: [{ email: 'vera@vendor.com', role: 'external' }],
    },
  },
  {
    method: 'invitations.accept',
    command: { token: { $token: 'vera@vendor.com' }, email: { $verified: 'vera@vendor.com' } },
  },
]

/** Of nobody who proved anything by a factor. */
const PASSWORD_ALONE = { $session: 'nobody@acme.com' }

const own = (method: Method, who: string, more: { readonly [field: string]: Word } = {}): Step => ({
  method,
  command: { actor: user(who), ...more },
})

const withSession = (method: Method, who: string, more: { readonly [field: string]: Word } = {}): Step =>
  own(method, who, { session: { $session: who }, ...more })

const answered = (who: string, factorId: Word, code: Word): Step =>
  withSession('mfa.answer', who, { answer: { kind: 'code', factorId, code } })

/** An app, a number or the mail is set up; now and then what is typed is wrong, or late. */
const enrollments = (fastCheck: FastCheckOfWorlds, who: fc.Arbitrary<string>): fc.Arbitrary<readonly Step[]> => {
  const kind = fastCheck.constantFrom('totp', 'totp', 'sms', 'email_otp')
  const end = fastCheck.constantFrom('right', 'right', 'right', 'wrong', 'late', 'twice', 'never')
  return fastCheck.tuple(who, kind, end).map(([each, what, how]): readonly Step[] => {
    const begun = { kind: what, ...(what === 'sms' && { phoneNumber: '+4930123456' }) }
    const code = how === 'wrong' ? '123456' : { [what === 'totp' ? '$app' : '$message']: each }
    const confirmed = own('mfa.confirm', each, { factorId: { $factor: each }, code })
    return [
      withSession('mfa.enroll', each, begun),
      ...(how === 'late' ? [{ advance: 61 * MINUTE }] : []),
      ...(how === 'never' ? [] : [confirmed]),
      ...(how === 'twice' ? [confirmed] : []),
    ]
  })
}

/** A factor is used, once, twice with the same code, or until it is locked. */
const uses = (fastCheck: FastCheckOfWorlds, who: fc.Arbitrary<string>): fc.Arbitrary<readonly Step[]> => {
  const at = fastCheck.constantFrom(0, -1)
  const how = fastCheck.constantFrom('app', 'app twice', 'message', 'wrong', 'list', 'list')
  return fastCheck.tuple(who, at, how).map(([each, index, way]): readonly Step[] => {
    const factorId = { $factor: [each, index] }
    const app = answered(each, factorId, { $app: each })
    const listed = { kind: 'recovery_code', code: { $listed: [each, 0] } }
    const byList = withSession('mfa.answer', each, { answer: listed })
    const ways: { readonly [name: string]: readonly Step[] } = {
      app: [{ advance: MINUTE / 2 }, app],
      'app twice': [{ advance: MINUTE / 2 }, app, app],
      message: [
        { advance: MINUTE },
        withSession('mfa.challenge', each, { factorId }),
        answered(each, factorId, { $message: each }),
      ],
      wrong: Array.from({ length: 6 }, () => answered(each, factorId, '123456')),
      list: [withSession('mfa.recoveryCodes', each), byList, byList],
    }
    return ways[way] ?? []
  })
}

/** What is done about factors, by their user, by an admin or by the operator. */
const care = (fastCheck: FastCheckOfWorlds, who: fc.Arbitrary<string>): fc.Arbitrary<readonly Step[]> => {
  const { constantFrom, oneof, tuple } = fastCheck
  const admin = constantFrom<(readonly [actor: Word, session: Word])[]>(
    [OPERATOR, { $session: 'ada@acme.com' }],
    [user('ada@acme.com'), { $session: 'ada@acme.com' }],
    [user('ada@acme.com'), { authenticated: [] }],
  )
  const managed = (method: Method, more: (session: Word) => { readonly [field: string]: Word }) =>
    tuple(who, admin).map(
      ([each, [actor, session]]): Step => ({ method, command: { actor, userId: { $user: each }, ...more(session) } }),
    )
  const removed = tuple(who, constantFrom(0, -1)).map(
    ([each, at]): Step => withSession('mfa.removeFactor', each, { factorId: { $factor: [each, at] } }),
  )
  const reset = managed('mfa.reset', session => ({ session, reason: 'lost' }))
  const unlocked = managed('mfa.unlock', () => ({}))
  const closed = managed('users.deactivate', () => ({}))
  const opened = managed('users.reactivate', () => ({}))
  const trusted = who.map(
    (each): Step => withSession('mfa.trustDevice', each, { organizationId: { $organization: 0 } }),
  )
  const sealed: Step = { method: 'mfa.reseal', command: { actor: OPERATOR } }
  const moved = who.map((each): Step => {
    const command = { userId: { $user: each }, email: `new-${each}` }
    return withSession('users.changeEmail', each, command)
  })
  const one = oneof(
    { weight: 4, arbitrary: removed },
    { weight: 2, arbitrary: reset },
    { weight: 2, arbitrary: unlocked },
    { weight: 1, arbitrary: closed },
    { weight: 1, arbitrary: opened },
    { weight: 1, arbitrary: trusted },
    { weight: 1, arbitrary: moved },
    { weight: 1, arbitrary: fastCheck.constant(sealed) },
    { weight: 2, arbitrary: constantFrom<Step[]>({ advance: 11 * MINUTE }, { advance: DAY }, { advance: -MINUTE }) },
  )
  return one.map((step): readonly Step[] => [step])
}

/** Who may set a policy: the operator, and the two who founded, by a session of just now. */
const SETTERS: readonly (readonly [actor: Word, organizations: readonly number[], session?: string])[] = [
  [OPERATOR, [0, 0, 1]],
  [user('ada@acme.com'), [0], 'ada@acme.com'],
  [user('vera@vendor.com'), [1], 'vera@vendor.com'],
]

/** Each takes something that the people here can enrol, so that whoever is asked to can. */
const TAKEN = [['totp'], ['totp', 'email_otp'], ['email_otp', 'sms'], ['totp', 'webauthn']] as const

const policies = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<Step> => {
  const { constantFrom, record } = fastCheck
  const policy = record(
    {
      mode: constantFrom('off', 'optional', 'required', 'required', 'required'),
      factors: constantFrom<Word[]>(...TAKEN),
      grace: constantFrom(0, DAY),
      onOverdue: constantFrom('block', 'suspend'),
      rememberedDevices: constantFrom(DAY, 30 * DAY),
    },
    { requiredKeys: ['mode', 'rememberedDevices'] },
  )
  const where = constantFrom(...SETTERS).chain(([actor, indexes, session]) =>
    constantFrom(...indexes).map($organization => ({
      actor,
      organizationId: { $organization },
      ...(session !== undefined && { session: { $session: session } }),
    })),
  )
  return fastCheck
    .tuple(where, policy)
    .map(([asked, policy]): Step => ({ method: 'mfa.setPolicy', command: { ...asked, policy } }))
}

const swept = (fastCheck: FastCheckOfWorlds): fc.Arbitrary<Step> =>
  fastCheck
    .constantFrom(OPERATOR, user('ada@acme.com'))
    .map((actor): Step => ({ method: 'mfa.sweepOverdue', command: { actor, organizationId: { $organization: 0 } } }))

/** A policy is set, and what depends on it is done. */
const binding = (fastCheck: FastCheckOfWorlds, who: fc.Arbitrary<string>): fc.Arbitrary<readonly Step[]> => {
  const way = fastCheck.constantFrom('alone', 'sign in', 'enrol', 'enrol', 'too late', 'back')
  return fastCheck.tuple(policies(fastCheck), who, way, swept(fastCheck)).map(([set, each, how, sweep]) => {
    const organizationId = { $organization: 0 }
    const member = { userId: { $user: each } }
    const enters = (session: Word): Step => ({
      method: 'mfa.evaluateSignIn',
      command: { ...member, organizationId, session },
    })
    const entered = enters({ $session: each })
    const enrolled: readonly Step[] = [
      withSession('mfa.enroll', each, { kind: 'totp' }),
      own('mfa.confirm', each, { factorId: { $factor: each }, code: { $app: each } }),
      withSession('mfa.trustDevice', each, { organizationId }),
      withSession('mfa.removeFactor', each, { factorId: { $factor: each } }),
    ]
    const back: readonly Step[] = [
      { method: 'mfa.reset', command: { actor: OPERATOR, ...member, reason: 'lost' } },
      { method: 'members.reactivate', command: { actor: OPERATOR, organizationId, ...member } },
    ]
    const ways: { readonly [name: string]: readonly Step[] } = {
      alone: [],
      'sign in': [enters(PASSWORD_ALONE), entered],
      enrol: [entered, ...enrolled, entered, enters(PASSWORD_ALONE)],
      'too late': [{ advance: DAY }, entered, sweep, entered],
      back: [{ advance: DAY }, sweep, ...back, entered, ...enrolled],
    }
    return [set, ...(ways[how] ?? [])]
  })
}

/** Worlds in which factors are set up, used, taken away and locked, under policies that ask for them: by most of their steps, and about nothing else. */
export const mfaWorlds = (fastCheck: FastCheckOfWorlds, most = 25): fc.Arbitrary<ReachableWorld> => {
  const who = fastCheck.constantFrom<string[]>(...PEOPLE)
  const phrase = fastCheck.oneof(
    { weight: 3, arbitrary: enrollments(fastCheck, who) },
    { weight: 4, arbitrary: uses(fastCheck, who) },
    { weight: 3, arbitrary: care(fastCheck, who) },
    { weight: 2, arbitrary: binding(fastCheck, who) },
  )
  return fastCheck
    .array(phrase, { maxLength: most, size: 'max' })
    .map(phrases => worldOf([...founding, ...arriving, ...phrases.flat()]))
}

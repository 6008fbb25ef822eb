import type { UserFactors } from '../../src/core/factor/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import {
  askedCode,
  byPassword,
  codeAt,
  codesOf,
  deliveredIn,
  enrolSms,
  enrolTotp,
  type MfaWorld,
  nextCode,
  PHONE,
  remembering,
  sessionWith,
} from './mfa-charter.ts'

/** What counts once, as one call that many make at the same moment, and what the losers may be told. */
export type SingleUse = {
  readonly arrange: (world: MfaWorld) => Promise<(charter: Charter<string>) => Promise<Answer<unknown>>>
  readonly losers: readonly string[]
  /** How many wrong answers of one user are looked at before they are locked out; none where losing is no failure. */
  readonly counts: boolean
}

const LOCKED = ['factors_locked', 'contention_persisted']

/** INV-16. */
export const singleUses: { readonly [what: string]: SingleUse } = {
  'a TOTP step': {
    arrange: async world => {
      const factor = await enrolTotp(world)
      const answer = { kind: 'code', factorId: factor.factorId, code: nextCode(world, factor) } as const
      const session = byPassword(world)
      return charter => charter.mfa.answer({ actor: world.ada, session, answer })
    },
    losers: ['totp_code_used', ...LOCKED],
    counts: true,
  },
  'a recovery code': {
    arrange: async world => {
      const { proof } = await enrolTotp(world)
      const [code = ''] = await codesOf(world, proof)
      const session = byPassword(world)
      return charter => charter.mfa.answer({ actor: world.ada, session, answer: { kind: 'recovery_code', code } })
    },
    losers: ['code_wrong', ...LOCKED],
    counts: true,
  },
  'a delivered code': {
    arrange: async world => {
      const { factorId } = await enrolSms(world)
      const code = await askedCode(world, factorId)
      const session = byPassword(world)
      return charter => charter.mfa.answer({ actor: world.ada, session, answer: { kind: 'code', factorId, code } })
    },
    losers: ['code_not_asked', 'contention_persisted'],
    counts: false,
  },
  'the token of a device': {
    arrange: async world => {
      const { proof } = await enrolTotp(world)
      await remembering(world)
      const session = sessionWith(...byPassword(world).authenticated, proof)
      const { token } = unwrap(await world.charter.mfa.trustDevice({ actor: world.ada, session }))
      return charter => charter.mfa.answer({ actor: world.ada, session, answer: { kind: 'device', token } })
    },
    losers: ['device_token_wrong', 'contention_persisted'],
    counts: false,
  },
  'the confirmation of an app': {
    arrange: async world => {
      const begun = { actor: world.ada, kind: 'totp', session: byPassword(world) } as const
      const { factorId, secret } = unwrap(await world.charter.mfa.enroll(begun)) as { factorId: string; secret: string }
      const code = codeAt(secret, world.clock.now())
      return charter => charter.mfa.confirm({ actor: world.ada, factorId, code })
    },
    losers: ['factor_active', 'contention_persisted'],
    counts: false,
  },
  'the confirmation of a number': {
    arrange: async world => {
      const begun = { actor: world.ada, kind: 'sms', phoneNumber: PHONE, session: byPassword(world) } as const
      const sent = await world.charter.mfa.enroll(begun)
      const code = deliveredIn(sent)
      return charter => charter.mfa.confirm({ actor: world.ada, factorId: unwrap(sent).factorId, code })
    },
    losers: ['factor_active', 'contention_persisted'],
    counts: false,
  },
}

/** How many failures are kept of the user. */
export const failuresIn = (own: UserFactors | undefined): number =>
  (own?.failures?.factors ?? []).reduce((count, { consecutive }) => count + consecutive, 0)

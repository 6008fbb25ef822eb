import { createHmac } from 'node:crypto'
import { createSecretBox } from '../../src/adapters/system/index.ts'
import { type Session, type SessionProof, type UserFactors, userFactors } from '../../src/core/factor/index.ts'
import { type Actor, put } from '../../src/core/kernel/index.ts'
import { organizations } from '../../src/core/organization/index.ts'
import type { SecretBox } from '../../src/ports/secret-box.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { seededRandom } from '../../src/testing/fakes/index.ts'
import { createWorld, type Org, type World, type WorldOptions } from './world.ts'

export const MINUTE = 60_000
export const STEP = 30_000
export const PHONE = '+4930123456'

/** A box that opens what another one like it has sealed, as two processes with one key do. */
export const sharedBox = (): SecretBox =>
  createSecretBox({ keys: { k1: new Uint8Array(32).fill(7) }, current: 'k1', random: seededRandom(3) })

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 §6, read bit by bit. */
export const fromBase32 = (text: string): Buffer => {
  const bits = [...text].map(letter => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
}

/** RFC 6238, written anew from the text of the standard. */
export const codeAt = (secret: string, at: number): string => {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(Math.floor(at / STEP)))
  const mac = createHmac('sha1', fromBase32(secret)).update(message).digest()
  const offset = mac.readUInt8(19) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code of six digits that none of the steps around now has. */
export const wrongCode = (secret: string, at: number): string => {
  const right = [-2, -1, 0, 1, 2].map(step => codeAt(secret, at + step * STEP))
  const other = [1, 2, 3, 4, 5, 6].map(number => String(number).padStart(6, '0'))
  return other.find(code => !right.includes(code)) as string
}

/** The code that an answer hands the host to deliver. */
export const deliveredIn = (answer: Answer<unknown>): string => {
  const effect = answer.ok ? answer.effects.find(({ kind }) => kind === 'deliver_code') : undefined
  if (typeof effect?.secret?.['code'] !== 'string') throw new Error('no code was made')
  return effect.secret['code']
}

/** What `notify_user` tells, of an answer or of the whole outbox. */
export const told = (of: Answer<unknown> | World): readonly unknown[] => {
  const all = 'outbox' in of ? of.outbox() : of.ok ? of.effects : []
  return all.flatMap(({ kind, payload }) => (kind === 'notify_user' ? [payload['about']] : []))
}

export const otherThan = (code: string): string => (code === '000000' ? '000001' : '000000')

export const sessionWith = (...authenticated: readonly SessionProof[]): Session => ({ authenticated })

export const byPassword = (world: Pick<World, 'clock'>): Session =>
  sessionWith({ method: 'password', at: world.clock.now() })

export type Totp = { readonly factorId: string; readonly secret: string; readonly proof: SessionProof }

/** A factor that is active, and by which the session of now was proven. */
export type Active = { readonly factorId: string; readonly proof: SessionProof }

export type MfaWorld = World & {
  readonly acme: Org
  readonly ada: Actor
  readonly adaId: string
  /** The same store, clock and key, after a restart. */
  restarted(): Charter<string>
  own(userId?: string): Promise<UserFactors | undefined>
}

export const createMfaWorld = (options: WorldOptions = {}): Promise<MfaWorld> =>
  mfaWorldOver(createWorld({ secrets: sharedBox(), ...options }), options)

/** The same over a world that is there. */
export const mfaWorldOver = async (world: World, options: WorldOptions = {}): Promise<MfaWorld> => {
  const acme = await world.found('Acme')
  return {
    ...world,
    acme,
    ada: acme.admin,
    adaId: acme.adminId,
    restarted: () => createWorldOver(world, options),
    own: (userId = acme.adminId) => world.get(userFactors, userId),
  }
}

const createWorldOver = (world: World, options: WorldOptions): Charter<string> => {
  let count = 0
  return createCharter<string>({
    store: world.store,
    clock: world.clock.now,
    ids: () => `again${++count}`,
    random: seededRandom(99),
    secrets: options.secrets ?? sharedBox(),
  })
}

type Asking = { readonly actor?: Actor; readonly session?: Session }

const asks = (world: MfaWorld, { actor = world.ada, session = byPassword(world) }: Asking) => ({ actor, session })

export const enrolTotp = async (world: MfaWorld, asking: Asking = {}): Promise<Totp> => {
  const { actor, session } = asks(world, asking)
  const { factorId, secret } = unwrap(await world.charter.mfa.enroll({ actor, kind: 'totp', session }))
  const code = codeAt(secret, world.clock.now())
  const { proof } = unwrap(await world.charter.mfa.confirm({ actor, factorId, code }))
  return { factorId, secret, proof }
}

/** A code that was not used: time goes on for it. */
export const nextCode = (world: Pick<World, 'clock'>, { secret }: Pick<Totp, 'secret'>): string =>
  codeAt(secret, world.clock.advance(STEP))

const enrolDelivered = async (world: MfaWorld, kind: 'sms' | 'email_otp', asking: Asking, phoneNumber: string) => {
  const { actor, session } = asks(world, asking)
  const of = kind === 'sms' ? { kind, phoneNumber } : { kind }
  const begun = await world.charter.mfa.enroll({ actor, session, ...of } as never)
  const { factorId } = unwrap(begun)
  const { proof } = unwrap(await world.charter.mfa.confirm({ actor, factorId, code: deliveredIn(begun) }))
  return { factorId, proof }
}

/** Time goes on after it, so that the next message may be sent. */
export const enrolSms = async (world: MfaWorld, asking: Asking = {}, phoneNumber = PHONE): Promise<Active> => {
  const enrolled = await enrolDelivered(world, 'sms', asking, phoneNumber)
  world.clock.advance(STEP)
  return enrolled
}

export const enrolEmail = async (world: MfaWorld, asking: Asking = {}): Promise<Active> => {
  const enrolled = await enrolDelivered(world, 'email_otp', asking, '')
  world.clock.advance(STEP)
  return enrolled
}

export const credentialOf = (challenge: string, id = 'a2V5', counter = 1) => ({
  id,
  publicKey: 'cHVibGlj',
  counter,
  deviceBound: true,
  challenge,
})

export const enrolKey = async (world: MfaWorld, asking: Asking = {}, id = 'a2V5', counter = 1): Promise<Active> => {
  const { actor, session } = asks(world, asking)
  const begun = unwrap(await world.charter.mfa.enroll({ actor, session, kind: 'webauthn' }))
  if (begun.kind !== 'webauthn') throw new Error(begun.kind)
  const credential = credentialOf(begun.challenge, id, counter)
  const { factorId } = begun
  const { proof } = unwrap(await world.charter.mfa.confirm({ actor, factorId, credential }))
  return { factorId, proof }
}

/** Asks for a code, and answers it as it was delivered. */
export const askedCode = async (world: MfaWorld, factorId: string, asking: Asking = {}): Promise<string> =>
  deliveredIn(await world.charter.mfa.challenge({ ...asks(world, asking), factorId }))

export const answerWith = (world: MfaWorld, factorId: string, code: string, asking: Asking = {}) =>
  world.charter.mfa.answer({ ...asks(world, asking), answer: { kind: 'code', factorId, code } })

/** Recovery codes, by the proof of a factor. */
export const codesOf = async (world: MfaWorld, proof: SessionProof): Promise<readonly string[]> =>
  unwrap(await world.charter.mfa.recoveryCodes({ actor: world.ada, session: sessionWith(proof) })).codes

/** Lets Acme remember devices. */
export const remembering = async (world: MfaWorld, rememberedDevices = 30 * 86_400_000): Promise<void> => {
  const { acme } = world
  const record = await world.get(organizations, acme.id)
  const mfa = { mode: 'optional', factors: ['totp', 'webauthn'], rememberedDevices } as const
  await world.write(put(organizations, { ...record, mfa } as never))
}

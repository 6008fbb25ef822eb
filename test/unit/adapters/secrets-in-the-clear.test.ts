import { describe, expect, it } from 'vitest'
import { createSecretBox, ephemeralSecretBox, secretsInTheClear } from '../../../src/adapters/system/index.ts'
import { factorSecrets, secretContext } from '../../../src/core/factor/index.ts'
import type { SecretBox } from '../../../src/ports/secret-box.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { seededRandom } from '../../../src/testing/fakes/index.ts'
import { withGrace } from '../../support/addresses.ts'
import { active, give } from '../../support/factors.ts'
import { createWorld, OPERATOR } from '../../support/world.ts'

const SAID = { iUnderstand: 'every_factor_can_be_read' } as const
const SECRET = 'JBSWY3DPEHPK3PXP'

describe('secretsInTheClear', () => {
  it('is made only by whoever says what it means (MFA-16)', () => {
    for (const options of [undefined, null, {}, { iUnderstand: true }, { iUnderstand: 'yes' }])
      expect(() => secretsInTheClear(options as never)).toThrow(TypeError)
  })

  it('shows the secrets of factors, each for its own factor alone', () => {
    const box = secretsInTheClear(SAID)
    const sealed = box.seal(SECRET, 'factor/ada/phone')
    expect(sealed).toContain(SECRET)
    expect(box.open(sealed, 'factor/ada/phone')).toBe(SECRET)
    expect(box.open(sealed, 'factor/bob/phone')).toBeNull()
    for (const text of ['', 'clear.', 'clear.{}', 'clear.null', 'clear.["factor/ada/phone",1]', sealed.slice(0, -1)])
      expect(box.open(text, 'factor/ada/phone')).toBeNull()
  })

  it('shows nothing else: tokens and codes are sealed as ever (INV-21)', () => {
    const random = seededRandom(3)
    const otherwise = createSecretBox({ keys: { k: random(32) }, current: 'k', random })
    for (const box of [secretsInTheClear(SAID), secretsInTheClear({ ...SAID, otherwise })]) {
      const sealed = box.seal('token', 'effect/e1')
      expect(sealed).not.toContain('token')
      expect(box.open(sealed, 'effect/e1')).toBe('token')
      expect(box.open(sealed, 'effect/e2')).toBeNull()
    }
    expect(otherwise.open(secretsInTheClear({ ...SAID, otherwise }).seal('token', 'effect/e1'), 'effect/e1')).toBe(
      'token',
    )
  })

  const resealed = async (secrets: SecretBox, sealing: SecretBox = secrets) => {
    const world = createWorld({ secrets })
    const { userId } = await withGrace(world)
    const sealed = (factorId: string) => sealing.seal(SECRET, secretContext(userId, factorId))
    await give(world, userId, { factors: [active('totp')], sealed })
    unwrap(await world.charter.mfa.reseal({ actor: OPERATOR }))
    return world.all(factorSecrets)[0]?.sealed
  }

  it('is the one box by which a charter stores a factor that can be read (MFA-16)', async () => {
    expect(await resealed(secretsInTheClear(SAID))).toContain(SECRET)
    expect(await resealed(ephemeralSecretBox(seededRandom(1)))).not.toContain(SECRET)
    const plain = secretsInTheClear(SAID)
    for (const copy of [{ ...plain }, Object.create(plain) as SecretBox, new Proxy(plain, {})])
      await expect(resealed(copy)).rejects.toThrow('shows the secret')
    const blabbing = { seal: (secret: string) => `-${secret}-`, open: () => SECRET }
    await expect(resealed(blabbing)).rejects.toThrow('shows the secret')
  })
})

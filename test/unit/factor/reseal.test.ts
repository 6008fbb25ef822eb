import { describe, expect, it } from 'vitest'
import { createSecretBox, ephemeralSecretBox, secretsInTheClear } from '../../../src/adapters/system/index.ts'
import { factorSecrets, secretContext } from '../../../src/core/factor/index.ts'
import { PLATFORM } from '../../../src/core/kernel/index.ts'
import type { SecretBox } from '../../../src/ports/secret-box.ts'
import type { Store } from '../../../src/ports/store.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { seededRandom } from '../../../src/testing/fakes/index.ts'
import { withGrace } from '../../support/addresses.ts'
import { active, give } from '../../support/factors.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, createWorld, noted, OPERATOR, type World } from '../../support/world.ts'

const random = seededRandom(9)
const [k1, k2] = [random(32), random(32)]
const old = createSecretBox({ keys: { k1 }, current: 'k1', random })
const both = createSecretBox({ keys: { k1, k2 }, current: 'k2', random })
const next = createSecretBox({ keys: { k2 }, current: 'k2', random })

/** So many users with an app each, whose secrets are sealed by this box. */
const people = async (world: World, box: SecretBox, count = 3): Promise<readonly string[]> => {
  const { acme } = await withGrace(world)
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const { id } = await world.user(`user${index}@people.com`, acme)
    const sealed = (factorId: string) => box.seal(`secret of ${id}`, secretContext(id, factorId))
    await give(world, id, { factors: [active('totp')], sealed })
    ids.push(id)
  }
  return ids.sort()
}

const inOrder = (world: World) => [...world.all(factorSecrets)].sort((a, b) => (a.userId < b.userId ? -1 : 1))

const openedBy = (world: World, box: SecretBox) =>
  inOrder(world).map(({ userId, factorId, sealed }) => box.open(sealed, secretContext(userId, factorId)))

const reseal = (world: World, more: object = {}) => world.charter.mfa.reseal({ actor: OPERATOR, ...more })

describe('reseal', () => {
  it('seals all anew, page by page, so that the old key can go (MFA-16)', async () => {
    const world = createWorld({ secrets: both })
    const ids = await people(world, old)
    const secrets = ids.map(id => `secret of ${id}`)
    expect(openedBy(world, both)).toEqual(secrets)
    expect(openedBy(world, next)).toEqual([null, null, null])
    const first = unwrap(await reseal(world, { limit: 2 }))
    expect(first).toEqual({ resealed: 2, unreadable: [], next: expect.any(String) })
    expect(openedBy(world, next)).toEqual([...secrets.slice(0, 2), null])
    const second = unwrap(await reseal(world, { limit: 2, after: first.next }))
    expect(second).toEqual({ resealed: 1, unreadable: [] })
    expect(openedBy(world, next)).toEqual(secrets)
    expect(noted(world.entries(PLATFORM).at(-1))).toEqual({
      action: 'mfa.reseal',
      actor: OPERATOR,
      rules: ['MFA-16'],
      targets: [],
    })
  })

  it('names what no key opens, and leaves it as it is (MFA-16)', async () => {
    const world = createWorld({ secrets: next })
    const ids = await people(world, old)
    const before = world.all(factorSecrets)
    const unreadable = ids.map(userId => ({ userId, factorId: 'the-totp' }))
    expect(unwrap(await reseal(world))).toEqual({ resealed: 0, unreadable })
    expect(world.all(factorSecrets)).toEqual(before)
  })

  it('does not open for one factor what was sealed for another (MFA-16)', async () => {
    const world = createWorld({ secrets: both })
    const { userId } = await withGrace(world)
    const sealed = () => old.seal('secret', secretContext(userId, 'another'))
    await give(world, userId, { factors: [active('totp')], sealed })
    expect(unwrap(await reseal(world))).toMatchObject({ resealed: 0, unreadable: [{ userId }] })
  })

  it('does not write over a secret that came in between', async () => {
    const world = createWorld({
      secrets: both,
      before: store => ({
        ...store,
        commit: async changes => {
          const meant = changes.writes.find(({ ref }) => ref.startsWith('factor_secret/'))
          if (meant && between.length > 0) await between.pop()?.()
          return store.commit(changes)
        },
      }),
    })
    const between: (() => Promise<unknown>)[] = []
    const [id = ''] = await people(world, old, 1)
    const later = both.seal('later', secretContext(id, 'the-totp'))
    between.push(() => give(world, id, { sealed: () => later }))
    expect(unwrap(await reseal(world))).toMatchObject({ resealed: 1 })
    expect(openedBy(world, next)).toEqual(['later'])
  })

  it('begins to seal what was stored in the clear', async () => {
    const open = secretsInTheClear({ iUnderstand: 'every_factor_can_be_read' })
    const moving = { seal: both.seal, open: (text: string, of: string) => both.open(text, of) ?? open.open(text, of) }
    const world = createWorld({ secrets: moving })
    const [id] = await people(world, open, 1)
    expect(unwrap(await reseal(world))).toEqual({ resealed: 1, unreadable: [] })
    expect(openedBy(world, next)).toEqual([`secret of ${id}`])
  })

  const refusals: Refusals<Charter<string>['mfa']['reseal']> = {
    operator_only: async world => {
      const { acme } = await withGrace(world)
      return () => world.charter.mfa.reseal({ actor: acme.admin })
    },
  }
  itRefuses(refusals)

  it('tells nobody but the operator whose secrets there are (ORG-6)', async () => {
    const world = createWorld()
    expect(await world.charter.mfa.reseal({ actor: as('nobody'), after: 'nowhere' })).toMatchObject({
      refusal: { code: 'operator_only' },
    })
    expect(await reseal(world, { after: 'nowhere' })).toMatchObject({ refusal: { code: 'cursor_invalid' } })
  })
})

describe('a charter without secrets', () => {
  /** The key that such a charter makes itself, as its randomness gives it first. */
  const ephemeral = () => ephemeralSecretBox(seededRandom(5))
  const charterOn = (store: Store, world: World) =>
    createCharter({ store, clock: world.clock.now, random: seededRandom(5), ids: () => 'commit' })

  it('keeps no factor under a key of the process in a store that stays (MFA-16)', async () => {
    const world = createWorld()
    await people(world, ephemeral(), 1)
    const { get, list, commit } = world.store
    const before = world.snapshot()
    await expect(charterOn({ get, list, commit }, world).mfa.reseal({ actor: OPERATOR })).rejects.toThrow(TypeError)
    expect(world.snapshot()).toEqual(before)
  })

  it('does so in a store that is gone with the process as well', async () => {
    const world = createWorld()
    await people(world, ephemeral(), 1)
    const answer = await charterOn(world.store, world).mfa.reseal({ actor: OPERATOR })
    expect(unwrap(answer)).toEqual({ resealed: 1, unreadable: [] })
  })
})

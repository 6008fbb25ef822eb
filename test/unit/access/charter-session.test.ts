import { describe, expect, it } from 'vitest'
import type { Session } from '../../../src/core/factor/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { allPages, memberOf } from '../../support/members.ts'
import { giveFactors, sessionOf, setByOperator } from '../../support/policies.ts'
import { thingsOf } from '../../support/things.ts'
import { as, createWorld, DAYS, OPERATOR, START } from '../../support/world.ts'

const PASSWORD: Session = { authenticated: [{ method: 'password', at: START }] }

/** Eve may view the frames of Acme, whose policy requires a second factor. */
const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const things = thingsOf(world)
  const frames = await things.thing(acme, 'frames')
  const eve = await memberOf(world, acme, 'eve')
  await things.grant(frames, { user: eve.userId }, 'user')
  unwrap(await setByOperator(world, acme, { mode: 'required', factors: ['totp'] }))
  const asked = { permission: 'dataset.view', resource: { kind: 'dataset', id: frames.id } } as const
  return {
    ...{ world, acme, frames, eve, asked },
    can: async (session?: Session, more: object = {}) =>
      unwrap(await world.charter.access.can({ actor: eve, ...asked, ...more, ...(session && { session }) })),
    explain: async (session?: Session, more: object = {}) =>
      unwrap(
        await world.charter.access.explain({
          actor: eve,
          userId: eve.userId,
          ...asked,
          ...more,
          ...(session && { session }),
        }),
      ),
  }
}

describe('can with a session (ACC-2)', () => {
  it('allows nothing until the policy of the organization is satisfied', async () => {
    const { world, eve, can } = await scene()
    expect((await can()).allowed).toBe(true)
    const refused = await can(PASSWORD)
    expect(refused.allowed).toBe(false)
    expect(refused.because.at(-1)).toEqual({
      code: 'mfa_not_satisfied',
      rules: ['ACC-2', 'MFA-3'],
      facts: { decision: 'require_enrollment' },
    })
    await giveFactors(world, eve.userId, ['totp'])
    expect((await can(PASSWORD)).because.at(-1)?.facts).toEqual({ decision: 'challenge' })
    expect((await can({ authenticated: [] })).because.at(-1)?.facts).toEqual({ decision: 'deny' })
    expect(await can(sessionOf(world, eve.userId, 'totp'))).toEqual(await can())
  })

  it('lets in whoever has time to enrol, until it is over (MFA-4)', async () => {
    const { world, acme, can } = await scene()
    const globex = await world.found('Globex')
    unwrap(await setByOperator(world, globex, { mode: 'required', grace: DAYS }))
    const asked = {
      actor: globex.admin,
      permission: 'settings.read',
      resource: { kind: 'organization', id: globex.id },
    }
    expect((await can(PASSWORD, asked)).allowed).toBe(true)
    world.clock.advance(DAYS)
    expect((await can(PASSWORD, asked)).allowed).toBe(false)
    expect(acme.id).not.toBe(globex.id)
  })

  it('asks for the policy of the organization that the thing belongs to, on what the actor has none too', async () => {
    const { world, frames, can } = await scene()
    const globex = await world.found('Globex')
    // No member, no thing, no permission: the same answer as without a session.
    for (const more of [
      { actor: globex.admin },
      { resource: { kind: 'dataset', id: 'none' } },
      { permission: 'dataset.edit' },
      { actor: as('nobody') },
      { actor: OPERATOR },
    ])
      expect(await can(PASSWORD, more)).toEqual(await can(undefined, more))
    expect(frames.organizationId).not.toBe(globex.id)
  })

  it('only narrows: no session allows what nothing else does', async () => {
    const { world, eve, can } = await scene()
    await giveFactors(world, eve.userId, ['totp'])
    const satisfied = sessionOf(world, eve.userId, 'totp')
    expect((await can(satisfied, { permission: 'dataset.edit' })).allowed).toBe(false)
    expect((await can(satisfied, { actor: as('nobody') })).allowed).toBe(false)
  })

  it('agrees with `whoCan`, `whatCan` and `compile` where there is none (INV-23)', async () => {
    const { world, acme, frames, eve, asked, can } = await scene()
    const { charter } = world
    const who = await allPages(async after =>
      unwrap(await charter.access.whoCan({ actor: OPERATOR, ...asked, ...(after !== undefined && { after }) })),
    )
    expect(who.map(({ userId }) => userId)).toContain(eve.userId)
    const what = unwrap(
      await charter.access.whatCan({ actor: eve, permission: 'dataset.view', organizationId: acme.id }),
    )
    expect(what.items.map(({ id }) => id)).toEqual([frames.id])
    const compiled = unwrap(await charter.access.compile({ actor: eve, organizationId: acme.id }))
    expect(JSON.stringify(compiled)).toContain(frames.id)
    expect((await can()).allowed).toBe(true)
  })
})

describe('explain with a session (ACC-4)', () => {
  it('says that the session does not do, and what helps', async () => {
    const { world, eve, explain, can } = await scene()
    const first = await explain(PASSWORD)
    expect(first.decision).toEqual(await can(PASSWORD))
    expect(first.trace.at(-1)).toMatchObject({ code: 'mfa_not_satisfied', outcome: 'denies', decides: true })
    expect(first.trace.filter(({ decides }) => decides)).toHaveLength(1)
    expect(first.ways).toEqual([[{ kind: 'enrol_factor', factors: ['totp'] }]])
    await giveFactors(world, eve.userId, ['totp'])
    expect((await explain(PASSWORD)).ways).toEqual([[{ kind: 'use_factor', factors: ['totp'] }]])
    // Nothing was proven at all: there is nothing to add to it.
    expect((await explain({ authenticated: [] })).ways).toEqual([])
    const satisfied = await explain(sessionOf(world, eve.userId, 'totp'))
    expect(satisfied.decision.allowed).toBe(true)
    expect(satisfied.trace.at(-2)).toMatchObject({ code: 'mfa_satisfied', outcome: 'continues', decides: false })
    expect(satisfied.trace.at(-1)).toMatchObject({ outcome: 'allows', decides: true })
  })

  it('says it beside what else is missing, so that the ways are ways', async () => {
    const { world, acme, eve, frames, explain } = await scene()
    const edit = { permission: 'dataset.edit' }
    const without = await explain(undefined, edit)
    const [way] = (await explain(PASSWORD, edit)).ways
    expect(way).toEqual([...(without.ways[0] ?? []), { kind: 'enrol_factor', factors: ['totp'] }])
    await giveFactors(world, eve.userId, ['totp'])
    const satisfied = sessionOf(world, eve.userId, 'totp')
    expect((await explain(satisfied, edit)).ways).toEqual(without.ways)
    const subject = { kind: 'user', userId: eve.userId } as const
    unwrap(await world.charter.datasets.grant({ actor: acme.admin, datasetId: frames.id, subject, role: 'admin' }))
    expect((await explain(satisfied, edit)).decision.allowed).toBe(true)
  })

  it('takes only one’s own session (MFA-17)', async () => {
    const { world, acme, eve, asked } = await scene()
    for (const actor of [acme.admin, OPERATOR])
      expect(
        await world.charter.access.explain({ actor, userId: eve.userId, ...asked, session: PASSWORD }),
      ).toMatchObject({ ok: false, refusal: { code: 'input_invalid', facts: { issues: [{ path: ['session'] }] } } })
  })
})

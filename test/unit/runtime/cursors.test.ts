import { beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../../src/ports/store.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { createWorld, email, OPERATOR, type Org, type World } from '../../support/world.ts'

type Listing = (world: World, org: Org, page: { after?: string; limit?: number }) => Promise<Answer<unknown>>

const listings: Readonly<Record<string, Listing>> = {
  'organizations.list': ({ charter }, { admin, adminId }, page) =>
    charter.organizations.list({ actor: admin, userId: adminId, ...page }),
  'members.list': ({ charter }, { admin, id }, page) =>
    charter.members.list({ actor: admin, organizationId: id, ...page }),
  'domainRules.list': ({ charter }, { admin, id }, page) =>
    charter.domainRules.list({ actor: admin, organizationId: id, ...page }),
  'domainRules.due': ({ charter }, _, page) =>
    charter.domainRules.due({ actor: OPERATOR, before: 8_000_000_000_000, ...page }),
  'domainRules.preview': ({ charter }, { admin, id }, page) =>
    charter.domainRules.preview({ actor: admin, organizationId: id, change: { remove: 'acme.com' }, ...page }),
  'audit.list': ({ charter }, { admin, id }, page) => charter.audit.list({ actor: admin, organizationId: id, ...page }),
}
const malformed = [
  '',
  ' ',
  'x',
  '7',
  'null',
  '{}',
  '[]',
  '[1]',
  '["a/b"',
  '["a/b",null,null]',
  '["a/b",{},{}]',
  '["a/b","x","y","z"]',
  '[["a/b"],1]',
  '__proto__',
  '"x"',
  '\u0000',
  '\ud800',
  '[{"toString":1}]',
  '9'.repeat(4_000),
]

const open = async () => {
  const world = createWorld({ check: 'by_hand' })
  const org = await world.found('Acme')
  await world.rule(org, 'acme.com')
  await world.rule(org, 'eu.acme.com')
  for (const name of ['ada', 'grace', 'mary']) await world.signUp(`${name}@acme.com`)
  const founders = [{ email: email('admin@acme-hq.com') }]
  await world.charter.organizations.create({ actor: OPERATOR, name: 'Second', kind: 'standard', founders })
  return { world, org }
}

describe.each(Object.entries(listings))('the cursor of %s', (name, list) => {
  let world: World
  let org: Org
  beforeAll(async () => {
    ;({ world, org } = await open())
  })

  it('of one page leads to the next, until all was shown once', async () => {
    const whole = await list(world, org, {})
    expect(whole).toMatchObject({ ok: true })
    const seen: unknown[] = []
    let after: string | undefined
    do {
      const answer = await list(world, org, { limit: 1, ...(after !== undefined && { after }) })
      const value = (answer.ok ? answer.value : {}) as { items?: unknown[]; members?: unknown[]; next?: string }
      seen.push(...(value.items ?? value.members ?? []))
      after = value.next
    } while (after !== undefined)
    const value = (whole.ok ? whole.value : {}) as { items?: unknown[]; members?: unknown[] }
    expect(seen).toEqual(value.items ?? value.members)
    expect(seen.length).toBeGreaterThan(1)
  })

  it('is refused where nobody gave it: never an error (INV-26)', async () => {
    for (const after of malformed) {
      const answer = await list(world, org, { after })
      expect(answer, `${name} after ${after.slice(0, 20)}`).toEqual({
        ok: false,
        refusal: { kind: 'invalid', code: 'cursor_invalid', facts: {} },
      })
    }
    expect(await list(world, org, { after: 'x'.repeat(4_001) })).toMatchObject({ refusal: { code: 'input_invalid' } })
    expect(await list(world, org, { after: 7 as never })).toMatchObject({ refusal: { code: 'input_invalid' } })
  })

  it('is refused where another list gave it', async () => {
    for (const [other, from] of Object.entries(listings)) {
      if (other === name) continue
      const answer = await from(world, org, { limit: 1 })
      const { next } = (answer.ok ? answer.value : {}) as { next?: string }
      expect(next, other).toBeDefined()
      expect(await list(world, org, { after: next as string })).toMatchObject({ refusal: { code: 'cursor_invalid' } })
    }
  })

  it('takes pages of 1 to 1,000', async () => {
    for (const limit of [0, -1, 1_001, 1.5, Number.NaN, Infinity, '5', null])
      expect(await list(world, org, { limit: limit as never })).toMatchObject({ refusal: { code: 'input_invalid' } })
    for (const limit of [1, 1_000]) expect(await list(world, org, { limit })).toMatchObject({ ok: true })
  })

  it('does not turn another error of the store into a refusal', async () => {
    const error = new TypeError('not about cursors')
    const away = (store: Store): Store => ({ ...store, list: () => Promise.reject(error) })
    const broken = createWorld({ before: away })
    await expect(list(broken, org, { after: 'x' })).rejects.toBe(error)
  })
})

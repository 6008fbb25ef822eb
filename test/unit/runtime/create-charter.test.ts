import { describe, expect, it } from 'vitest'
import { idna } from '../../../src/adapters/idna/index.ts'
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import { verifiedEmail } from '../../../src/core/email/index.ts'
import { defaultRoles } from '../../../src/core/role/index.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { codeOf, createWorld, DAYS, OPERATOR, START } from '../../support/world.ts'

const store = createMemoryStore()
const lists = createDomainLists()
const create = (options: unknown) => createCharter(options as never)

describe('createCharter', () => {
  it('needs a store, and nothing else', () => {
    expect(Object.keys(create({ store }))).toContain('organizations')
  })

  it.each([undefined, null, 7, 'store', true, () => {}])('refuses %s for options', options => {
    expect(() => create(options)).toThrow(TypeError)
  })

  it.each(['get', 'list', 'commit'] as const)('refuses a store without %s', method => {
    expect(() => create({ store: { ...store, [method]: undefined } })).toThrow(`store.${method} is not a function`)
    expect(() => create({ store: { ...store, [method]: 'x' } })).toThrow(TypeError)
  })

  it.each([{}, { store: undefined }, { store: null }, { store: 7 }, { store: [] }])('refuses %j', options => {
    expect(() => create(options)).toThrow(new TypeError('createCharter: store.get is not a function'))
  })

  const wrong: readonly (readonly [option: string, values: readonly unknown[]])[] = [
    ['clock', [null, 7, 'now', { now: () => 1 }]],
    ['ids', [null, 7, 'id', {}]],
    ['random', [null, 7, new Uint8Array(9), {}]],
    ['lists', [null, 7, [], {}, () => true, { ...lists, registrable: undefined }, { ...lists, isPublicProvider: [] }]],
    [
      'lists',
      [
        { ...lists, isDisposable: 1 },
        { ...lists, isPublicSuffix: null },
        { ...lists, isSpecialUse: 'x' },
      ],
    ],
    ['idna', [null, 7, {}, { toAscii: idna.toAscii }, { toUnicode: idna.toUnicode }]],
    ['secrets', [null, 7, {}, () => 'x', { seal: () => 'x' }, { open: () => 'x' }]],
    ['roles', [null, 7, {}, [], { strongestFirst: [], roles: {} }, { ...defaultRoles, roles: {} }]],
    ['proofValidFor', [null, 0, -1, 1.5, Number.NaN, Infinity, '90', 7n, Number.MAX_SAFE_INTEGER]],
    ['sharedMailboxes', [null, 'sales', {}, [7], ['sales', ''], [undefined], new Set(['sales'])]],
    ['specialUseDomains', [null, true, 'allow', '', ['allow_in_tests']]],
  ]
  it.each(wrong)('refuses the wrong kinds of %s', (option, values) => {
    for (const value of values) {
      expect(() => create({ store, [option]: value }), String(value)).toThrow(TypeError)
      expect(() => create({ store, [option]: value })).toThrow(`createCharter: ${option}`)
    }
  })

  it('refuses an option that it does not know, which would else be ignored', () => {
    expect(() => create({ store, proofValidfor: DAYS })).toThrow(
      new TypeError('createCharter: there is no option proofValidfor'),
    )
    for (const name of ['constructor', 'toString', 'now'])
      expect(() => create({ store, [name]: () => 1 })).toThrow(`no option ${name}`)
    expect(() => create(JSON.parse('{"__proto__":{"store":1}}'))).toThrow(TypeError)
  })

  it('takes an option that is undefined for one that is not there', async () => {
    const options = [
      'clock',
      'ids',
      'random',
      'secrets',
      'roles',
      'lists',
      'idna',
      'proofValidFor',
      'sharedMailboxes',
      'specialUseDomains',
    ]
    const charter = create({
      store: createMemoryStore(),
      ...Object.fromEntries(options.map(name => [name, undefined])),
    })
    const founders = [{ email: unwrap(verifiedEmail('ada@acme.com', { by: 'test' })) }]
    expect(
      await charter.organizations.create({ actor: OPERATOR, name: 'Acme', kind: 'standard', founders }),
    ).toMatchObject({
      ok: true,
    })
  })

  it('takes objects of classes, whose methods need their this', async () => {
    class HostLists {
      readonly #lists = lists
      isPublicProvider = (domain: string) => this.#lists.isPublicProvider(domain)
      isDisposable(domain: string) {
        return this.#lists.isDisposable(domain)
      }
      isPublicSuffix(domain: string) {
        return this.#lists.isPublicSuffix(domain)
      }
      isSpecialUse(domain: string) {
        return this.#lists.isSpecialUse(domain)
      }
      registrable(domain: string) {
        return this.#lists.registrable(domain)
      }
    }
    class HostStore {
      readonly #store = createMemoryStore()
      get(refs: never) {
        return this.#store.get(refs)
      }
      list(query: never) {
        return this.#store.list(query)
      }
      commit(changes: never) {
        return this.#store.commit(changes)
      }
    }
    const host = new HostStore()
    const world = createWorld({ lists: new HostLists(), before: () => host as never })
    const org = await world.found('Acme')
    await world.rule(org, 'acme.com')
    expect(await world.signUp('ada@acme.com')).toMatchObject({ ok: true })
  })

  it('keeps to what it was given, whatever becomes of the options later', async () => {
    const options = { sharedMailboxes: ['the-crew'], proofValidFor: DAYS, specialUseDomains: 'refuse' as const }
    const world = createWorld(options)
    options.sharedMailboxes.length = 0
    Object.assign(options, { proofValidFor: 9 * DAYS, specialUseDomains: 'allow_in_tests' })
    const org = await world.found('Acme')
    const rule = await world.rule(org, 'acme.com')
    expect(rule).toMatchObject({ proof: { until: START + DAYS } })
    expect(await world.signUp('the-crew@acme.com')).toMatchObject({ value: { joined: [], awaitingApproval: [{}] } })
    await expect(world.rule(org, 'acme.test')).rejects.toThrow('domain_is_special_use')
  })

  it('says which role of a catalogue is wrong, however it was made (ROL-1, ROL-2)', () => {
    const roles = { ...defaultRoles.roles, external: { ...defaultRoles.roles.external, administers: true } }
    expect(() => create({ store, roles: { ...defaultRoles, roles } })).toThrow(
      new TypeError('createCharter: roles: external administers, which only the internal type may (ROL-2)'),
    )
  })

  it('keeps to the catalogue that it was given, whatever becomes of it later (ROL-2, ROL-3)', async () => {
    const roles = structuredClone(defaultRoles) as unknown as {
      roles: { internal: { permissions: string[]; administers: boolean } }
    }
    const world = createWorld({ roles: roles as never })
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    const asked = { actor: { kind: 'user', userId: user.id }, organizationId: acme.id } as const
    expect(codeOf(await world.charter.organizations.settings(asked))).toBe('permission_missing')
    roles.roles.internal.permissions.push('settings.read')
    roles.roles.internal = { ...roles.roles.internal, administers: true, permissions: ['settings.read'] }
    expect(codeOf(await world.charter.organizations.settings(asked))).toBe('permission_missing')
    roles.roles.internal.administers = false
  })

  it('changes nothing of the host’s options', () => {
    const options = Object.freeze({ store, sharedMailboxes: Object.freeze(['the-crew']) })
    expect(() => create(options)).not.toThrow()
    expect(Object.isFrozen(store)).toBe(false)
  })
})

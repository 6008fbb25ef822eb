import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import type { FieldSchemas } from '../../../src/core/entity/index.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { datasetOf, ontologyOf, projectOf, worldOf } from '../../support/projects.ts'
import { codeOf, OPERATOR, type Org, type World } from '../../support/world.ts'

const Own = z.strictObject({ client: z.string().max(20), tags: z.array(z.string()).default([]) })

const scene = async (fields: FieldSchemas = { dataset: Own }) => {
  const world = worldOf({ fields })
  return { world, acme: await world.found('Acme') }
}

const create = ({ charter }: World, acme: Org, fields?: unknown) =>
  charter.datasets.create({
    actor: acme.admin,
    organizationId: acme.id,
    name: 'Dashcam',
    ...(fields !== undefined && { fields }),
  } as never)

describe('the fields of the host (ENT-8)', () => {
  it('are stored as the schema gives them, and changed as a whole', async () => {
    const { world, acme } = await scene()
    const made = unwrap(await create(world, acme, { client: 'Globex' }))
    expect(made.fields).toEqual({ client: 'Globex', tags: [] })
    const of = { actor: acme.admin, datasetId: made.id }
    const after = unwrap(await world.charter.datasets.update({ ...of, fields: { client: 'Acme', tags: ['night'] } }))
    expect(after.fields).toEqual({ client: 'Acme', tags: ['night'] })
    expect(unwrap(await world.charter.datasets.update({ ...of, name: 'Lidar' })).fields).toEqual(after.fields)
    expect(unwrap(await world.charter.datasets.get(of)).fields).toEqual(after.fields)
  })

  it('are refused where the schema does not take them, or misses some, and say where', async () => {
    const { world, acme } = await scene()
    for (const [fields, path] of [
      [undefined, ['client']],
      [{}, ['client']],
      [{ client: 7 }, ['client']],
      [{ client: 'x'.repeat(21) }, ['client']],
      [{ client: 'Acme', more: 1 }, []],
    ] as const)
      expect(await create(world, acme, fields)).toMatchObject({
        refusal: { code: 'fields_invalid', facts: { kind: 'dataset', issues: [{ path }] } },
      })
  })

  it('are refused where nothing says which there are', async () => {
    const { world, acme } = await scene({})
    expect(codeOf(await create(world, acme, {}))).toBe('fields_unknown')
    const datasetId = await datasetOf(world, acme)
    const update = { actor: acme.admin, datasetId, fields: { client: 'Acme' } }
    expect(codeOf(await world.charter.datasets.update(update))).toBe('fields_unknown')
  })

  it('are JSON, and not too much of it', async () => {
    const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: deep(depth - 1) })
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    const { world, acme } = await scene({ dataset: z.any() })
    const wrong = [
      null,
      [],
      'x',
      7,
      new Date(),
      new Map(),
      { a: undefined },
      { a: Number.NaN },
      { a: 1n },
      { a: () => 1 },
    ]
    const much = [
      { a: 'x'.repeat(100_000) },
      deep(30),
      circle,
      JSON.parse('{"__proto__": {"a": 1}}'),
      { a: new Date() },
    ]
    for (const fields of [...wrong, ...much]) expect(codeOf(await create(world, acme, fields))).toBe('input_invalid')
    expect(unwrap(await create(world, acme, deep(10))).fields).toEqual(deep(10))
  })

  it('take no longer for what is referred to again and again (INV-26)', async () => {
    const { world, acme } = await scene({ dataset: z.any() })
    const looks = { count: 0 }
    const again = (depth: number): object => {
      const inner: unknown = depth === 0 ? 1 : again(depth - 1)
      const get = () => {
        looks.count++
        return inner
      }
      const looked = { get, enumerable: true }
      return Object.defineProperties({}, { a: looked, b: looked, c: looked, d: looked })
    }
    expect(codeOf(await create(world, acme, again(10)))).toBe('input_invalid')
    expect(looks.count).toBeLessThan(1_000_000)
    expect(unwrap(await create(world, acme, again(3))).fields).toMatchObject({ a: { b: { c: { d: 1 } } } })
    const many = { a: Array.from({ length: 99_000 }, () => 1) }
    expect(codeOf(await create(world, acme, many))).toBe('input_invalid')
    expect(codeOf(await create(world, acme, { a: Array.from({ length: 49_000 }, () => 1) }))).toBe('ok')
  })

  it('are copied when they come in, so that nobody changes what is stored', async () => {
    const { world, acme } = await scene({ dataset: { safeParse: data => ({ success: true, data }) } })
    const tags = ['night']
    const made = unwrap(await create(world, acme, { tags }))
    tags.push('day')
    expect(made.fields).toEqual({ tags: ['night'] })
  })

  it.each<[what: string, safeParse: (fields: unknown) => never]>([
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['answers nothing', (() => undefined) as never],
    ['answers a promise', (() => Promise.resolve({ success: true, data: {} })) as never],
    ['gives no JSON', (() => ({ success: true, data: { at: new Date() } })) as never],
    ['gives a text', (() => ({ success: true, data: 'x' })) as never],
    ['has strange issues', (() => ({ success: false, error: { issues: [null] } })) as never],
  ])('are refused by a schema that %s (INV-28)', async (_, safeParse) => {
    const { world, acme } = await scene({ dataset: { safeParse } })
    expect(await create(world, acme, {})).toMatchObject({ refusal: { code: 'fields_invalid' } })
    expect(codeOf(await create(world, acme))).toBe('fields_invalid')
  })

  it('go with a copy, unless it has others, and are judged anew', async () => {
    const { world, acme } = await scene({ project: Own })
    const ontologyId = await ontologyOf(world, acme)
    const command = { actor: acme.admin, organizationId: acme.id, name: 'Lanes', ontologyId }
    const { id: projectId } = unwrap(await world.charter.projects.create({ ...command, fields: { client: 'Acme' } }))
    const copy = { actor: acme.admin, projectId, name: 'Again' }
    expect(unwrap(await world.charter.projects.copy(copy)).fields).toEqual({ client: 'Acme', tags: [] })
    const other = unwrap(await world.charter.projects.copy({ ...copy, fields: { client: 'Globex' } }))
    expect(other.fields).toEqual({ client: 'Globex', tags: [] })
    expect(codeOf(await world.charter.projects.copy({ ...copy, fields: {} }))).toBe('fields_invalid')
  })

  it('are of every kind that there is, the host’s own too', async () => {
    const { world, acme } = await scene({ label_set: Own })
    const label = { actor: OPERATOR, organizationId: acme.id, kind: 'label_set', name: 'Signs' }
    expect(codeOf(await world.charter.entities.create({ ...label, fields: { client: 'Acme' } }))).toBe('ok')
    expect(codeOf(await world.charter.entities.create(label))).toBe('fields_invalid')
    expect(await projectOf(world, acme)).toBeDefined()
  })

  it.each<[wrong: string, fields: unknown]>([
    ['fields is not a schema for each kind', 'dataset'],
    ['fields is not a schema for each kind', [Own]],
    ['fields: there is no kind label_set', { label_set: Own }],
    ['fields: there is no kind constructor', { constructor: Own }],
    ['fields.dataset.safeParse is not a function', { dataset: {} }],
    ['fields.dataset.safeParse is not a function', { dataset: null }],
  ])('%s', (wrong, fields) => {
    const create = () => createCharter({ store: createMemoryStore(), fields } as never)
    expect(create).toThrow(new TypeError(`createCharter: ${wrong}`))
  })
})

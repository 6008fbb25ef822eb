import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { strayLinks } from '../docs/links.ts'
import { entryPoints, packageJson } from '../setup/entry-points.ts'

const { consumer } = inject('published')
/** Built for both, and two that are ES modules for `require` too. */
const REQUIRED = ['orgcharter/roles', 'orgcharter/idna', 'orgcharter', 'orgcharter/kysely']

const node = (type: 'module' | 'commonjs', code: string): unknown =>
  JSON.parse(execFileSync(process.execPath, [`--input-type=${type}`, '-e', code], { cwd: consumer, encoding: 'utf8' }))

describe('the installed package', () => {
  it('is what users need, and no more', () => {
    const files = readdirSync(join(consumer, 'node_modules', 'orgcharter'), { recursive: true, encoding: 'utf8' })
      .map(path => path.split(sep).join('/'))
      .filter(
        path =>
          !/^(dist\/[\w.-]+\.(c?js|d\.c?ts|c?js\.map)|docs(\/[\w-]+)*(\/[\w-]+\.(md|sql|ts|json))?|dist)$/.test(path),
      )
    expect(files.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'])
  })

  it('has the pages, with all that they lead to', () => {
    const installed = join(consumer, 'node_modules', 'orgcharter')
    expect(strayLinks(installed)).toEqual([])
  })

  it.each(entryPoints)('is imported: $specifier', ({ specifier }) => {
    const names = node('module', `console.log(JSON.stringify(Object.keys(await import('${specifier}'))))`)
    expect(names).not.toEqual([])
    expect(names).not.toContain('default')
  })

  it.each(entryPoints)('leaves everything as it was when imported, and lets the process end: $specifier', entry => {
    const left = node(
      'module',
      `
        const roots = { globalThis, Object, Array, String, Promise, Map, Date, JSON, Math, process }
        const holders = Object.entries(roots).flatMap(([name, it]) => [[name, it], [name + '.prototype', it.prototype]])
        const state = () => holders.filter(([, it]) => it).flatMap(([name, it]) =>
          Reflect.ownKeys(it).map(key => name + ' ' + String(key)))
        const listeners = () => process.eventNames().map(name => 'on ' + String(name))
        // What zod leaves behind is zod's.
        for (const name of ${JSON.stringify(Object.keys(packageJson.dependencies))}) await import(name).catch(() => {})
        const before = new Set([...state(), ...listeners()])
        await import('${entry.specifier}')
        const after = [...state(), ...listeners(), ...process.getActiveResourcesInfo().filter(it => /Timeout|Immediate/.test(it))]
        console.log(JSON.stringify(after.filter(it => !before.has(it))))
      `,
    )
    expect(left).toEqual([])
  })

  it.each(REQUIRED)('is required, with the same names: %s', specifier => {
    const required = node('commonjs', `console.log(JSON.stringify(Object.keys(require('${specifier}')).sort()))`)
    const imported = node('module', `console.log(JSON.stringify(Object.keys(await import('${specifier}')).sort()))`)
    expect(required).toEqual(imported)
  })

  it('takes the addresses that orgcharter/import verifies for proven ones (EML-3)', () => {
    const outcomes = node(
      'module',
      `
        import { createCharter, unwrap, verifiedEmail } from 'orgcharter'
        import { importMembers } from 'orgcharter/import'
        import { createMemoryStore } from 'orgcharter/memory'
        const charter = createCharter({ store: createMemoryStore() })
        const actor = { kind: 'operator', name: 'x' }
        const founders = [{ email: unwrap(verifiedEmail('ada@acme.com', { by: 'x' })) }]
        const { organization } = unwrap(await charter.organizations.create({ actor, name: 'Acme', kind: 'standard', founders }))
        const from = { source: ['email\\ngrace@acme.com'], format: 'csv', verifiedBy: 'x', role: 'internal' }
        const kinds = []
        for await (const { kind } of importMembers(charter, { actor, organizationId: organization.id, ...from })) kinds.push(kind)
        console.log(JSON.stringify(kinds))
      `,
    )
    expect(outcomes).toEqual(['joined'])
  })

  it('resolves a role either way', () => {
    const ask = `createRoleResolver([{ organizationId: 'acme', domain: 'acme.com', match: 'exact', role: 'internal' }])
      .resolve('grace@acme.com').matches.map(({ role }) => role)`
    const print = `console.log(JSON.stringify(${ask}))`
    expect(node('module', `import { createRoleResolver } from 'orgcharter/roles'; ${print}`)).toEqual(['internal'])
    expect(node('commonjs', `const { createRoleResolver } = require('orgcharter/roles'); ${print}`)).toEqual([
      'internal',
    ])
  })
})

import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Metafile, type Plugin } from 'esbuild'
import { describe, expect, inject, it } from 'vitest'
import { entryPoints, packageJson, root } from '../setup/entry-points.ts'

const { consumer } = inject('published')
const KB = 1_000

type Bundle = { readonly imports: readonly string[]; readonly bytes: number; readonly inputs: readonly string[] }

const importsOf = ({ outputs }: Metafile): readonly string[] => [
  ...new Set(Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path))),
]

/** What a user's bundler makes of it: minified, and gzipped as it is served. Packages stay outside. */
const bundle = async (code: string, directory = consumer, plugins: Plugin[] = []): Promise<Bundle> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: directory, loader: 'ts' },
    external: [...Object.keys(packageJson.dependencies), ...Object.keys(packageJson.peerDependencies)].flatMap(name => [
      name,
      `${name}/*`,
    ]),
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    plugins,
    logLevel: 'silent',
  })
  return {
    imports: importsOf(metafile),
    bytes: gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length,
    inputs: Object.keys(metafile.inputs),
  }
}

const LISTS = /(?:adapters\/lists\/(?!index\.)|email\/shared-mailbox-names\.)/

/** The lists of domains and of shared mailboxes are data with a size of their own. */
const withoutLists: Plugin = {
  name: 'without-lists',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/[\w-]+\.ts$/ }, ({ path, resolveDir }) =>
      LISTS.test(join(resolveDir, path)) ? { path, external: true } : undefined,
    )
  },
}

describe('bundles', () => {
  it('orgcharter/roles is at most 4 kB and imports nothing at all', async () => {
    const { imports, bytes } = await bundle("export * from 'orgcharter/roles'")
    expect(imports).toEqual([])
    expect(bytes).toBeLessThanOrEqual(4 * KB)
  })

  it('orgcharter/mfa is at most 8 kB and imports nothing but hashes', async () => {
    const { imports, bytes } = await bundle("export * from 'orgcharter/mfa'")
    expect(imports.filter(path => !path.startsWith('@noble/hashes/'))).toEqual([])
    expect(bytes).toBeLessThanOrEqual(8 * KB)
  })

  it('orgcharter/import is at most 6 kB beside a charter, and imports nothing at all', async () => {
    const { imports, bytes } = await bundle("export * from './src/import.ts'", root)
    expect(imports).toEqual([])
    expect(bytes).toBeLessThanOrEqual(6 * KB)
  })

  it('orgcharter/kysely is at most 21 kB, Kysely aside', async () => {
    const { imports, bytes } = await bundle("export * from './src/adapters/kysely/index.ts'", root)
    expect(imports).toContain('kysely')
    expect(bytes).toBeLessThanOrEqual(21 * KB)
  })

  it('orgcharter is at most 120 kB, dependencies and lists of domains aside', async () => {
    const { bytes, inputs } = await bundle("export * from './src/index.ts'", root, [withoutLists])
    expect(inputs.some(path => path.includes('adapters/lists/index.ts'))).toBe(true)
    expect(inputs.filter(path => LISTS.test(path))).toEqual([])
    expect(bytes).toBeLessThanOrEqual(120 * KB)
  })

  it('import no package that package.json does not name', async () => {
    const named = [...Object.keys(packageJson.dependencies), ...Object.keys(packageJson.peerDependencies)]
    for (const { specifier } of entryPoints) {
      const { imports } = await bundle(`export * from '${specifier}'`)
      expect(imports.filter(path => !named.some(name => path === name || path.startsWith(`${name}/`)))).toEqual([])
    }
  })

  it('stay apart: the resolver brings neither schemas nor lists, the memory no lists, nobody the tests', async () => {
    const importsOf = async (specifier: string) => (await bundle(`export * from '${specifier}'`)).imports
    expect(await importsOf('orgcharter/idna')).toEqual(['tr46'])
    expect(await importsOf('orgcharter/memory')).not.toContain('tldts')
    expect(await importsOf('orgcharter')).not.toContain('fast-check')
    expect(await importsOf('orgcharter')).not.toContain('kysely')
  })

  it('are measured: a list or a package more would be seen', async () => {
    const lists = join(root, 'src/adapters/lists')
    const { bytes } = await bundle("export * from './public-providers.ts'", lists)
    expect(bytes).toBeGreaterThan(4 * KB)
    expect((await bundle("export * from 'zod'")).imports).toEqual(['zod'])
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

type PackageJson = {
  readonly exports: { readonly [subpath: string]: unknown }
  readonly dependencies: { readonly [name: string]: string }
  readonly peerDependencies: { readonly [name: string]: string }
}

export const packageJson: PackageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

export type EntryPoint = { readonly specifier: string; readonly name: string; readonly source: string }

/** What users import, read off package.json: `orgcharter/roles` is src/roles.ts. */
export const entryPoints: readonly EntryPoint[] = Object.keys(packageJson.exports)
  .filter(subpath => !subpath.endsWith('.json'))
  .map(subpath => {
    const name = subpath === '.' ? 'index' : subpath.slice(2)
    return { specifier: subpath.replace('.', 'orgcharter'), name, source: join(root, 'src', `${name}.ts`) }
  })

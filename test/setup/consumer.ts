import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packageJson, root } from './entry-points.ts'
import { build } from './prepare.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The package as it is published, and the directory of somebody who has installed it. */
    published: { readonly tarball: string; readonly consumer: string }
  }
}

const run = (command: string, args: readonly string[]) => execFileSync(command, args, { cwd: root, stdio: 'pipe' })

const pack = (to: string): string => {
  const args = ['pack', '--ignore-scripts', '--pack-destination', to]
  const npm = process.env.npm_execpath
  if (npm) run(process.execPath, [npm, ...args])
  else run('npm', args)
  const [tarball] = readdirSync(to)
  if (tarball === undefined) throw new Error('npm pack made nothing')
  return join(to, tarball)
}

/** Beside the package there is what it declares, and no more: what it uses without declaring it is not found. */
const link = (name: string, modules: string) => {
  mkdirSync(dirname(join(modules, name)), { recursive: true })
  symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
}

/** Built, packed and installed once for all tests of the package, without a network. */
export default (project: TestProject) => {
  build()
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'orgcharter-package-')))
  const tarball = pack(directory)
  const consumer = join(directory, 'consumer')
  const modules = join(consumer, 'node_modules')
  mkdirSync(join(modules, 'orgcharter'), { recursive: true })
  run('tar', ['-xzf', tarball, '-C', join(modules, 'orgcharter'), '--strip-components=1'])
  for (const name of Object.keys({ ...packageJson.dependencies, ...packageJson.peerDependencies })) link(name, modules)
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  project.provide('published', { tarball, consumer })
  return () => rmSync(directory, { recursive: true, force: true })
}

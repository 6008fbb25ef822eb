// What every command of package.json that needs more than Node runs first, so that each works in a clean clone:
//   node test/setup/prepare.mjs           installs what the lock file names, where that is not what is there
//   node test/setup/prepare.mjs --build   and builds dist, where it is not what src makes
// Says one line for what it does, and nothing where nothing is to be done.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const at = (...path) => join(root, ...path)

const run = (command, args) => {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (done.status === 0) return
  throw new Error(`${[command, ...args].join(' ')}\n${done.stdout ?? ''}${done.stderr ?? ''}${done.error ?? ''}`)
}

const packagesOf = lock => {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')).packages
  } catch {
    return undefined
  }
}

/** npm leaves in node_modules a lock file of what is really there; what is optional may be missing from it. */
const isInstalled = () => {
  const there = packagesOf(at('node_modules', '.package-lock.json'))
  if (!there) return false
  return Object.entries(packagesOf(at('package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || there[path]?.version === version || (optional && !there[path]),
  )
}

const install = () => {
  if (isInstalled()) return
  console.log('installing what package-lock.json names …')
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund']
  if (npm) run(process.execPath, [npm, ...args])
  else run('npm', args)
}

const filesBelow = directory =>
  readdirSync(directory, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? filesBelow(join(directory, entry.name)) : [join(directory, entry.name)],
  )

const sourcesHash = () => {
  const hash = createHash('sha256')
  const config = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsup.config.ts'].map(name => at(name))
  for (const file of [...config, ...filesBelow(at('src')).sort()]) hash.update(`${file}\n`).update(readFileSync(file))
  return hash.digest('hex')
}

/** Built beside dist and moved there whole, so that nobody who runs at the same time sees half of it. */
export const build = () => {
  const stamp = at('node_modules', '.cache', 'orgcharter-built-from')
  const hash = sourcesHash()
  if (existsSync(at('dist', 'index.js')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  console.log('building dist …')
  const fresh = `.dist-${process.pid}`
  try {
    run(process.execPath, [at('node_modules', 'tsup', 'dist', 'cli-default.js'), '--silent', '--out-dir', fresh])
    rmSync(at('dist'), { recursive: true, force: true })
    renameSync(at(fresh), at('dist'))
  } finally {
    rmSync(at(fresh), { recursive: true, force: true })
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    install()
    if (process.argv.includes('--build')) build()
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}

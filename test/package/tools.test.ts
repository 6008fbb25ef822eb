import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { describe, expect, inject, it } from 'vitest'
import { root } from '../setup/entry-points.ts'

const { consumer, tarball } = inject('published')
const INSTALLED = join(consumer, 'node_modules', 'orgcharter')

/** What a tool says when it is not content; empty when it is. */
const complaints = (script: string, ...args: string[]): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  return status === 0 ? '' : `${stdout}${stderr}`
}

const tsc = (project: string) => complaints('typescript/bin/tsc', '-p', project, '--pretty', 'false')
const attw = (...args: string[]) =>
  complaints('@arethetypeswrong/cli/dist/index.js', tarball, '--no-color', '--format', 'ascii', ...args)

describe('TypeScript', () => {
  it('is content with src alone, which knows no Node', () => {
    expect(tsc('tsconfig.json')).toBe('')
  })

  it('is content with the tests and the examples', () => {
    expect(tsc('test/tsconfig.json')).toBe('')
  })
})

describe('Biome', () => {
  it('is content with how everything is written', () => {
    expect(complaints('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off')).toBe('')
  })
})

describe('knip', () => {
  it('finds no file, export or dependency that nobody uses', () => {
    expect(complaints('knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors')).toBe('')
  })
})

describe('publint', () => {
  it('is content with the package', async () => {
    const { messages, pkg } = await publint({ pkgDir: INSTALLED, pack: false, strict: true })
    expect(messages.map(message => formatMessage(message, pkg, { color: false }))).toEqual([])
  })
})

describe('are the types wrong', () => {
  it('no, for modules', () => {
    expect(attw('--profile', 'esm-only', '--exclude-entrypoints', './roles', './idna', './kysely')).toBe('')
  })

  it('nor for CommonJS, where it is offered', () => {
    expect(attw('--profile', 'node16', '--entrypoints', './roles', './idna')).toBe('')
  })

  it('nor for Kysely in both, where for CommonJS the types are others and the module is the same, as is meant', () => {
    const meant = ['--ignore-rules', 'false-cjs', 'cjs-resolves-to-esm']
    expect(attw('--profile', 'node16', '--entrypoints', './kysely', ...meant)).toBe('')
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../setup/entry-points.ts'
import { RULES, trespasses } from './rooms.ts'

/** Who imports what, and which rules that breaks. */
const imports: readonly (readonly [from: string, statement: string, ...breaks: string[]])[] = [
  ['core/kernel/a.ts', "import type { E } from '../env.ts'", 'env-is-late'],
  ['core/kernel/b.ts', "import 'left-pad'", 'core-packages'],
  ['core/kernel/c.ts', "import 'node:fs'", 'core-is-pure'],
  ['core/kernel/d.ts', "import { clock } from '../../ports/clock.ts'", 'ports-are-types-in-core'],
  ['core/kernel/e.ts', "import type { Clock } from '../../ports/clock.ts'"],
  ['core/kernel/f.ts', "import '../../runtime/execute.ts'", 'core-is-alone'],
  ['core/kernel/g.ts', "import type { U } from '../user/index.ts'", 'order-kernel'],
  ['core/prose/a.ts', "import '../unordered/index.ts'", 'modules-are-ordered'],
  ['core/prose/b.ts', "import '../loose.ts'", 'modules-are-ordered'],
  ['core/organization/a.ts', "import '../user/index.ts'", 'order-organization'],
  ['core/organization/b.ts', "import '../kernel/index.ts'"],
  ['core/organization/c.ts', "import type { K } from '../kernel/deep.ts'", 'module-by-its-index'],
  ['core/organization/d.ts', "import './use-cases/found.ts'", 'use-cases-for-runtime'],
  ['core/organization/use-cases/found.ts', "import '../../user/index.ts'\nimport '../model.ts'"],
  ['core/organization/use-cases/deep.ts', "import '../../user/model.ts'", 'module-by-its-index'],
  ['core/organization/use-cases/two.ts', "import './found.ts'", 'use-case-one-by-one', 'use-cases-for-runtime'],
  [
    'core/user/use-cases/far.ts',
    "import '../../organization/use-cases/found.ts'",
    'use-case-one-by-one',
    'use-cases-for-runtime',
  ],
  ['core/organization/cycle-a.ts', "import type { B } from './cycle-b.ts'", 'no-cycles'],
  ['core/organization/cycle-b.ts', "import type { A } from './cycle-a.ts'"],
  ['core/organization/lost.ts', "import './nowhere.ts'", 'resolvable'],
  ['core/organization/test.ts', "import '../../../test/help.ts'", 'nothing-of-test'],
  ['core/role/resolve/a.ts', "import '../../email/parse.ts'\nimport '../../kernel/deep.ts'"],
  ['core/role/resolve/b.ts', "import '../model.ts'", 'standalone-roles'],
  ['core/role/resolve/c.ts', "import '../../email/index.ts'", 'standalone-by-file'],
  ['core/role/resolve/d.ts', "import type { E } from '../../email/index.ts'"],
  ['core/mfa/a.ts', "import '../kernel/deep.ts'"],
  ['core/mfa/b.ts', "import '../kernel/index.ts'", 'standalone-mfa'],
  ['core/email/model.ts', "import '../kernel/index.ts'"],
  ['core/env.ts', "import { k } from './kernel/deep.ts'", 'env-is-types', 'module-by-its-index-types'],
  ['ports/clock.ts', "import type { K } from '../core/kernel/deep.ts'"],
  ['ports/a.ts', "import '../core/kernel/index.ts'", 'ports-import-types'],
  ['ports/b.ts', "import type { X } from '../runtime/execute.ts'", 'ports-know-core'],
  ['runtime/execute.ts', "import '../core/organization/use-cases/found.ts'"],
  ['runtime/a.ts', "import '../adapters/memory/index.ts'", 'runtime-knows-no-adapter'],
  ['runtime/b.ts', "import '../core/user/model.ts'", 'module-by-its-index-outside'],
  ['runtime/c.ts', "import '../testing/index.ts'", 'runtime-ships'],
  ['runtime/d.ts', "import '../roles.ts'", 'no-entry-points'],
  ['runtime/defaults.ts', "import '../adapters/memory/index.ts'"],
  ['adapters/memory/index.ts', "import '../../core/kernel/index.ts'"],
  ['adapters/memory/a.ts', "import '../../core/user/index.ts'", 'adapters-know-ports'],
  ['adapters/memory/b.ts', "import '../../runtime/execute.ts'", 'adapters-know-ports'],
  ['adapters/memory/c.ts', "import '../system/index.ts'", 'adapters-are-apart'],
  ['adapters/memory/d.ts', "import 'right-pad'", 'no-undeclared-packages'],
]

/** What is imported above and imports nothing itself. */
const leaves = [
  'core/loose.ts',
  'core/unordered/index.ts',
  'core/kernel/index.ts',
  'core/kernel/deep.ts',
  'core/email/index.ts',
  'core/email/parse.ts',
  'core/role/model.ts',
  'core/organization/model.ts',
  'core/user/index.ts',
  'core/user/model.ts',
  'adapters/system/index.ts',
  'testing/index.ts',
  'roles.ts',
]

describe('rooms', () => {
  let house: string
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), `${text}\n`)
  }

  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), 'orgcharter-house-'))
    write('package.json', JSON.stringify({ name: 'house', type: 'module', dependencies: { 'left-pad': '1.0.0' } }))
    for (const name of ['left-pad', 'right-pad']) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
      write(`node_modules/${name}/index.js`, 'module.exports = {}')
    }
    write('test/help.ts', 'export {}')
    for (const path of leaves) write(`src/${path}`, 'export {}')
    for (const [path, statement] of imports) write(`src/${path}`, `${statement}\nexport {}`)
  })
  afterAll(() => rmSync(house, { recursive: true, force: true }))

  it('are kept by src', async () => {
    expect(await trespasses(root)).toEqual([])
  })

  it('are not left without notice: what breaks a rule is told, and nothing else', async () => {
    const seen = (await trespasses(house)).map(line => line.split(' → ')[0])
    const broken = imports.flatMap(([from, , ...breaks]) => breaks.map(rule => `${rule}: src/${from}`))
    expect([...new Set(seen)].sort()).toEqual([...broken].sort())
  })

  it('have no rule that is never seen broken here (one of those of the order will do)', () => {
    const broken = new Set(imports.flatMap(([, , ...breaks]) => breaks))
    expect(RULES.filter(rule => !rule.startsWith('order-') && !broken.has(rule))).toEqual([])
  })
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, inject, it } from 'vitest'
import { untoldMethods } from '../house/documented.ts'
import { entryPoints } from '../setup/entry-points.ts'

const { consumer } = inject('published')
const OURS = `${join(consumer, 'node_modules', 'orgcharter')}/`

const everyEntry = entryPoints
  .map(
    ({ specifier }, index) => `import * as entry${index} from '${specifier}'\nexport const e${index} = entry${index}`,
  )
  .join('\n')

const ROLES = `
export const resolver = createRoleResolver([
  { organizationId: 'acme', domain: 'acme.com', match: 'subdomains', role: 'internal' },
])
const answer = resolver.resolve('grace@eu.acme.com')
export const role: string | undefined = answer.ok ? answer.matches[0]?.role : answer.refusal.code
export const ascii: string | null = idna.toAscii('bücher.example')
// @ts-expect-error: a rule has a domain
createRoleResolver([{ organizationId: 'acme', match: 'subdomains', role: 'internal' }])
`

const MFA = `
const decision = evaluateSignIn({
  now: 1,
  user: { id: 'ada', status: 'active' },
  memberships: [],
  factors: [],
  session: { authenticated: [{ method: 'password', at: 1 }] },
})
export const factors: readonly FactorKind[] = decision.kind === 'require_enrollment' ? decision.factors : []
// @ts-expect-error: a factor that was used has an id
export const proof: Proof = { method: 'totp', at: 1 }
`

const KYSELY = `
import { Kysely, SqliteDialect } from 'kysely'
import { createKyselyStore, createSchema, migrations } from 'orgcharter/kysely'
import { createCharter, collections, type Charter } from 'orgcharter'
declare const dialect: SqliteDialect
const db = new Kysely<unknown>({ dialect })
export const made: Promise<void> = createSchema(db)
export const charter: Charter = createCharter({ store: createKyselyStore(db, { collections }) })
export const names: readonly string[] = Object.keys(migrations())
// @ts-expect-error: a store is over a Kysely
createKyselyStore({})
`

const REQUIRED = `
import orgcharter = require('orgcharter')
import memory = require('orgcharter/memory')
import kysely = require('orgcharter/kysely')
export const charter: orgcharter.Charter = orgcharter.createCharter({ store: memory.createMemoryStore() })
export const made: Promise<void> = kysely.createSchema({} as Parameters<typeof kysely.createKyselyStore>[0])
`

const FILES = {
  'esm.mts': `import { createRoleResolver } from 'orgcharter/roles'\nimport { idna } from 'orgcharter/idna'\nimport { evaluateSignIn, type FactorKind, type Proof } from 'orgcharter/mfa'\n${everyEntry}\n${ROLES}\n${MFA}`,
  'cjs.cts': `import { createRoleResolver } from 'orgcharter/roles'\nimport { idna } from 'orgcharter/idna'\n${ROLES}`,
  'kysely.mts': KYSELY,
  'kysely.cts': KYSELY,
  'required.cts': REQUIRED,
  'broken.mts':
    "import { createRoleResolver } from 'orgcharter/roles'\nexport const none: never = createRoleResolver([])",
  'hover.mts': "import type { Charter } from 'orgcharter'\nexport declare const charter: Charter",
}

const compiled = (name: keyof typeof FILES, options: ts.CompilerOptions) => {
  const file = join(consumer, name)
  writeFileSync(file, FILES[name])
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    ...options,
  })
  return { file, program }
}

/** Errors in the consumer's file and in our own declarations; those of our dependencies are theirs. */
const errors = (name: keyof typeof FILES, options: ts.CompilerOptions): readonly string[] => {
  const { file, program } = compiled(name, options)
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName === file || fileName.startsWith(OURS))
    .flatMap(source => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)])
    .concat(program.getOptionsDiagnostics(), program.getGlobalDiagnostics())
    .map(({ file: at, start = 0, messageText }) => {
      const line = at ? at.getLineAndCharacterOfPosition(start).line + 1 : 0
      return `${at?.fileName.slice(consumer.length + 1)}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    })
}

const bundler = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
const node16 = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }
const nodeNext = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }

describe('the types', () => {
  it.each([
    ['a bundler', 'esm.mts', bundler],
    ['node16, as a module', 'esm.mts', node16],
    ['node16, as CommonJS', 'cjs.cts', node16],
    ['nodenext, as CommonJS', 'cjs.cts', nodeNext],
    ['nodenext, as a module, over Kysely', 'kysely.mts', nodeNext],
    ['a bundler, over Kysely', 'kysely.mts', bundler],
    ['nodenext, as CommonJS, over Kysely', 'kysely.cts', nodeNext],
    ['nodenext, as what is required', 'required.cts', nodeNext],
  ] as const)('are found and sound under %s', (_, file, options) => {
    expect(errors(file, options)).toEqual([])
  })

  it('are types: what does not fit them is an error', () => {
    expect(errors('broken.mts', bundler)).toHaveLength(1)
  })

  it('say of every method of a charter what it does', () => {
    const { file, program } = compiled('hover.mts', bundler)
    const checker = program.getTypeChecker()
    const source = program.getSourceFile(file)
    const module = source && checker.getSymbolAtLocation(source)
    const [charter] = module ? checker.getExportsOfModule(module) : []
    if (!source || !charter) throw new Error('there is a charter')
    expect(untoldMethods(checker, checker.getTypeOfSymbolAtLocation(charter, source), source)).toEqual([])
  })
})

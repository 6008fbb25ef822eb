import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, inject, it } from 'vitest'
import { entryPoints } from '../setup/entry-points.ts'

// The surface, name by name. When it is meant to change:
//   npm test -- --project package exports -u
// and a line in CHANGELOG.md.

const { consumer } = inject('published')
const dist = (file: string) => join(consumer, 'node_modules', 'orgcharter', 'dist', file)

const names = (program: ts.Program, file: string) => {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  const symbols = (module ? checker.getExportsOfModule(module) : []).map(exported => ({
    name: exported.name,
    flags: (exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported).flags,
  }))
  const having = (flag: ts.SymbolFlags) =>
    symbols
      .filter(({ flags }) => flags & flag)
      .map(({ name }) => name)
      .sort()
  return { values: having(ts.SymbolFlags.Value), types: having(ts.SymbolFlags.Type) }
}

describe('the surface', () => {
  const program = ts.createProgram(
    entryPoints.map(({ name }) => dist(`${name}.d.ts`)),
    { moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, types: [], skipLibCheck: true },
  )
  const surface = Object.fromEntries(
    entryPoints.map(({ specifier, name }) => [specifier, names(program, dist(`${name}.d.ts`))]),
  )

  it('is the one that is written down', async () => {
    await expect(`${JSON.stringify(surface, null, 2)}\n`).toMatchFileSnapshot('exports.json')
  })

  it.each(entryPoints)('is there when it is typed, and typed when it is there: $specifier', async entry => {
    const built: object = await import(dist(`${entry.name}.js`))
    expect(Object.keys(built).sort()).toEqual(surface[entry.specifier]?.values)
  })
})

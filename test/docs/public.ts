import { relative } from 'node:path'
import ts from 'typescript'
import { type EntryPoint, root } from '../setup/entry-points.ts'

/** One name that users import, with what is written above where it is declared. */
export type PublicName = {
  readonly entry: EntryPoint
  readonly name: string
  readonly symbol: ts.Symbol
  readonly declarations: readonly ts.Declaration[]
  /** `path:line` of the first declaration. */
  readonly where: string
}

const whereOf = (node: ts.Node): string => {
  const file = node.getSourceFile()
  return `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

/** `export * as fakes` offers its own names, as `fakes.name`. */
const namesIn = (
  checker: ts.TypeChecker,
  entry: EntryPoint,
  module: ts.Symbol,
  prefix: string,
): readonly PublicName[] =>
  checker.getExportsOfModule(module).flatMap(exported => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    const name = `${prefix}${exported.name}`
    if (symbol.flags & ts.SymbolFlags.ValueModule) return namesIn(checker, entry, symbol, `${name}.`)
    const declarations = symbol.declarations ?? []
    const [first] = declarations
    return first ? [{ entry, name, symbol, declarations, where: whereOf(first) }] : []
  })

export const publicNames = (program: ts.Program, entry: EntryPoint): readonly PublicName[] => {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(entry.source)
  const module = file && checker.getSymbolAtLocation(file)
  return module ? namesIn(checker, entry, module, '') : []
}

/** The tags above any of the declarations of the name: a schema and its type of the same name are one. */
export const tagsOf = ({ declarations }: PublicName, tag: string): readonly ts.JSDocTag[] =>
  declarations.flatMap(declaration => ts.getJSDocTags(declaration).filter(({ tagName }) => tagName.text === tag))

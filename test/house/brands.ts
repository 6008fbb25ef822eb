import ts from 'typescript'
import { everyNode, finding, type Source } from './sources.ts'

export type Brand = { readonly name: string; readonly home: string }

const homeOf = ({ path }: Source): string => path.slice(0, path.lastIndexOf('/') + 1)

const brandOfSchema = (node: ts.Node): string | undefined => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined
  const [named] = node.expression.name.text === 'brand' ? (node.typeArguments ?? []) : []
  return named && ts.isLiteralTypeNode(named) && ts.isStringLiteral(named.literal) ? named.literal.text : undefined
}

const uniqueSymbols = (source: Source): ReadonlySet<string> =>
  new Set(
    [...everyNode(source.ast)]
      .filter(ts.isVariableDeclaration)
      .filter(({ type }) => type && ts.isTypeOperatorNode(type) && type.operator === ts.SyntaxKind.UniqueKeyword)
      .map(({ name }) => name.getText(source.ast)),
  )

const brandOfType = (node: ts.Node, symbols: ReadonlySet<string>): string | undefined => {
  if (!ts.isTypeAliasDeclaration(node)) return undefined
  const isMarked = [...everyNode(node.type)].some(
    part => ts.isComputedPropertyName(part) && symbols.has(part.expression.getText()),
  )
  return isMarked ? node.name.text : undefined
}

/** Types that only their own module may say a value has: by `.brand<'Name'>()`, or by a key that is a unique symbol. */
export const brandsOf = (sources: readonly Source[]): readonly Brand[] =>
  sources.flatMap(source => {
    const symbols = uniqueSymbols(source)
    return [...everyNode(source.ast)].flatMap(node => {
      const name = brandOfSchema(node) ?? brandOfType(node, symbols)
      return name === undefined ? [] : [{ name, home: homeOf(source) }]
    })
  })

const assertedType = (node: ts.Node): ts.TypeNode | undefined =>
  ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) ? node.type : undefined

/** Assertions by which a value gets a brand outside of the brand's own module. */
export const forgeries = (sources: readonly Source[], brands = brandsOf(sources)): readonly string[] =>
  sources.flatMap(source =>
    [...everyNode(source.ast)].flatMap(node => {
      const type = assertedType(node)
      if (!type) return []
      return [...everyNode(type)]
        .filter(ts.isIdentifier)
        .filter(({ text }) => brands.some(({ name, home }) => name === text && homeOf(source) !== home))
        .map(({ text }) => finding(source, node, `asserts ${text}, which only its schema may make`))
    }),
  )

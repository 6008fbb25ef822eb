import ts from 'typescript'
import { everyNode, finding, lineOf, type Source } from './sources.ts'

export type Declared = { readonly code: string; readonly where: string }

const NOUN_CONDITION = /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/

type Callee = (name: string) => boolean

const codesOf = (source: Source, callee: Callee, position: number): readonly Declared[] =>
  [...everyNode(source.ast)]
    .filter(node => ts.isCallExpression(node))
    .filter(({ expression }) => ts.isIdentifier(expression) && callee(expression.text))
    .map(node => {
      const code = node.arguments[position]
      if (!code || !ts.isStringLiteral(code)) throw new TypeError(finding(source, node, 'a code is not a literal'))
      return { code: code.text, where: `${source.path}:${lineOf(source, node.getStart())}` }
    })

/** Each `refusal('kind', 'code', …)` that the sources declare. */
export const declaredCodes = (sources: readonly Source[]): readonly Declared[] =>
  sources.flatMap(source => codesOf(source, name => name === 'refusal', 1))

const isMaker = (node: ts.Node): node is ts.VariableDeclaration =>
  ts.isVariableDeclaration(node) && /^refusing\(/.test(node.initializer?.getText() ?? '')

/** The names of what `refusing('kind')<…>()` made: the codes stand where these are called. */
const makers = (sources: readonly Source[]): ReadonlySet<string> =>
  new Set(sources.flatMap(({ ast }) => [...everyNode(ast)].filter(isMaker).map(({ name }) => name.getText())))

/** Each code that is given where it stands: `invalid('email_empty', {})`. */
export const givenCodes = (sources: readonly Source[]): readonly Declared[] => {
  const names = makers(sources)
  return sources.flatMap(source => codesOf(source, name => names.has(name), 0))
}

export const misnamed = (codes: readonly string[]): readonly string[] =>
  codes.filter(code => !NOUN_CONDITION.test(code))

export const repeated = (codes: readonly string[]): readonly string[] =>
  codes.filter((code, index) => codes.indexOf(code) !== index)

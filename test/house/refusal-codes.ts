import ts from 'typescript'
import { everyNode, finding, lineOf, type Source } from './sources.ts'

export type Declared = { readonly code: string; readonly where: string }

const NOUN_CONDITION = /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/

const isRefusal = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'refusal'

/** Each `refusal('kind', 'code', …)` that the sources declare. */
export const declaredCodes = (sources: readonly Source[]): readonly Declared[] =>
  sources.flatMap(source =>
    [...everyNode(source.ast)].filter(isRefusal).map(node => {
      const code = node.arguments[1]
      if (!code || !ts.isStringLiteral(code)) throw new TypeError(finding(source, node, 'a code is not a literal'))
      return { code: code.text, where: `${source.path}:${lineOf(source, node.getStart())}` }
    }),
  )

export const misnamed = (codes: readonly string[]): readonly string[] =>
  codes.filter(code => !NOUN_CONDITION.test(code))

export const repeated = (codes: readonly string[]): readonly string[] =>
  codes.filter((code, index) => codes.indexOf(code) !== index)

import ts from 'typescript'
import { everyNode, finding, type Source } from './sources.ts'

/** What differs from one machine, moment or run to the next. */
const GLOBALS = new Set([
  ...['fetch', 'process', 'crypto', 'console', 'Intl', 'performance', 'globalThis', 'global', 'window', 'self'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'requestAnimationFrame', 'structuredClone'],
  ...['Promise', 'WeakRef', 'FinalizationRegistry', 'Buffer', 'require', 'eval', 'Function'],
])
const MEMBERS: { readonly [object: string]: readonly string[] } = { Date: ['now'], Math: ['random'] }
const METHODS = /^(localeCompare|toLocale\w+)$/
const THROWABLE = new Set(['InvariantViolation', 'TypeError'])

/** Named as a value or a type, and not as the property of something else. */
const isReference = (node: ts.Identifier): boolean => {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isQualifiedName(parent)) return parent.left === node
  if (ts.isPropertySignature(parent) || ts.isMethodSignature(parent) || ts.isMethodDeclaration(parent)) return false
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent.initializer === node
  if (ts.isBindingElement(parent)) return parent.propertyName !== node
  return !ts.isTypePredicateNode(parent)
}

const isAtModuleLevel = (node: ts.VariableDeclarationList): boolean => ts.isSourceFile(node.parent.parent)

const ofIdentifier = (node: ts.Identifier): string | undefined => {
  if (!isReference(node)) return undefined
  const { parent } = node
  if (GLOBALS.has(node.text)) return node.text
  const [member] = MEMBERS[node.text] ?? []
  if (member === undefined) return undefined
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === member ? `${node.text}.${member}` : undefined
  if (ts.isElementAccessExpression(parent) || ts.isVariableDeclaration(parent)) return `${node.text}, by a detour`
  if (node.text === 'Date' && ts.isCallExpression(parent)) return 'Date()'
  if (node.text === 'Date' && ts.isNewExpression(parent) && !parent.arguments?.length) return 'new Date()'
  return undefined
}

const ofStatement = (node: ts.Node): string | undefined => {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const from = node.moduleSpecifier
    return from && ts.isStringLiteral(from) && from.text.startsWith('node:') ? from.text : undefined
  }
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.Const) && isAtModuleLevel(node))
    return 'a variable at module level'
  if (ts.isThrowStatement(node)) {
    const thrown = node.expression
    const isOurs = ts.isNewExpression(thrown) && THROWABLE.has(thrown.expression.getText())
    return isOurs ? undefined : 'a throw of anything but our own bugs and the programmer’s misuse'
  }
  return undefined
}

const impurityOf = (node: ts.Node): string | undefined => {
  if (ts.isIdentifier(node)) return ofIdentifier(node)
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any'
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async'
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return 'await'
  if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent)) return 'import()'
  if (ts.isPropertyAccessExpression(node) && METHODS.test(node.name.text)) return node.name.text
  return ofStatement(node)
}

/** What makes this file answer otherwise tomorrow, elsewhere or the second time. */
export const impurities = (source: Source): readonly string[] =>
  [...everyNode(source.ast)].flatMap(node => {
    const what = impurityOf(node)
    return what === undefined ? [] : [finding(source, node, what)]
  })

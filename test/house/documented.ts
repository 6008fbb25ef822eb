import ts from 'typescript'
import { type PublicName, tagsOf } from '../docs/public.ts'

const VERSION = /^\d+\.\d+\.\d+$/
const MODEL_NUMBER = /\b[A-Z]{2,4}-\d+(?: to \d+)?\b/g
const SENTENCE = /\p{L}+[^\p{L}]+\p{L}+[^\p{L}]+\p{L}+/u

const textOf = (tag: ts.JSDocTag): string => ts.getTextOfJSDocComment(tag.comment)?.trim() ?? ''

const givesSomething = (checker: ts.TypeChecker, { symbol, declarations }: PublicName): boolean | undefined => {
  const [declaration] = declarations
  if (!declaration || !(symbol.flags & ts.SymbolFlags.Value)) return undefined
  const [call] = checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures()
  return call && !(checker.getReturnTypeOfSignature(call).flags & (ts.TypeFlags.Void | ts.TypeFlags.Never))
}

/** What users are not told about a name that they import. */
export const undocumented = (checker: ts.TypeChecker, name: PublicName): readonly string[] => {
  const missing: string[] = []
  const sentence = ts.displayPartsToString(name.symbol.getDocumentationComment(checker)).replace(MODEL_NUMBER, '')
  if (!SENTENCE.test(sentence)) missing.push('a sentence')
  if (!tagsOf(name, 'since').some(tag => VERSION.test(textOf(tag)))) missing.push('@since')
  const gives = givesSomething(checker, name)
  if (gives !== undefined && !tagsOf(name, 'example').some(textOf)) missing.push('@example')
  if (gives && !tagsOf(name, 'returns').some(textOf)) missing.push('@returns')
  return missing.length === 0 ? [] : [`${name.where} ${name.name} lacks ${missing.join(', ')}`]
}

type Method = { readonly name: string; readonly symbol: ts.Symbol; readonly type: ts.Type }

const propertiesOf = (checker: ts.TypeChecker, type: ts.Type, at: ts.Node) =>
  checker.getPropertiesOfType(type).map(symbol => ({ symbol, type: checker.getTypeOfSymbolAtLocation(symbol, at) }))

const methodsOf = (checker: ts.TypeChecker, rooms: ts.Type, at: ts.Node): readonly Method[] =>
  propertiesOf(checker, rooms, at).flatMap(({ symbol: room, type }) =>
    propertiesOf(checker, type, at).map(method => ({ ...method, name: `${room.name}.${method.symbol.name}` })),
  )

const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type])

const typesAt = (checker: ts.TypeChecker, types: readonly ts.Type[], field: string, at: ts.Node) =>
  types.flatMap(type => {
    const symbol = type.getProperty(field)
    return symbol ? partsOf(checker.getTypeOfSymbolAtLocation(symbol, at)) : []
  })

/** The codes with which a method may refuse: `code` of `refusal` of what it resolves to. */
const codesOf = (checker: ts.TypeChecker, { type }: Method, at: ts.Node): ReadonlySet<string> => {
  const answers = type.getCallSignatures().flatMap(call => checker.getAwaitedType(call.getReturnType()) ?? [])
  const refusals = typesAt(checker, answers.flatMap(partsOf), 'refusal', at)
  return new Set(typesAt(checker, refusals, 'code', at).flatMap(code => (code.isStringLiteral() ? [code.value] : [])))
}

const REFUSES = /^(?<code>[a-z_]+) when \S/

/** What users are not told, or told wrongly, where they hover a method of rooms of methods, such as a charter's. */
export const untoldMethods = (checker: ts.TypeChecker, rooms: ts.Type, at: ts.Node): readonly string[] =>
  methodsOf(checker, rooms, at).flatMap(method => {
    const text = ts.displayPartsToString(method.symbol.getDocumentationComment(checker))
    const codes = codesOf(checker, method, at)
    const told = method.symbol.getJsDocTags(checker).filter(({ name }) => name === 'refuses')
    return [
      ...(SENTENCE.test(text.replace(MODEL_NUMBER, '')) ? [] : [`${method.name} lacks a sentence`]),
      ...(text.search(MODEL_NUMBER) === 0 ? [] : [`${method.name} lacks a number of the model`]),
      ...told
        .map(tag => ts.displayPartsToString(tag.text))
        .filter(refuses => !codes.has(REFUSES.exec(refuses)?.groups?.['code'] ?? ''))
        .map(refuses => `${method.name} does not refuse: ${refuses}`),
    ]
  })

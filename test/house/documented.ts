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

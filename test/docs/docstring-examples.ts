import ts from 'typescript'
import { type PublicName, tagsOf } from './public.ts'

export type DocstringExample = { readonly name: string; readonly compiled: string }

const unfenced = (text: string): string => {
  const lines = text.trim().split('\n')
  return (lines[0]?.startsWith('```') ? lines.slice(1, lines.lastIndexOf('```')) : lines).join('\n')
}

const identifiersIn = (code: string): ReadonlySet<string> => {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true))
  return names
}

type Offer = ReadonlyMap<string, string>

/** What each name is imported from: the entry point of the example's subject if that has it, or the first that does. */
const offerOf = (names: readonly PublicName[], { entry }: PublicName): Offer => {
  const own = names.filter(name => name.entry === entry)
  const nearestLast = [...names].reverse().concat(own)
  // Of `fakes.clock` it is `fakes` that is imported.
  return new Map(nearestLast.map(({ name, entry }) => [name.replace(/\..*/, ''), entry.specifier]))
}

/** An example that imports nothing takes what it names from the entry points. */
const withImports = (code: string, offer: Offer): string => {
  if (/^import\b/m.test(code)) return `${code}\nexport {}\n`
  const imports = [...identifiersIn(code)].flatMap(name => {
    const from = offer.get(name)
    return from === undefined ? [] : [`import { ${name} } from '${from}'; `]
  })
  return `${imports.join('')}${code}\nexport {}\n`
}

/** The `@example` of each public name, with what it takes to compile. */
export const docstringExamples = (names: readonly PublicName[]): readonly DocstringExample[] => {
  const examples = names.flatMap(name =>
    tagsOf(name, 'example').map((tag, index) => ({
      name: `${name.where} ${name.name}${index > 0 ? ` (${index + 1})` : ''}`,
      compiled: withImports(unfenced(ts.getTextOfJSDocComment(tag.comment) ?? ''), offerOf(names, name)),
    })),
  )
  // What two entry points have is one example.
  return [...new Map(examples.map(example => [example.name, example])).values()]
}

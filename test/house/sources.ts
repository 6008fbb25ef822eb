import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import ts from 'typescript'
import { root } from '../setup/entry-points.ts'

/** A file as the checks read it: its path in the repository, and its syntax tree. */
export type Source = { readonly path: string; readonly ast: ts.SourceFile }

export const sourceOf = (path: string, text: string): Source => ({
  path,
  ast: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true),
})

/** The TypeScript files below a directory of the repository. */
export const sourcesBelow = (directory: string): readonly Source[] =>
  readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => join(directory, path).split(sep).join('/'))
    .sort()
    .map(path => sourceOf(path, readFileSync(join(root, path), 'utf8')))

export const everyNode = function* (node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, child => void children.push(child))
  for (const child of children) yield* everyNode(child)
}

export const lineOf = ({ ast }: Source, position: number): number =>
  ast.getLineAndCharacterOfPosition(position).line + 1

/** `path:line what`, as an editor opens it. */
export const finding = (source: Source, node: ts.Node, what: string): string =>
  `${source.path}:${lineOf(source, node.getStart(source.ast))} ${what}`

/** The lines on which there is code, in a part of the file: not those that are empty or hold nothing but comment. */
export const codeLines = (source: Source, node: ts.Node = source.ast): number => {
  const lines = new Set<number>()
  const visit = (part: ts.Node): void => {
    const children = part.getChildren(source.ast).filter(child => !ts.isJSDoc(child))
    for (const child of children) visit(child)
    if (children.length > 0 || part.getWidth(source.ast) === 0) return
    const last = lineOf(source, part.getEnd())
    for (let line = lineOf(source, part.getStart(source.ast)); line <= last; line++) lines.add(line)
  }
  visit(node)
  return lines.size
}

export const isFunction = (node: ts.Node): node is ts.FunctionLikeDeclaration =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined

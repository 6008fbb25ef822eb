import ts from 'typescript'
import { codeLines, everyNode, finding, isFunction, type Source } from './sources.ts'

export const FILE_LINES = 250
export const MEDIAN_LINES = 80
export const FUNCTION_LINES = 40

/** Nothing in it decides anything: lists, tables and types are as long as what they list. */
const isData = ({ ast }: Source): boolean => ![...everyNode(ast)].some(node => isFunction(node) || ts.isClassLike(node))

export const longFiles = (sources: readonly Source[]): readonly string[] =>
  sources
    .filter(source => !isData(source))
    .map(source => ({ path: source.path, lines: codeLines(source) }))
    .filter(({ lines }) => lines > FILE_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines of code`)

export const medianLines = (sources: readonly Source[]): number => {
  const lines = sources.map(source => codeLines(source)).sort((a, b) => a - b)
  return lines[Math.floor((lines.length - 1) / 2)] ?? 0
}

export const longFunctions = (source: Source): readonly string[] =>
  [...everyNode(source.ast)]
    .filter(isFunction)
    .map(node => ({ node, lines: codeLines(source, node) }))
    .filter(({ lines }) => lines > FUNCTION_LINES)
    .map(({ node, lines }) => finding(source, node, `a function of ${lines} lines of code`))

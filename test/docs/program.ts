import { join } from 'node:path'
import ts from 'typescript'
import { root } from '../setup/entry-points.ts'

/** What a user's own code is compiled with: strict, and no more than that. `orgcharter/…` is src. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts'],
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  paths: { orgcharter: [join(root, 'src/index.ts')], 'orgcharter/*': [join(root, 'src/*.ts')] },
}

/** One program of files that are there, and of texts that are at no place but in it. */
export const programOf = (files: readonly string[], texts: ReadonlyMap<string, string> = new Map()): ts.Program => {
  const host = ts.createCompilerHost(OPTIONS)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = path => texts.has(path) || fileExists(path)
  host.readFile = path => texts.get(path) ?? readFile(path)
  host.getSourceFile = (path, options, ...rest) => {
    const text = texts.get(path)
    return text === undefined ? getSourceFile(path, options, ...rest) : ts.createSourceFile(path, text, options, true)
  }
  return ts.createProgram([...files, ...texts.keys()], OPTIONS, host)
}

/** `path:line message`, for one file of the program. */
export const errorsIn = (program: ts.Program, path: string): readonly string[] => {
  const file = program.getSourceFile(path)
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
    ({ start, messageText }) => {
      const line = (file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0) + 1
      return `${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    },
  )
}

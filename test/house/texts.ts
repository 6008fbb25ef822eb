import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from '../setup/entry-points.ts'
import { everyNode, finding, type Source } from './sources.ts'

export type Text = { readonly path: string; readonly text: string }

const isBinary = (text: string): boolean => text.includes('\0')

/** What is, or is about to be, in the repository. */
export const repositoryTexts = (): readonly Text[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    // What others published is kept as they wrote it.
    .filter(path => path !== '' && !path.startsWith('test/vectors/data/') && existsSync(join(root, path)))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => !isBinary(text))

// Written so that none matches itself.
const FOREIGN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['something left to do', /\b(?:TO[D]O|FI[X]ME|X[X]X)\b/],
  ['a path of somebody’s machine', /(?<![\w.:/*-])\/(?:work|home|root|Users|mnt|opt)\/[\w.-]+/],
  ['a package registry', /\bregistry[.][a-z0-9-]+\.[a-z]{2,}\b|"resolved": "[h]ttp/i],
  [
    'a number in somebody’s tracker',
    /(?:^|(?<!\bU(?:TS|AX|TR))\s|\()#\d{1,5}\b|\b(?:[Ii]ssue|PR|pull request) (?:no\. ?)?#?\d+\b/,
  ],
  [
    'how it was written',
    /\b(?:working|coding|earlier|previous) session\b|\b(?:AI|LLM)[- ](?:agent|assistant|generated)\b/i,
  ],
]

/** The repository speaks of the product: not of who wrote it, where, and what is left to do. */
export const foreignWords = ({ path, text }: Text): readonly string[] =>
  text
    .split('\n')
    .flatMap((line, index) =>
      FOREIGN.filter(([, pattern]) => pattern.test(line)).map(
        ([what]) => `${path}:${index + 1} ${what}: ${line.trim()}`,
      ),
    )

const TESTS = /^(?:it|test|describe|suite|bench)\b/
const SWITCHES = new Set(['skip', 'only', 'todo', 'fails'])

/** Tests that are off, or on alone. `skipIf` and `runIf` say why. */
export const switchedTests = (source: Source): readonly string[] =>
  [...everyNode(source.ast)]
    .filter(ts.isPropertyAccessExpression)
    .filter(node => SWITCHES.has(node.name.text) && TESTS.test(node.expression.getText(source.ast)))
    .map(node => finding(source, node, node.getText(source.ast)))

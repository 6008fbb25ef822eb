import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What is read: README.md, CHANGELOG.md and everything below docs. */
export const pagesIn = (directory: string): readonly string[] => [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(directory, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.md'))
    .map(path => join('docs', path)),
]

const LINK = /\]\(([^()\s#]+)(?:#[^()\s]*)?\)/g
const ELSEWHERE = /^[a-z]+:/

/** The files and directories that a text links to, as it names them: without links to elsewhere, and without code. */
export const linksIn = (markdown: string): readonly string[] =>
  [...markdown.replace(/^```.*?^```/gms, '').matchAll(LINK)]
    .map(([, target = '']) => target)
    .filter(target => !ELSEWHERE.test(target))

/** `page: link` for each link of the pages in a directory that leads nowhere. */
export const strayLinks = (directory: string): readonly string[] =>
  pagesIn(directory).flatMap(page =>
    linksIn(readFileSync(join(directory, page), 'utf8'))
      .filter(target => !existsSync(join(directory, dirname(page), target)))
      .map(target => `${page}: ${target}`),
  )

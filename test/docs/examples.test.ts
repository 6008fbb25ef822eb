import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { entryPoints, root } from '../setup/entry-points.ts'
import { modulesOf } from './blocks.ts'
import { docstringExamples } from './docstring-examples.ts'
import { errorsIn, programOf } from './program.ts'
import { publicNames } from './public.ts'

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)].filter(
  page => page.endsWith('.md') && existsSync(join(root, page)),
)
const modules = pages.flatMap(page => modulesOf(page, readFileSync(join(root, page), 'utf8')))

const docstrings = () => {
  const program = programOf(entryPoints.map(({ source }) => source))
  return docstringExamples(entryPoints.flatMap(entry => publicNames(program, entry)))
}

const fileOf = (name: string) => join(root, `${name.replaceAll(/[^\w.-]+/g, '_')}.example.ts`)
const examples = [...modules, ...docstrings()]
const program = programOf([], new Map(examples.map(({ name, compiled }) => [fileOf(name), compiled])))

describe('examples', () => {
  it.each(examples.map(({ name }) => name))('compile: %s', name => {
    expect(errorsIn(program, fileOf(name))).toEqual([])
  })
})

describe('pages', () => {
  const cache = join(root, '.cache', `pages-${process.pid}`)
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })
  afterAll(() => rmSync(cache, { recursive: true, force: true }))

  it('begin with the README', () => {
    expect(pages[0]).toBe('README.md')
  })

  it.each(modules.filter(({ run }) => run !== undefined))('run: $name', async ({ name, run = '' }) => {
    mkdirSync(cache, { recursive: true })
    const file = join(cache, `${name.replaceAll(/[^\w.-]+/g, '_')}.ts`)
    writeFileSync(file, run)
    await import(/* @vite-ignore */ file)
  })
})

describe('blocks', () => {
  const fence = '```'
  const page = (...blocks: string[]) => blocks.map(block => `text\n${fence}${block}\n${fence}`).join('\n')
  const codeOf = (text: string | undefined) => text?.split('\n').filter(line => line !== '' && line !== 'export {}')

  it('are one module until another begins with imports', () => {
    const read = modulesOf('a.md', page("ts\nimport 'a'\none()", 'ts\ntwo()', 'sh\nls', "ts\n// three\nimport 'b'"))
    expect(read.map(({ name }) => name)).toEqual(['a.md:3', 'a.md:16'])
    expect(codeOf(read[0]?.run)).toEqual(["import 'a'", 'one()', 'two()'])
  })

  it('keep the numbers of their lines', () => {
    const [read] = modulesOf('a.md', page("ts\nimport 'a'", 'ts\ntwo()'))
    expect(read?.compiled.split('\n').indexOf('two()')).toBe(6)
  })

  it('continue with imports of their own where they say so, and are not run where they say so', () => {
    const read = modulesOf('a.md', page('ts\none()', "ts continued\nimport 'b'", 'ts no-run\nserve()'))
    expect(read).toHaveLength(1)
    expect(codeOf(read[0]?.compiled)).toEqual(['one()', "import 'b'", 'serve()'])
    expect(codeOf(read[0]?.run)).toEqual(['one()', "import 'b'"])
    expect(modulesOf('a.md', page('ts no-run\nserve()'))[0]?.run).toBeUndefined()
  })

  it('that do not compile are told with their line', () => {
    const [bad] = modulesOf(
      'bad.md',
      page("ts\nimport { parseEmailAddress } from 'orgcharter/roles'", 'ts\nconst a: 1 = 2'),
    )
    const file = fileOf('bad.md')
    expect(errorsIn(programOf([], new Map([[file, bad?.compiled ?? '']])), file)).toEqual([
      "7: Type '2' is not assignable to type '1'.",
    ])
  })
})

/**
 * The TypeScript of a page, as modules.
 *
 * A page's `ts` blocks are read from top to bottom as its reader does: a block that begins with an import begins a new
 * module, and one that does not continues the module before it. `ts continued` continues it also with imports of its
 * own. `ts no-run` is compiled and not run: for what needs something that a test does not have, such as a web server.
 * Each line of a module has the number that it has on the page.
 */
export type PageModule = {
  /** `README.md:12`, where the module begins. */
  readonly name: string
  readonly compiled: string
  /** Undefined where nothing is to be run. */
  readonly run: string | undefined
}

type Block = { readonly line: number; readonly words: readonly string[]; readonly code: readonly string[] }

const FENCE = /^```(\S*)\s*(.*)$/

const blocksOf = (markdown: string): readonly Block[] => {
  const blocks: Block[] = []
  let open: { line: number; language: string; words: string[]; code: string[] } | undefined
  for (const [index, text] of markdown.split('\n').entries()) {
    const [, language = '', words = ''] = FENCE.exec(text) ?? []
    if (!open && text.startsWith('```')) open = { line: index + 2, language, words: words.split(/\s+/), code: [] }
    else if (open && text.startsWith('```')) {
      if (open.language === 'ts') blocks.push(open)
      open = undefined
    } else open?.code.push(text)
  }
  if (open) throw new SyntaxError(`the block at line ${open.line} does not end`)
  return blocks
}

const begins = ({ words, code }: Block): boolean =>
  !words.includes('continued') &&
  /^import\b/.test(code.find(line => line.trim() !== '' && !line.startsWith('//')) ?? '')

const textOf = (blocks: readonly Block[]): string => {
  const lines: string[] = []
  for (const { line, code } of blocks) {
    while (lines.length < line - 1) lines.push('')
    lines.push(...code)
  }
  return `${lines.join('\n')}\nexport {}\n`
}

export const modulesOf = (page: string, markdown: string): readonly PageModule[] => {
  const modules: Block[][] = []
  for (const block of blocksOf(markdown)) {
    const current = modules.at(-1)
    if (!current || begins(block)) modules.push([block])
    else current.push(block)
  }
  return modules.map(blocks => {
    const running = blocks.filter(({ words }) => !words.includes('no-run'))
    return {
      name: `${page}:${blocks[0]?.line}`,
      compiled: textOf(blocks),
      run: running.length === 0 ? undefined : textOf(running),
    }
  })
}

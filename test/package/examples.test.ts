import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../setup/entry-points.ts'

const EXAMPLES = join('docs', 'examples')
const TSX = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')

/** An example is one file, or a directory whose file of the same name runs the others: `tour/tour.ts`. */
const examples = readdirSync(join(root, EXAMPLES), { withFileTypes: true })
  .filter(entry => entry.isDirectory() || entry.name.endsWith('.ts'))
  .map(({ name }) => (name.endsWith('.ts') ? join(EXAMPLES, name) : join(EXAMPLES, name, `${name}.ts`)))

/** As a reader runs them: `orgcharter` is the package that was built. */
describe('docs/examples', () => {
  it.each(examples)('runs: %s', path => {
    const { status, stderr } = spawnSync(process.execPath, [TSX, path], {
      cwd: root,
      encoding: 'utf8',
      timeout: 100_000,
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
  })

  it('has the tour', () => {
    expect(examples).toContain(join(EXAMPLES, 'tour', 'tour.ts'))
  })
})

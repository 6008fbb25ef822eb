import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../setup/entry-points.ts'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')

describe('the version of package.json', () => {
  const { version } = JSON.parse(read('package.json')) as { readonly version: string }

  it('is the one whose status README.md tells', () => {
    expect(read('README.md')).toContain(`\n## Status: ${version}\n`)
  })

  it('is the newest of CHANGELOG.md', () => {
    expect(/^## \[(\d+\.\d+\.\d+)\]/m.exec(read('CHANGELOG.md'))?.[1]).toBe(version)
  })
})

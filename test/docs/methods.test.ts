import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useCases } from '../../src/runtime/use-cases.ts'
import { root } from '../setup/entry-points.ts'

// Made from the table of methods itself.
const GENERATED = ['refusals.md', 'statements-per-command.md']

const pages: readonly string[] = readdirSync(join(root, 'docs'))
  .filter(name => name.endsWith('.md') && !GENERATED.includes(name))
  .map(name => readFileSync(join(root, 'docs', name), 'utf8'))

/** As `room.verb`, or as `verb` on a page that calls the room. */
const isNamed = (room: string, verb: string): boolean => {
  const whole = new RegExp(`\\b${room}\\.${verb}\\b`)
  const alone = new RegExp(`\`${verb}[\`(]`)
  return pages.some(page => whole.test(page) || (page.includes(`charter.${room}.`) && alone.test(page)))
}

describe('the pages', () => {
  it('name every method of the charter', () => {
    const methods = Object.entries(useCases).flatMap(([room, verbs]) => Object.keys(verbs).map(verb => [room, verb]))
    expect(methods.length).toBeGreaterThan(100)
    expect(methods.filter(([room = '', verb = '']) => !isNamed(room, verb)).map(names => names.join('.'))).toEqual([])
  })
})

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { programOf } from '../docs/program.ts'
import { publicNames } from '../docs/public.ts'
import { entryPoints, root } from '../setup/entry-points.ts'
import { undocumented, untoldMethods } from './documented.ts'

const BAD = join(root, 'bad.ts')
const bad = { specifier: 'bad', name: 'bad', source: BAD }
const TEXT = `
export const silent = 1
/** @since 0.1.0 */
export const numbered = 2
/** Says what it is, but not for how long. */
export const ageless = 3
/** Adds one to a number. @since 0.1.0 */
export const add = (a: number) => a + 1
/** Drops a number for good. @since 0.1.0 */
export function drop(_: number): void {}
/** EML-1, EML-2. @since 0.1.0 */
export type Numbers = 1
/** The whole of a number. @since 0.1.0 */
export const Whole = { parse: 1 }
export type Whole = 1
/**
 * Adds two to a number.
 *
 * @returns The sum.
 * @example addTwo(1)
 * @since 0.1.0
 */
export const addTwo = (a: number) => a + 2
/** A charter with one room. @since 0.1.0 */
export type Rooms = {
  room: {
    silent(): Promise<{ refusal: { code: 'full' } }>
    /** Opens the whole door. */
    open(): Promise<{ ok: true } | { refusal: { code: 'full' } }>
    /**
     * ORG-1: shuts the whole door.
     *
     * @refuses full when there is no room
     * @refuses empty when nobody is there
     * @refuses full
     */
    shut(): Promise<{ ok: true } | { refusal: { code: 'full' | 'locked' } }>
  }
}
`

describe('what users import', () => {
  const sources = entryPoints.map(({ source }) => source)
  const program = programOf(sources, new Map([[BAD, TEXT]]))
  const checker = program.getTypeChecker()

  it.each(entryPoints)('is documented: $specifier', entry => {
    const names = publicNames(program, entry)
    expect(names.length).toBeGreaterThan(0)
    expect(names.flatMap(name => undocumented(checker, name))).toEqual([])
  })

  it('is not taken for documented where it is not', () => {
    const told = publicNames(program, bad).flatMap(name => undocumented(checker, name))
    expect([...told].sort()).toEqual([
      'bad.ts:10 drop lacks @example',
      'bad.ts:12 Numbers lacks a sentence',
      'bad.ts:2 silent lacks a sentence, @since',
      'bad.ts:4 numbered lacks a sentence',
      'bad.ts:6 ageless lacks @since',
      'bad.ts:8 add lacks @example, @returns',
    ])
  })

  /** The methods below a type that is exported under this name. */
  const untoldIn = (entry: Parameters<typeof publicNames>[1], type: string) => {
    const name = publicNames(program, entry).find(each => each.name === type)
    const [at] = name?.declarations ?? []
    if (!name || !at) throw new Error(`${entry.specifier} exports no ${type}`)
    return untoldMethods(checker, checker.getDeclaredTypeOfSymbol(name.symbol), at)
  }

  it('says of every method of a charter what it does, and of no refusal that it cannot give', () => {
    const [index] = entryPoints.filter(({ name }) => name === 'index')
    expect(index && untoldIn(index, 'Charter')).toEqual([])
  })

  it('is not taken to say so where it does not', () => {
    expect(untoldIn(bad, 'Rooms')).toEqual([
      'room.silent lacks a sentence',
      'room.silent lacks a number of the model',
      'room.open lacks a number of the model',
      'room.shut does not refuse: empty when nobody is there',
      'room.shut does not refuse: full',
    ])
  })
})

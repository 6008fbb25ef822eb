import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { worlds } from '../../src/testing/worlds/index.ts'
import { type Figures, playBeside } from './agreement.ts'
import { model } from './naive/index.ts'

const RUNS = 250

/** Seeds whose first worlds once showed a bug: they are played each time, as long as worlds are made as they are. */
const TELLING = [1, 3, 7, 11]
const REPLAYED = 25
const figures: Figures = new Map()

describe('the charter', () => {
  it('agrees with the naive model after every command, and no invariant is ever broken', async () => {
    await fc.assert(
      fc.asyncProperty(worlds(fc, 40), world => playBeside(world, figures)),
      { numRuns: RUNS },
    )
  }, 120_000)

  it.each(TELLING)(
    'agrees with it in the worlds of seed %i',
    async seed => {
      await fc.assert(
        fc.asyncProperty(worlds(fc, 40), world => playBeside(world, figures)),
        { numRuns: REPLAYED, seed },
      )
    },
    120_000,
  )

  it('was asked for everything, and did it', () => {
    const methods = new Set([...figures.keys()].map(key => key.split(' ')[0]))
    const done = [...methods].filter(method => figures.has(`${method} ok`))
    expect(done.sort()).toEqual(Object.keys(model).sort())
    expect(figures.get('organizations.rename repeated')).toBeGreaterThan(0)
  })
})

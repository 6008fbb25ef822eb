import fc from 'fast-check'
import { commands } from '../../src/testing/worlds/commands.ts'
import type { Step } from '../../src/testing/worlds/index.ts'
import { phrases } from '../../src/testing/worlds/phrases.ts'

/** What each of so many clients asks, one after the other: single commands, and what mostly comes together. */
export const scriptsOf = (clients: number, length: number, seed: number): readonly (readonly Step[])[] => {
  const phrase = fc.oneof(
    commands(fc).map((step): readonly Step[] => [step]),
    phrases(fc),
  )
  const script = fc.array(phrase, { minLength: length, maxLength: length }).map(all => all.flat().slice(0, length))
  return fc.sample(script, { numRuns: clients, seed })
}

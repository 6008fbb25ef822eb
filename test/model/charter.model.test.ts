import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { worlds } from '../../src/testing/worlds/index.ts'
import { type Figures, playBeside } from './agreement.ts'

const RUNS = 300
const figures: Figures = new Map()

describe('the charter', () => {
  it('agrees with the naive model after every command, and no invariant is ever broken', async () => {
    await fc.assert(
      fc.asyncProperty(worlds(fc, 40), world => playBeside(world, figures)),
      { numRuns: RUNS },
    )
  }, 120_000)

  it('was asked for everything, and did it', () => {
    const done = new Set([...figures.keys()].filter(key => key.endsWith(' ok')))
    expect([...done].sort()).toMatchInlineSnapshot(`
      [
        "audit.list ok",
        "domainRules.add ok",
        "domainRules.list ok",
        "domainRules.overridePublicDomain ok",
        "domainRules.preview ok",
        "domainRules.prove ok",
        "domainRules.remove ok",
        "domainRules.sweep ok",
        "effects.take ok",
        "members.approve ok",
        "members.list ok",
        "organizations.appointAdmin ok",
        "organizations.archive ok",
        "organizations.create ok",
        "organizations.get ok",
        "organizations.rename ok",
        "users.signIn ok",
        "users.signUp ok",
      ]
    `)
  })
})

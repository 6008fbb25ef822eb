import { describe, expect, it } from 'vitest'
import { defaultRelations, type Relation } from '../../src/core/entity/index.ts'
import { relationsDiagram, withDiagram } from './relations-diagram.ts'

const row = (change: Partial<Relation>): Relation => ({ ...(defaultRelations[0] as Relation), ...change })

describe('the diagram of relations', () => {
  it.each<[drawn: string, change: Partial<Relation>]>([
    ['project }o--|| ontology', {}],
    ['project }o--o| ontology', { min: 0 }],
    ['project }o--o{ ontology', { min: 0, max: 'many' }],
    ['project }o--|{ ontology', { max: 3 }],
    ['project |o--|| ontology', { shareable: false }],
  ])('draws %s', (drawn, change) => {
    expect(relationsDiagram([row(change)])).toContain(drawn)
  })

  it('is put where the page has a place for it, the same each time', () => {
    const page = 'a\n<!-- Made by `npm run docs` from `defaultRelations`. -->\nold\n<!-- Up to here. -->\nb'
    const once = withDiagram(page, defaultRelations)
    expect(once).not.toContain('old')
    expect(withDiagram(once, defaultRelations)).toBe(once)
    expect(() => withDiagram('nothing', defaultRelations)).toThrow(TypeError)
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SCHEMA_VERSION, schemaSql } from '../../../../src/adapters/kysely/index.ts'

/** The tables of each version, as they were released. */
const RELEASED: { readonly [version: number]: string } = { 1: 'f30164d5a12c389e' }

describe('the version of the schema', () => {
  // Whoever changes a collection changes tables that are out there: that is a new version, with a migration to it.
  it('is another one where the tables are others', () => {
    const tables = schemaSql('postgresql').join(';\n')
    expect(createHash('sha256').update(tables).digest('hex').slice(0, 16)).toBe(RELEASED[SCHEMA_VERSION])
  })
})

import { SCHEMA_VERSION, type SchemaDialect, schemaSql } from '../../src/adapters/kysely/index.ts'

/** Those that differ; MySQL's is MariaDB's but for the name of the collation. */
const DIALECTS: readonly SchemaDialect[] = ['postgresql', 'mariadb', 'mysql', 'sqlite']

export const schemaFiles = (): readonly { readonly path: string; readonly text: string }[] =>
  DIALECTS.map(dialect => ({
    path: `docs/schema/${dialect}.sql`,
    text: `-- orgcharter's tables, version ${SCHEMA_VERSION}. What createSchema runs; each statement may be run again.\n\n${schemaSql(dialect).join(';\n\n')};\n`,
  }))

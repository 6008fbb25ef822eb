export * from './adapters/kysely/index.ts'

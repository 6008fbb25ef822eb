export * from './runtime/import/index.ts'

export * from './check-invariants.ts'
export * from './collections.ts'

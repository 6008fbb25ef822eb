export * as fakes from './testing/fakes/index.ts'
export * from './testing/store-contract/index.ts'

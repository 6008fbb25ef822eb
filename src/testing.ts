export * as fakes from './testing/fakes/index.ts'
export * from './testing/given/index.ts'
export * from './testing/store-contract/index.ts'
export * from './testing/worlds/index.ts'

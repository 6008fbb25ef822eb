export * from './model.ts'
export * from './refusals.ts'
export * from './rules.ts'

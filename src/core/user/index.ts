export * from './address.ts'
export * from './create.ts'
export * from './model.ts'
export * from './refusals.ts'

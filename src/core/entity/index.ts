export * from './model.ts'
export * from './refusals.ts'
export * from './roles.ts'
export * from './room.ts'

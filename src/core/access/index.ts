export { can } from './can.ts'
export * from './model.ts'

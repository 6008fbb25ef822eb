export { describe, describeReason } from './describe.ts'
export { allRefusals, type RefusalCode } from './refusals.ts'

export { describe } from './describe.ts'
export { describeReason } from './describe-reason.ts'
export { allRefusals, type RefusalCode } from './refusals.ts'

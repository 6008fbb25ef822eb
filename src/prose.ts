export { describe, describeReason } from './core/prose/index.ts'

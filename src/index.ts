export { isVerifiedEmail, verifiedEmail } from './core/email/index.ts'
export { describe, describeReason } from './core/prose/index.ts'
export {
  type Breach,
  checkInvariants,
  type InvariantOptions,
  type InvariantReport,
  type World,
} from './core/world/index.ts'
export { createCharter } from './runtime/create-charter.ts'
export { RefusedError, unwrap } from './runtime/unwrap.ts'

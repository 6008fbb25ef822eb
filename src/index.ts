export { isVerifiedEmail, verifiedEmail } from './core/email/index.ts'
export { createCharter } from './runtime/create-charter.ts'
export { RefusedError, unwrap } from './runtime/unwrap.ts'

import { base32nopad } from '@scure/base'
import type { Env } from '../env.ts'
import { hashOfToken } from '../kernel/index.ts'
import { RECOVERY_CODE_BYTES, RECOVERY_CODES } from './limits.ts'
import type { RecoverySet } from './model.ts'
import { isSameHash } from './same-hash.ts'

const WRITTEN = /^([A-Za-z2-7]{6})-?([A-Za-z2-7]{6})-?([A-Za-z2-7]{6})-?([A-Za-z2-7]{6})$/

/** One way to write a code; undefined for what is none. Only ASCII case and dashes that were left out are forgiven. */
export const canonicalRecoveryCode = (code: string): string | undefined =>
  WRITTEN.exec(code)?.slice(1).join('-').toLowerCase()

/** MFA-11: a new set, and its codes as they are shown this once. */
export const newRecoverySet = (env: Env): { readonly set: RecoverySet; readonly codes: readonly string[] } => {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    (base32nopad.encode(env.random(RECOVERY_CODE_BYTES)).match(/.{6}/g) ?? []).join('-').toLowerCase(),
  )
  const unused = codes.map(code => ({ codeHash: hashOfToken(code) }))
  return { codes, set: { id: env.newId(), madeAt: env.now, unused } }
}

/** INV-16: the set without the code; undefined where it has no such code. All are compared, whichever it is. */
export const withoutCode = (set: RecoverySet, canonical: string): RecoverySet | undefined => {
  const hash = hashOfToken(canonical)
  const unused = set.unused.filter(({ codeHash }) => !isSameHash(codeHash, hash))
  return unused.length < set.unused.length ? { ...set, unused } : undefined
}

import type { Reason } from '../kernel/reason.ts'

const { freeze } = Object

// One object for all answers, and therefore without facts and frozen through: who is handed it changes nothing for others.
const shared = (code: string, ...rules: readonly string[]): Reason =>
  freeze({ rules: freeze(rules), code, facts: freeze({}) })

export const factsInvalid = shared('facts_invalid', 'INV-26', 'INV-28')
export const nothingProven = shared('nothing_proven', 'MFA-17')
export const noFactorSatisfiesAll = shared('no_factor_satisfies_all', 'MFA-6')

export const noSecondFactorAsked = shared('no_second_factor_asked', 'MFA-2')
export const rememberedDeviceCounts = shared('remembered_device_counts', 'MFA-2')
export const recoveryCodeUsed = shared('recovery_code_used', 'MFA-7', 'MFA-11')
export const secondFactorBySso = shared('second_factor_by_sso', 'MFA-17')
export const secondFactorUsed = shared('second_factor_used', 'MFA-7')

export const enrollmentIsOffered = shared('enrollment_is_offered', 'MFA-5')
export const recoveryCodeIsNoEnrollment = shared('recovery_code_is_no_enrollment', 'MFA-7')

export const secondFactorRequired = shared('second_factor_required', 'MFA-2', 'MFA-7')
export const ownFactorAsked = shared('own_factor_asked', 'MFA-7')
export const existingFactorFirst = shared('existing_factor_first', 'MFA-13')
export const secondFactorTooOld = shared('second_factor_too_old', 'MFA-2')
export const factorsDisabled = shared('factors_disabled', 'MFA-9')
export const oneCategoryOnly = shared('one_category_only', 'MFA-7')

export const policyIsOff = shared('policy_is_off', 'MFA-2')
export const factorEnrolled = shared('factor_enrolled', 'MFA-2')

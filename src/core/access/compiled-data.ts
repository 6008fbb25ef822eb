import { type CompiledAccessData, KINDS, type Mask, permissionsByKind } from './compiled-format.ts'

/** What permits nothing, at no time. */
export const CLOSED: CompiledAccessData = {
  format: 1,
  userId: '',
  organizationId: '',
  madeAt: 0,
  until: 0,
  implicit: false,
  organization: 0,
  entities: { project: {}, dataset: {}, ontology: {} },
  stages: {},
  madeFrom: null,
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isRecordOf = (value: unknown, isOne: (each: unknown) => boolean): boolean =>
  isRecord(value) && Object.values(value).every(isOne)

const isMaskOn = (kind: keyof typeof permissionsByKind) => {
  const past = 2 ** permissionsByKind[kind].length
  return (value: unknown): value is Mask => Number.isInteger(value) && Number(value) >= 0 && Number(value) < past
}

/** The value, where it is one that `compileAccess` may have made; else one that permits nothing. */
export const validData = (value: unknown): CompiledAccessData => {
  if (!isRecord(value) || value['format'] !== 1 || !isRecord(value['entities'])) return CLOSED
  const { userId, organizationId, madeAt, until, implicit, organization, entities, stages, madeFrom } = value
  const isWhole =
    typeof userId === 'string' &&
    typeof organizationId === 'string' &&
    Number.isFinite(madeAt) &&
    (until === null || Number.isFinite(until)) &&
    typeof implicit === 'boolean' &&
    isMaskOn('organization')(organization) &&
    KINDS.every(kind => isRecordOf(entities[kind], isMaskOn(kind))) &&
    isRecordOf(stages, byStage => isRecordOf(byStage, isMaskOn('project'))) &&
    madeFrom !== undefined
  return isWhole ? (value as CompiledAccessData) : CLOSED
}

import { refusal } from '../kernel/index.ts'

export const accessRefusals = {
  /** There is more of it than one value holds. */
  access_too_wide: refusal('limit', 'access_too_wide', ['ACC-5'])<{
    of: 'entities' | 'grants' | 'groups'
    most: number
  }>(),
}

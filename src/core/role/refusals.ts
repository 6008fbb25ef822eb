import { type Made, refusal } from '../kernel/index.ts'

export const roleRefusals = {
  role_unknown: refusal('invalid', 'role_unknown', ['ROL-1'])<{ role: string; known: readonly string[] }>(),
  /** `problem` says where a catalogue contradicts itself. */
  catalogue_invalid: refusal('invalid', 'catalogue_invalid', ['ROL-1'])<{ problem: string }>(),
  role_target_missing: refusal('invalid', 'role_target_missing', ['ROL-1'])<{ role: string }>(),
  role_target_needless: refusal('invalid', 'role_target_needless', ['ROL-1'])<{ role: string }>(),
  role_target_administers: refusal('forbidden', 'role_target_administers', ['ROL-2', 'INV-11'])<{
    role: string
    target: string
  }>(),
  /** Whoever holds a role stays what they are to the organization, as long as nobody gives them another. */
  role_nature_changed: refusal('invalid', 'role_nature_changed', ['ROL-1', 'ROL-2'])<{
    role: string
    type: string
    administers: boolean
  }>(),
}

/** Why a catalogue cannot take the place of another. @since 0.2.0 */
export type ChangeCatalogueRefusal = Made<(typeof roleRefusals)[keyof typeof roleRefusals]>

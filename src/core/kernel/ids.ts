import { z } from 'zod'

/**
 * Ids are opaque: 1 to 64 ASCII letters, digits, `-` and `_`, beginning with a letter or digit, so that no id is a
 * property of `Object.prototype` that begins with `_`, and none needs escaping in a key, a URL or SQL.
 */
export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)

/** The id of an organization, as its creation gave it. @since 0.1.0 */
export const OrganizationId = idSchema.brand<'OrganizationId'>()
export type OrganizationId = z.output<typeof OrganizationId>

/** The id of a user, the same in every organization. @since 0.1.0 */
export const UserId = idSchema.brand<'UserId'>()
export type UserId = z.output<typeof UserId>

/** Whether two JSON values say the same. The order of fields does not matter; a field without a value is not no field. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const fields = Object.keys(a)
  if (fields.length !== Object.keys(b).length) return false
  return fields.every(field => Object.hasOwn(b, field) && isSame(fieldOf(a, field), fieldOf(b, field)))
}

const fieldOf = (value: object, field: string): unknown => (value as { readonly [field: string]: unknown })[field]

/** A value as a message shows it, cut where it is long. */
export const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 600 ? `${text.slice(0, 600)}… (${text.length} characters)` : text
}

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** One text for each JSON value, in whatever order its fields are written. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, sorted)

/**
 * Local parts beyond ASCII (RFC 6531), passed in by who takes them: most mail systems do not (RES-6).
 *
 * @since 0.1.0
 */
export interface LocalParts {
  /**
   * What is wrong with a local part that is not all ASCII: the position of a character that cannot stand in one,
   * `not_normalized` where it has another, composed spelling, or null for nothing. Its length is not asked for. Never
   * throws; time linear in the input's length.
   */
  flawOf(local: string): number | 'not_normalized' | null
}

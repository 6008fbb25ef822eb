/**
 * Our own bug, never a refusal: a plan that wrote what it did not read, a change set that contradicts itself.
 *
 * @since 0.1.0
 */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation'
}

/**
 * What a store throws for a cursor that it did not give; the runtime answers `cursor_invalid`.
 *
 * @since 0.1.0
 */
export class InvalidCursor extends TypeError {
  override readonly name = 'InvalidCursor'
}

/**
 * Seals what must not be stored in the clear (AUD-7, MFA-16), synchronously. `context` says what the secret belongs to:
 * sealed for one record, it does not open for another.
 *
 * @since 0.2.0
 */
export interface SecretBox {
  /** Text that tells nothing of the secret, and says under which key it was sealed. */
  seal(secret: string, context: string): string
  /** The secret, or null where the text was not sealed here, for this context, under a key that is still known. */
  open(sealed: string, context: string): string | null
}

/**
 * Internationalized domain names, passed in so that who needs none does not carry the tables (RES-6).
 *
 * @since 0.1.0
 */
export interface Idna {
  /**
   * The canonical A-label form of a domain, lower-case, or null where strict UTS #46 refuses it or would map or drop
   * anything but ASCII case (EML-2). Never throws; time linear in the input's length.
   */
  toAscii(domain: string): string | null
  /**
   * The U-label form of a domain, for people to read, or null where `toAscii` is null. Never an identity: only the
   * A-label form is. Never throws; time linear in the input's length.
   */
  toUnicode(domain: string): string | null
}

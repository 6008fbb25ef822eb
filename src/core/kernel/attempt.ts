/** What `act` returns, or `otherwise` where it throws: for what others pass in, of which nothing may escape (INV-26). */
export const attempt = <T>(act: () => T, otherwise: T): T => {
  try {
    return act()
  } catch {
    return otherwise
  }
}

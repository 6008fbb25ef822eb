/** MFA-16. What the secret of a factor is sealed for: of another user, or of another factor, it does not open. */
export const secretContext = (userId: string, factorId: string): string => `factor/${userId}/${factorId}`

/** Whether two texts are the same. Each character is looked at, so that the time it takes tells nothing of where they differ. */
export const isSameHash = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length
  for (let index = 0; index < a.length; index++) difference |= a.charCodeAt(index) ^ b.charCodeAt(index)
  return difference === 0
}

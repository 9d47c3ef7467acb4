/** Base64url in which one byte string has exactly one spelling: no padding, no stray bits at the end. */
const isCanonical = (part: string): boolean =>
  /^[A-Za-z0-9_-]+$/.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part

/** Three canonical parts. Decoders forgive other spellings, which would make one token many texts. */
export const isCanonicalJws = (token: string): boolean => {
  const parts = token.split('.')
  return parts.length === 3 && parts.every(isCanonical)
}

import { createHash } from 'node:crypto'
import { macOf } from '../keys/derive-key.ts'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

/** `qhv_` and base64url of the user's id (16 bytes) and a secret of 32 that follows from the command that asked for it. */
const prefix = 'qhv_'
const length = 16 + 32

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export const writeVerificationToken = (
  key: Uint8Array,
  userId: string,
  commandId: string,
): { readonly token: string; readonly tokenHash: string } => {
  const secret = macOf(key, 'verification-token', userId, commandId)
  const token = prefix + Buffer.concat([bytesOfId(userId), secret]).toString('base64url')
  return { token, tokenHash: hashOf(token) }
}

/** Whom the token is for and the hash to hold against the stored one; nothing when it has another form. */
export const readVerificationToken = (
  token: string,
): { readonly userId: string; readonly tokenHash: string } | undefined => {
  if (!token.startsWith(prefix)) return undefined
  const bytes = Buffer.from(token.slice(prefix.length), 'base64url')
  const userId = bytes.length === length ? idOfBytes(bytes.subarray(0, 16)) : undefined
  return userId === undefined ? undefined : { userId, tokenHash: hashOf(token) }
}

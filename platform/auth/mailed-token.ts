import { createHash } from 'node:crypto'
import { macOf } from '../keys/derive-key.ts'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

const length = 16 + 32

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

export type MailedTokens = {
  /** The token that a command gives a person, and what the log keeps of it. */
  readonly write: (
    key: Uint8Array,
    userId: string,
    commandId: string,
  ) => { readonly token: string; readonly tokenHash: string }
  /** Whom the token is for and the hash to hold against the stored one; nothing when it has another form. */
  readonly read: (
    token: string,
  ) => { readonly userId: string; readonly tokenHash: string } | undefined
}

/** `<prefix>` and base64url of the user's id (16 bytes) and a secret of 32 that follows from the command that asked for it. */
export const mailedTokens = (prefix: string, purpose: string): MailedTokens => ({
  write: (key, userId, commandId) => {
    const secret = macOf(key, purpose, userId, commandId)
    const token = prefix + Buffer.concat([bytesOfId(userId), secret]).toString('base64url')
    return { token, tokenHash: hashOf(token) }
  },
  read: (token) => {
    if (!token.startsWith(prefix)) return undefined
    const bytes = Buffer.from(token.slice(prefix.length), 'base64url')
    const userId = bytes.length === length ? idOfBytes(bytes.subarray(0, 16)) : undefined
    return userId === undefined ? undefined : { userId, tokenHash: hashOf(token) }
  },
})

/** Proves an e-mail address. */
export const verificationTokens = mailedTokens('qhv_', 'verification-token')

/** Lets a person choose a new password. */
export const resetTokens = mailedTokens('qhp_', 'password-reset-token')

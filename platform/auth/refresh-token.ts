import { timingSafeEqual } from 'node:crypto'
import { macOf } from '../keys/derive-key.ts'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

/**
 * `qhr_` and base64url of session id (16 bytes), generation (4) and a MAC over both (32). Nobody else can make one, and the
 * log keeps nothing of it but the generation that is good now.
 */
const prefix = 'qhr_'
const length = 16 + 4 + 32

export type RefreshToken = { readonly sessionId: string; readonly generation: number }

const macFor = (key: Uint8Array, { sessionId, generation }: RefreshToken): Buffer =>
  macOf(key, 'refresh-token', sessionId, generation.toString())

export const writeRefreshToken = (key: Uint8Array, token: RefreshToken): string => {
  const generation = Buffer.alloc(4)
  generation.writeUInt32BE(token.generation)
  const bytes = Buffer.concat([bytesOfId(token.sessionId), generation, macFor(key, token)])
  return prefix + bytes.toString('base64url')
}

/** Nothing for what the hub never issued. */
export const readRefreshToken = (key: Uint8Array, text: string): RefreshToken | undefined => {
  if (!text.startsWith(prefix)) return undefined
  const bytes = Buffer.from(text.slice(prefix.length), 'base64url')
  if (bytes.length !== length) return undefined
  const sessionId = idOfBytes(bytes.subarray(0, 16))
  if (sessionId === undefined) return undefined
  const token = { sessionId, generation: bytes.readUInt32BE(16) }
  return timingSafeEqual(bytes.subarray(20), macFor(key, token)) ? token : undefined
}

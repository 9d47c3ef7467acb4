import { timingSafeEqual } from 'node:crypto'
import { macOf } from '../keys/derive-key.ts'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

/**
 * `qhc_` and base64url of user (16 bytes), organisation to act for (16), end of validity in ms (8), how the person proved
 * themselves (1) and a MAC over all (32): the first step of a log-in is done. It opens nothing without the second.
 */
const prefix = 'qhc_'
const bodyLength = 16 + 16 + 8 + 1
const length = bodyLength + 32

/** The first step's means, by their byte; the words are those of `amr` (RFC 8176 knows the first). */
const firsts = ['pwd', 'fed'] as const
export type FirstFactor = (typeof firsts)[number]

export type Challenge = {
  readonly userId: string
  readonly organisationId: string
  readonly first: FirstFactor
  /** ISO 8601. */
  readonly expiresAt: string
}

const macFor = (key: Uint8Array, body: Buffer): Buffer =>
  macOf(key, 'log-in-challenge', body.toString('hex'))

export const writeChallenge = (
  key: Uint8Array,
  { userId, organisationId, first, expiresAt }: Challenge,
): string => {
  const tail = Buffer.alloc(9)
  tail.writeBigUInt64BE(BigInt(Date.parse(expiresAt)))
  tail.writeUInt8(firsts.indexOf(first), 8)
  const body = Buffer.concat([bytesOfId(userId), bytesOfId(organisationId), tail])
  return prefix + Buffer.concat([body, macFor(key, body)]).toString('base64url')
}

/** Nothing for what the hub never gave out, or what is no longer good. */
export const readChallenge = (key: Uint8Array, text: string, now: Date): Challenge | undefined => {
  if (!text.startsWith(prefix)) return undefined
  const bytes = Buffer.from(text.slice(prefix.length), 'base64url')
  if (bytes.length !== length) return undefined
  const body = bytes.subarray(0, bodyLength)
  if (!timingSafeEqual(bytes.subarray(bodyLength), macFor(key, body))) return undefined
  const [userId, organisationId] = [
    idOfBytes(body.subarray(0, 16)),
    idOfBytes(body.subarray(16, 32)),
  ]
  const endMs = Number(body.readBigUInt64BE(32))
  const first = firsts[body.readUInt8(40)]
  if (userId === undefined || organisationId === undefined || first === undefined) return undefined
  if (endMs <= now.getTime()) return undefined
  return { userId, organisationId, first, expiresAt: new Date(endMs).toISOString() }
}

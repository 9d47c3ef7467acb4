import { createHash, createHmac } from 'node:crypto'
import { v7, validate } from 'uuid'
import stableStringify from 'safe-stable-stringify'
import { randomForIds } from './random.ts'

/** Namespace of everything derived here; any fixed UUID would do, this one is ours for ever. */
export const namespace = '5b8f7f0e-3f0c-5a57-9d0e-6c1d8f2b7a10'
const namespaceBytes = Buffer.from(namespace.replaceAll('-', ''), 'hex')

const last = { msecs: 0, seq: 0 }

/** A new, time-ordered id: those of one process in one millisecond count up (RFC 9562, section 6.2, method 1). */
export const newId = (): string => {
  const random = randomForIds(16)
  const now = Date.now()
  if (now > last.msecs) {
    last.msecs = now
    last.seq = new DataView(random.buffer).getUint32(6) & 0x7fff_ffff
  } else {
    last.seq = (last.seq + 1) | 0
    if (last.seq === 0) last.msecs += 1
  }
  return v7({ random, ...last })
}

export const isId = (value: string): boolean => validate(value)

/** The digit with the variant in it: of the hash's, its two high bits become 10. */
const variantOf = (digit: string): string => ((Number.parseInt(digit, 16) & 0x3) | 0x8).toString(16)

/**
 * The id that these parts have, now and after any crash: what a retry finds again. A UUID of version 5 (RFC 9562, section
 * 5.5), made here because a command derives several of them and the library takes four times as long.
 */
export const derivedId = (...parts: readonly string[]): string => {
  const hex = createHash('sha1').update(namespaceBytes).update(JSON.stringify(parts)).digest('hex')
  const [low, mid, high] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16)]
  return `${low}-${mid}-5${high}-${variantOf(hex.charAt(16))}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * Keyed hash of a command's input, hex. Keyed, because inputs may hold a password, and metadata is kept for ever.
 */
export const inputHashOf = (key: Buffer, command: string, input: unknown): string =>
  createHmac('sha256', key)
    .update(stableStringify([command, input]))
    .digest('hex')

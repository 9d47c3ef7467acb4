import { createHmac } from 'node:crypto'
import { v5, v7, validate } from 'uuid'
import stableStringify from 'safe-stable-stringify'

/** Namespace of everything derived here; any fixed UUID would do, this one is ours for ever. */
const namespace = '5b8f7f0e-3f0c-5a57-9d0e-6c1d8f2b7a10'

/** A new, time-ordered id. */
export const newId = (): string => v7()

export const isId = (value: string): boolean => validate(value)

/** The id that these parts have, now and after any crash: what a retry finds again. */
export const derivedId = (...parts: readonly string[]): string =>
  v5(JSON.stringify(parts), namespace)

/**
 * Keyed hash of a command's input, hex. Keyed, because inputs may hold a password, and metadata is kept for ever.
 */
export const inputHashOf = (key: Buffer, command: string, input: unknown): string =>
  createHmac('sha256', key)
    .update(stableStringify([command, input]))
    .digest('hex')

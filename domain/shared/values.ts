import { z } from 'zod'

/** Shapes that several contexts store. */
export const Id = z.uuid()
export const Instant = z.iso.datetime({ offset: false })
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** Personal data, encrypted under its subject's key before it reaches an event. Opaque to the domain. */
export const Sealed = z.string().regex(/^sealed:v1:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+){3}$/)
export type Sealed = z.output<typeof Sealed>

export const exhausted = (value: never): never => {
  throw new Error(`not a known case: ${JSON.stringify(value)}`)
}

import { z } from 'zod'

/** A value of JSON, as it is stored in events. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }
export const Json: z.ZodType<Json> = z.json()

/** Deeper than this nothing is nested that people write, and nothing overflows that walks it. */
const deepest = 32

const isJson = (value: unknown, depth = 0): boolean => {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === deepest) return false
  return Object.values(value).every((member) => isJson(member, depth + 1))
}

/** A JSON object whose text takes at most so many characters. Its schema names no other, so that it can stand anywhere. */
export const jsonObject = (maxLength: number) =>
  z
    .record(z.string().max(200), z.unknown())
    .refine((value): value is JsonObject => isJson(value), {
      message: `not JSON, or nested deeper than ${deepest} times`,
      abort: true,
    })
    .refine((value) => JSON.stringify(value).length <= maxLength, {
      message: `longer than ${maxLength} characters as JSON`,
    })
export type JsonObject = { readonly [key: string]: Json }

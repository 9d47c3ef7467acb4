import { z } from 'zod'
import type { AnyDefinition } from '../../domain/shared/decode.ts'
import type { Json } from '../../domain/shared/json.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How a format is checked may be written in many ways; the format itself is what was promised. */
const withoutPatternOfFormat = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutPatternOfFormat)
  if (!isObject(schema)) return schema
  const entries = Object.entries(schema).filter(
    ([key]) => key !== '$schema' && !(key === 'pattern' && typeof schema['format'] === 'string'),
  )
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutPatternOfFormat(value)]))
}

/** A stored contract as JSON Schema: what data must be like to be read. Refinements written as code are not in it. */
export const contractOf = (data: z.ZodType): Json =>
  // A JSON Schema is JSON.
  withoutPatternOfFormat(z.toJSONSchema(data, { io: 'input' })) as Json

export type Version = { readonly type: string; readonly version: number; readonly data: z.ZodType }

/** Every version of an event type that today's code can read. */
export const versionsOf = ({ type, schema, data, earlier }: AnyDefinition): readonly Version[] =>
  [...earlier.map((each) => each.data), data].map((each, index, { length }) => ({
    type,
    version: index + 1 === length ? schema : index + 1,
    data: each,
  }))

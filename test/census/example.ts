import fc from '../kit/fast-check.ts'
import type { Json } from '../../domain/shared/json.ts'

type Schema = { readonly [key: string]: Json }

const isSchema = (value: Json | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

const formats: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000001',
  'date-time': '2026-01-01T12:00:00.000Z',
}

/** Nothing for patterns that look ahead, which no generator of texts understands. */
const matching = (pattern: string): string => {
  try {
    return fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 1, numRuns: 1 })[0] ?? ''
  } catch {
    return ''
  }
}

const textOf = ({ format, pattern, minLength }: Schema): string => {
  if (typeof format === 'string' && formats[format] !== undefined) return formats[format]
  if (typeof pattern === 'string') return matching(pattern)
  return 'text'.padEnd(typeof minLength === 'number' ? minLength : 0, '.')
}

/**
 * A value that a JSON Schema allows, every member present: the example of a new version. It knows nothing of refinements
 * written as code; where those refuse it, an example is written by hand.
 */
export const exampleOf = (schema: Json): Json => {
  if (!isSchema(schema)) return null
  if (schema['const'] !== undefined) return schema['const']
  const { type, enum: values, anyOf, oneOf, items, prefixItems, properties } = schema
  if (isList(values)) return values[0] ?? null
  const options = anyOf ?? oneOf
  if (isList(options)) return exampleOf(options[0] ?? null)
  switch (type) {
    case 'object': {
      if (!isSchema(properties)) return { key: exampleOf(schema['additionalProperties'] ?? null) }
      const members = Object.entries(properties).map(([key, value]) => [key, exampleOf(value)])
      return Object.fromEntries(members) as Schema
    }
    case 'array':
      if (isList(prefixItems)) return prefixItems.map(exampleOf)
      return Array.from({ length: Math.max(1, Number(schema['minItems'] ?? 1)) }, () =>
        exampleOf(items ?? null),
      )
    case 'string':
      return textOf(schema)
    case 'integer':
    case 'number': {
      const { minimum, exclusiveMinimum } = schema
      if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1
      return typeof minimum === 'number' ? Math.max(minimum, 1) : 1
    }
    case 'boolean':
      return true
    default:
      return null
  }
}

import { z } from 'zod'
import type { Json } from '../../../domain/shared/json.ts'

type Schema = { readonly [key: string]: Json }

const isSchema = (value: Json | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : [])
const numberOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined

/** The place that a `$ref` within the document names, as JSON Pointer. */
const at = (root: Json, pointer: string): Json | undefined => {
  let place: Json | undefined = root
  for (const part of pointer.slice(2).split('/')) {
    if (!isSchema(place)) return undefined
    place = place[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return place
}

const smallestNumber = (schema: Schema): number => {
  const least = numberOf(schema['minimum']) ?? (numberOf(schema['exclusiveMinimum']) ?? -1) + 1
  const most = numberOf(schema['maximum'])
  return Math.max(0, least) <= (most ?? Infinity) ? Math.max(0, least) : (most ?? least)
}

const deepest = 32

const instance = (root: Json, schema: Json | undefined, depth: number): Json => {
  if (!isSchema(schema) || depth > deepest) return null
  const inner = (next: Json | undefined): Json => instance(root, next, depth + 1)
  if ('const' in schema) return schema['const'] ?? null
  if ('default' in schema) return schema['default'] ?? null
  const [first] = listOf(schema['enum'])
  if (first !== undefined) return first
  const { $ref } = schema
  if (typeof $ref === 'string') return $ref === '#' ? inner(root) : inner(at(root, $ref))
  const [choice] = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])]
  if (choice !== undefined) return inner(choice)
  const type = Array.isArray(schema['type']) ? listOf(schema['type'])[0] : schema['type']
  switch (type) {
    case 'object': {
      const properties = isSchema(schema['properties']) ? schema['properties'] : {}
      const required = listOf(schema['required']).filter((name) => typeof name === 'string')
      return Object.fromEntries(required.map((name) => [name, inner(properties[name])]))
    }
    case 'array': {
      const least = numberOf(schema['minItems']) ?? 0
      return Array.from({ length: Math.min(least, 100) }, () => inner(schema['items']))
    }
    case 'string':
      return '-'.repeat(Math.min(numberOf(schema['minLength']) ?? 0, 1000))
    case 'integer':
      return Math.ceil(smallestNumber(schema))
    case 'number':
      return smallestNumber(schema)
    case 'boolean':
      return false
    default:
      return null
  }
}

/** A value of the schema with as little in it as may be; undefined where this cannot make one (a pattern, say). */
export const smallestInstance = (schema: Json): Json | undefined => {
  const value = instance(schema, schema, 0)
  try {
    // The house writes its schemas with zod, and zod reads those back.
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value)
      .success
      ? value
      : undefined
  } catch {
    return undefined
  }
}

import { longestMatch } from './longest-match.ts'

type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const largestInt32 = 2 ** 31 - 1

const integer = (schema: Json): Json => {
  const minimum = schema['minimum'] ?? schema['exclusiveMinimum'] ?? Number.MIN_SAFE_INTEGER
  const maximum = schema['maximum'] ?? schema['exclusiveMaximum'] ?? Number.MAX_SAFE_INTEGER
  const isSmall = Number(minimum) >= -largestInt32 && Number(maximum) <= largestInt32
  return { format: isSmall ? 'int32' : 'int64', ...schema, minimum, maximum }
}

/** Of texts whose form has a fixed length. */
const lengthOf: Readonly<Record<string, number>> = { uuid: 36, 'date-time': 35, date: 10 }

/** What every text of the interface keeps to, if nothing narrower: it is storable (`platform/postgres/storable.ts`). */
const anyText = '^[^\\u0000]*$'

const text = (schema: Json): Json => {
  if ('enum' in schema || 'const' in schema) return schema
  const { format, pattern } = schema
  const ofPattern = typeof pattern === 'string' ? longestMatch(pattern) : undefined
  const length = typeof format === 'string' ? lengthOf[format] : ofPattern
  return {
    ...(length === undefined ? {} : { maxLength: length }),
    ...(format === undefined ? { pattern: anyText } : {}),
    ...schema,
  }
}

/** A tuple is as long as what it names; `items`, of which none are left, is there for tools that insist on it. */
const array = (schema: Json): Json => {
  const { prefixItems } = schema
  if (!Array.isArray(prefixItems)) return schema
  const { length } = prefixItems
  return { ...schema, items: {}, minItems: length, maxItems: length }
}

const explicit = (schema: Json): Json => {
  switch (schema['type']) {
    case 'integer':
      return integer(schema)
    case 'string':
      return text(schema)
    case 'array':
      return array(schema)
    default:
      return schema
  }
}

/** Values are data, not schemas. */
const ofData: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples'])

/**
 * A part of a document in which every schema says out loud what holds of it anyway: the bounds and format of integers, the
 * length of ids and instants, that texts hold no U+0000. Clients that generate code, and linters, ask for it. `readOnly` is
 * left out: to zod it says that the program does not change the value, here it would say that nobody may send it.
 */
export const strictSchemas = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(strictSchemas)
  if (!isJson(value)) return value
  const members = Object.entries(value)
    .filter(([name, member]) => !(name === 'readOnly' && member === true))
    .map(([name, member]) => [name, memberOf(name, member)])
  const walked = Object.fromEntries(members) as Json
  return typeof walked['type'] === 'string' ? explicit(walked) : walked
}

/** What is called `examples` among properties is a property of that name. */
const memberOf = (name: string, member: unknown): unknown => {
  if (ofData.has(name)) return member
  if (name !== 'properties' || !isJson(member)) return strictSchemas(member)
  return Object.fromEntries(
    Object.entries(member).map(([property, schema]) => [property, strictSchemas(schema)]),
  )
}

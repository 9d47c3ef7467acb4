import type { Json, JsonObject } from '../../domain/shared/json.ts'
import { step, type SchemaIssue } from './issue.ts'
import { schemaLimits } from './limits.ts'

const dialect = 'https://json-schema.org/draft/2020-12/schema'

/** Keywords that lead out of the document, or make of it another one than it seems. */
const foreign = new Set([
  '$id',
  '$anchor',
  '$dynamicRef',
  '$dynamicAnchor',
  '$vocabulary',
  '$async',
])

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Of these, members are named by the seller; their names are no keywords. */
const named = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
])
/** Values, not schemas. */
const plain = new Set(['const', 'enum', 'default', 'examples', 'required', 'dependentRequired'])

const refusal = (pointer: string, detail: string): SchemaIssue => ({
  pointer,
  code: 'SCHEMA_REFUSED',
  detail,
})

const ofKeyword = (keyword: string, value: Json, pointer: string): readonly SchemaIssue[] => {
  if (foreign.has(keyword)) return [refusal(pointer, `${keyword} is not taken`)]
  if (keyword === '$schema' && value !== dialect)
    return [refusal(pointer, `the dialect is ${dialect}`)]
  if (keyword === '$ref' && !(typeof value === 'string' && value.startsWith('#')))
    return [refusal(pointer, 'a reference stays within its document: it begins with #')]
  const patterns =
    keyword === 'pattern'
      ? [value]
      : keyword === 'patternProperties' && isObject(value)
        ? Object.keys(value)
        : []
  return patterns.some(
    (text) => typeof text === 'string' && text.length > schemaLimits.patternLength,
  )
    ? [refusal(pointer, `a pattern has at most ${schemaLimits.patternLength} characters`)]
    : []
}

const walk = (
  value: Json,
  pointer: string,
  depth: number,
  isNamed: boolean,
): readonly SchemaIssue[] => {
  if (depth > schemaLimits.depth)
    return [
      { pointer, code: 'SCHEMA_TOO_LARGE', detail: `nested deeper than ${schemaLimits.depth}` },
    ]
  if (Array.isArray(value))
    return value.flatMap((item: Json, index) => walk(item, `${pointer}/${index}`, depth + 1, false))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const at = pointer + step(name)
    if (isNamed) return walk(member, at, depth + 1, false)
    const own = ofKeyword(name, member, at)
    return plain.has(name) ? own : [...own, ...walk(member, at, depth + 1, named.has(name))]
  })
}

/** What of a schema is not taken, whatever JSON Schema says of it. */
export const refusalsOf = (schema: JsonObject): readonly SchemaIssue[] => {
  const { length } = schemaLimits
  return JSON.stringify(schema).length > length
    ? [{ pointer: '', code: 'SCHEMA_TOO_LARGE', detail: `more than ${length} characters` }]
    : walk(schema, '', 0, false)
}

/** Whether a value is nested no deeper than validation can follow. */
export const isShallow = (value: Json, depth: number = schemaLimits.depth): boolean =>
  depth >= 0 &&
  (typeof value !== 'object' ||
    value === null ||
    Object.values(value).every((member: Json) => isShallow(member, depth - 1)))

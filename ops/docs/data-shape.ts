import { z } from 'zod'

/** JSON Schema, as far as the stored contract uses it. */
type Schema = Readonly<Record<string, unknown>>

/** A shape that has a name of its own; where it occurs inside another, the name stands for it. */
export type NamedShape = { readonly name: string; readonly schema: z.ZodType }

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const schemaOf = (type: z.ZodType): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'output' })
  return schema
}

const width = 96
const indent = (text: string): string => text.replaceAll('\n', '\n  ')

/** Members on one line where they fit, else one a line. */
const braces = (members: readonly string[]): string => {
  const line = `{ ${members.join('; ')} }`
  return line.length <= width && !line.includes('\n')
    ? line
    : `{\n  ${members.map(indent).join('\n  ')}\n}`
}

/** Alternatives on one line where they fit, else one a line. */
const either = (options: readonly string[]): string => {
  const line = options.join(' | ')
  return line.length <= width ? line : options.map((option) => `\n| ${indent(option)}`).join('')
}

const bounds = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string => {
  const largest = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  const parts = [
    typeof minimum === 'number' && minimum > Number.MIN_SAFE_INTEGER ? `≥ ${minimum}` : '',
    typeof exclusiveMinimum === 'number' ? `> ${exclusiveMinimum}` : '',
    typeof largest === 'number' ? `≤ ${largest}` : '',
    typeof exclusiveMaximum === 'number' ? `< ${exclusiveMaximum}` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` /* ${parts.join(', ')} */`
}

/** Writes schemas as TypeScript types, with bounds as comments. */
export const shapeWriter = (named: readonly NamedShape[]) => {
  const names = new Map(named.map(({ name, schema }) => [JSON.stringify(schemaOf(schema)), name]))

  const write = (schema: unknown): string => {
    if (!isSchema(schema)) return 'unknown'
    // What a missing member stands for says nothing about the shape.
    const { default: _, ...shape } = schema
    return names.get(JSON.stringify(shape)) ?? writeOut(shape)
  }

  const object = ({ properties, required, additionalProperties }: Schema): string => {
    if (!isSchema(properties)) return `Record<string, ${write(additionalProperties)}>`
    const needed = Array.isArray(required) ? required : []
    return braces(
      Object.entries(properties).map(
        ([key, value]) => `${key}${needed.includes(key) ? '' : '?'}: ${write(value)}`,
      ),
    )
  }

  const writeOut = (schema: Schema): string => {
    const { type, anyOf, oneOf, items, prefixItems } = schema
    const values = schema['enum']
    if (schema['const'] !== undefined) return JSON.stringify(schema['const'])
    if (Array.isArray(values)) return either(values.map((value) => JSON.stringify(value)))
    const options = anyOf ?? oneOf
    if (Array.isArray(options)) return either(options.map(write))
    if (schema['$ref'] !== undefined) return 'Json'
    switch (type) {
      case 'object':
        return object(schema)
      case 'array':
        return Array.isArray(prefixItems)
          ? `[${prefixItems.map(write).join(', ')}]`
          : `Array<${write(items)}>`
      case 'integer':
        return `integer${bounds(schema)}`
      case 'number':
        return `number${bounds(schema)}`
      case 'string':
        return 'string'
      case 'boolean':
        return 'boolean'
      case 'null':
        return 'null'
      default:
        return 'unknown'
    }
  }

  return {
    /** The shape with its names in place of what has one. */
    shape: (type: z.ZodType): string => write(schemaOf(type)),
    /** The shape itself, laid open even if it has a name. */
    laidOpen: (type: z.ZodType): string => writeOut(schemaOf(type)),
  }
}

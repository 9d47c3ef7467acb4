import { z } from 'zod'
import fc, { type Arbitrary } from '../../kit/fast-check.ts'

const Base = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  pattern: z.string().optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
})
export type Schema = z.output<typeof Base> & {
  readonly properties?: Readonly<Record<string, Schema>> | undefined
  readonly items?: Schema | undefined
  readonly prefixItems?: readonly Schema[] | undefined
  readonly anyOf?: readonly Schema[] | undefined
  readonly oneOf?: readonly Schema[] | undefined
}
export const Schema: z.ZodType<Schema> = Base.extend({
  get properties() {
    return z.record(z.string(), Schema).optional()
  },
  get items() {
    return Schema.optional()
  },
  get prefixItems() {
    return z.array(Schema).optional()
  },
  get anyOf() {
    return z.array(Schema).optional()
  },
  get oneOf() {
    return z.array(Schema).optional()
  },
})

const text = (schema: Schema, ids: readonly string[]): Arbitrary<string> => {
  const { pattern, format, minLength = 0, maxLength = minLength + 60 } = schema
  switch (format) {
    case 'uuid':
      return fc.oneof(fc.constantFrom(...ids), fc.uuid())
    case 'email':
      return fc.emailAddress()
    case 'date-time':
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString())
    default:
      return pattern === undefined
        ? fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 60), unit: 'grapheme' })
        : fc.stringMatching(new RegExp(pattern)).filter((value) => value.length <= maxLength)
  }
}

const largest = 1e9

/** Values that a JSON schema of ours allows; ids are taken from those that exist, or made up. */
export const arbitraryOf = (schema: Schema, ids: readonly string[]): Arbitrary<unknown> => {
  const of = (part: Schema) => arbitraryOf(part, ids)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map(of))
  const {
    minimum,
    exclusiveMinimum,
    maximum = largest,
    exclusiveMaximum,
    minItems = 0,
    maxItems = 5,
  } = schema
  switch (schema.type) {
    case 'string':
      return text(schema, ids)
    case 'integer':
      return fc.integer({
        min: minimum ?? -largest,
        max: Math.min(maximum, largest),
      })
    case 'number':
      return fc.double({
        min: exclusiveMinimum ?? minimum ?? -largest,
        max: exclusiveMaximum ?? Math.min(maximum, largest),
        minExcluded: exclusiveMinimum !== undefined,
        maxExcluded: exclusiveMaximum !== undefined,
        noNaN: true,
      })
    case 'boolean':
      return fc.boolean()
    case 'array':
      return schema.prefixItems === undefined
        ? fc.array(schema.items === undefined ? fc.jsonValue() : of(schema.items), {
            minLength: minItems,
            maxLength: Math.max(minItems, Math.min(maxItems, 5)),
          })
        : fc.tuple(...schema.prefixItems.map(of))
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, part]) => [name, of(part)]),
        ),
        { requiredKeys: schema.required ?? [] },
      )
    default:
      return fc.jsonValue()
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same value with one member, at some depth, replaced, removed or added. */
export const damaged = (value: unknown): Arbitrary<unknown> => {
  if (!isRecord(value) || Object.keys(value).length === 0) return fc.jsonValue()
  const names = fc.constantFrom(...Object.keys(value))
  return fc.oneof(
    fc.tuple(names, fc.jsonValue()).map(([name, other]) => ({ ...value, [name]: other })),
    names.map((name) =>
      Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)),
    ),
    fc
      .tuple(fc.string(), fc.jsonValue())
      .map(([name, other]) => ({ ...value, [`x${name}`]: other })),
    names.chain((name) => damaged(value[name]).map((other) => ({ ...value, [name]: other }))),
  )
}

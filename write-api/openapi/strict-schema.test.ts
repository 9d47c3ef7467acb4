import t from 'tap'
import { z } from 'zod'
import { strictSchemas } from './strict-schema.ts'

const strict = (schema: z.ZodType): unknown => strictSchemas(z.toJSONSchema(schema))

t.test('integers say their bounds and format', async (t) => {
  t.match(strict(z.int().min(1).max(10)), { format: 'int32', minimum: 1, maximum: 10 })
  t.match(strict(z.int()), {
    format: 'int64',
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  })
})

t.test('texts say how long they are, and what is in them', async (t) => {
  t.match(strict(z.uuid()), { maxLength: 36 })
  t.match(strict(z.iso.datetime()), { maxLength: 35 })
  t.match(strict(z.string().regex(/^[a-f]{4}$/)), { maxLength: 4 })
  t.match(
    strict(
      z
        .string()
        .regex(/^[a-f]{4}$/)
        .max(9),
    ),
    { maxLength: 9 },
    'who says so is believed',
  )
  t.match(strict(z.string().max(5)), { maxLength: 5, pattern: '^[^\\u0000]*$' })
  t.same(strictSchemas({ type: 'string', enum: ['a'] }), { type: 'string', enum: ['a'] })
})

t.test('a tuple ends where it ends', async (t) => {
  t.match(strict(z.tuple([z.int32(), z.int32()])), { minItems: 2, maxItems: 2 })
})

t.test('what the program does not change may be sent all the same', async (t) => {
  t.notHas(strict(z.array(z.int()).max(2).readonly()), { readOnly: true })
})

t.test('data that looks like a schema is left alone', async (t) => {
  const examples = [{ type: 'integer' }]
  t.same(strictSchemas({ type: 'object', examples }), { type: 'object', examples })
})

t.test('a property may be called as a keyword is', async (t) => {
  t.match(strict(z.strictObject({ examples: z.array(z.string().max(5)).max(2) })), {
    properties: { examples: { items: { pattern: '^[^\\u0000]*$' } } },
  })
})

import t from 'tap'
import type { Json, JsonObject } from '../../domain/shared/json.ts'
import { createSchemaJudge } from './judge.ts'

const judge = createSchemaJudge({ deadlineMs: 2000 })
t.teardown(() => judge.close())

const unusable = async (schema: JsonObject, value: Json = {}) => {
  const judgement = await judge.judge(schema, [value])
  return judgement.kind === 'unusable' ? judgement.issues : []
}

t.test('values are held against a schema', async (t) => {
  const schema: JsonObject = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { theta: { type: 'number', minimum: 0 }, n: { $ref: '#/$defs/count' } },
    required: ['theta'],
    additionalProperties: false,
    $defs: { count: { type: 'integer', minimum: 1 } },
  }
  const values: Json[] = [
    { theta: 1 },
    { theta: -1 },
    {},
    { theta: 1, n: 0 },
    { theta: 1, x: 2 },
    5,
  ]
  const judgement = await judge.judge(schema, values)
  if (judgement.kind !== 'judged') throw new Error(JSON.stringify(judgement))
  t.strictSame(
    judgement.verdicts.map((issues) => issues.map(({ pointer }) => pointer)),
    [[], ['/theta'], [''], ['/n'], [''], ['']],
  )
  t.match(judgement.verdicts[4], [{ detail: /: x$/ }], 'the member that is too many is named')
})

t.test('a schema may refer to itself, and two patterns are two', async (t) => {
  const tree: JsonObject = {
    type: 'object',
    properties: { left: { $ref: '#' } },
    additionalProperties: false,
  }
  const values: Json[] = [{ left: { left: {} } }, { left: { right: {} } }]
  t.match(await judge.judge(tree, values), { verdicts: [[], [{ pointer: '/left' }]] })
  const patterns: JsonObject = { properties: { a: { pattern: '^a+$' }, b: { pattern: '^b+$' } } }
  const words: Json[] = [{ a: 'aa', b: 'bb' }, { a: 'bb' }, { b: 'aa' }]
  t.match(await judge.judge(patterns, words), {
    verdicts: [[], [{ pointer: '/a' }], [{ pointer: '/b' }]],
  })
})

t.test('what is no schema', async (t) => {
  t.match(await unusable({ type: 'objekt' }), [{ pointer: '/type', code: 'SCHEMA_INVALID' }])
  t.match(await unusable({ properties: [] }), [{ pointer: '/properties' }])
  t.match(await unusable({ propertees: {} }), [{ detail: /unknown keyword/ }])
  t.match(await unusable({ $ref: '#/$defs/nothing' }), [{ code: 'SCHEMA_INVALID' }])
  t.match(await unusable({ pattern: '(' }), [{ code: 'SCHEMA_INVALID' }])
  t.match(await unusable({ pattern: '(a)\\1' }), [{ code: 'SCHEMA_INVALID' }], 'no back-references')
})

t.test('what leads out of the document is refused', async (t) => {
  const refused: readonly JsonObject[] = [
    { $ref: 'https://example.org/schema.json' },
    { $ref: 'other.json#/a' },
    { $id: 'https://example.org/me' },
    { $schema: 'http://json-schema.org/draft-07/schema#' },
    { properties: { a: { items: { $dynamicRef: '#x' } } } },
    { $async: true },
    { pattern: 'a'.repeat(501) },
    { patternProperties: { ['b'.repeat(501)]: {} } },
  ]
  for (const schema of refused)
    t.match(
      await unusable(schema),
      [{ code: 'SCHEMA_REFUSED' }],
      JSON.stringify(schema).slice(0, 60),
    )
  t.strictSame(
    await unusable({ properties: { $id: { type: 'string' }, $ref: {} } }),
    [],
    'as names they are fine',
  )
  t.strictSame(await unusable({ const: { $id: 'x' } }), [], 'as values, too')
})

t.test('what would take for ever', async (t) => {
  const nest = (depth: number): JsonObject => (depth === 0 ? {} : { not: nest(depth - 1) })
  t.match(await unusable(nest(60)), [{ code: 'SCHEMA_TOO_LARGE' }])
  t.match(await unusable({ enum: ['x'.repeat(70_000)] }), [{ code: 'SCHEMA_TOO_LARGE' }])
  t.match(await unusable({ $ref: '#' }), [{ detail: /without end/ }])
  const twice = (to: string): JsonObject => ({ allOf: [{ $ref: to }, { $ref: to }] })
  const defs = Object.fromEntries(
    Array.from({ length: 60 }, (_, n) => [`a${n}`, twice(`#/$defs/a${n + 1}`)]),
  )
  const exponential = { $ref: '#/$defs/a0', $defs: { ...defs, a60: {} } }
  t.match(await unusable(exponential), [{ detail: /takes longer/ }])
  t.strictSame(
    await judge.judge({ type: 'string', pattern: '^(a+)+$' }, [`${'a'.repeat(5000)}!`]),
    {
      kind: 'judged',
      verdicts: [
        [{ pointer: '', code: 'SCHEMA_MISMATCH', detail: 'must match pattern "^(a+)+$"' }],
      ],
    },
    'a pattern that other engines choke on',
  )
  t.strictSame(await unusable({ type: 'object' }), [], 'and the next one is judged as ever')
})

t.test('schemas of others take no memory from the next one', async (t) => {
  const roomy = createSchemaJudge({ deadlineMs: 60_000 })
  t.teardown(() => roomy.close())
  const fat = (name: string): JsonObject => ({
    properties: Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [
        `p${n}`,
        { pattern: `(?:a{900}b|c{900}d)${name}${n}` },
      ]),
    ),
  })
  for (const name of ['a', 'b', 'c', 'd'])
    t.match(await roomy.judge(fat(name), [{}]), { kind: 'judged' }, name)
})

t.test('prototypes are no members', async (t) => {
  const schema: JsonObject = {
    required: ['toString'],
    properties: { constructor: { type: 'string' } },
  }
  const judgement = await judge.judge(schema, [
    {},
    JSON.parse('{"__proto__":{"toString":1}}') as Json,
  ])
  t.match(judgement, { verdicts: [[{ detail: /toString/ }], [{ detail: /toString/ }]] })
})

import { readdirSync, readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import t from 'tap'
import type { Query } from '../../ops/console/page/api/graphql.ts'

const folder = new URL('../../ops/console/page/queries/', import.meta.url)
const schema = buildSchema(
  readFileSync(new URL('../../read-api/schema.graphql', import.meta.url), 'utf8'),
)

const isQuery = (value: unknown): value is Query<unknown, unknown> =>
  typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

t.test('everything that the console asks is in the schema', async (t) => {
  let asked = 0
  for (const file of readdirSync(folder)) {
    const exported = (await import(new URL(file, folder).href)) as Readonly<Record<string, unknown>>
    for (const [name, value] of Object.entries(exported).filter(([, each]) => isQuery(each))) {
      if (!isQuery(value)) continue
      asked += 1
      const problems = validate(schema, parse(value.text)).map(({ message }) => message)
      t.same(problems, [], `${file}: ${name}`)
    }
  }
  t.ok(asked > 10, `${asked} queries`)
})

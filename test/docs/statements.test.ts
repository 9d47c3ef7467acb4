import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import t from 'tap'
import { documents, root } from './documents.ts'
import { fencesOf } from './markdown.ts'

t.test('GraphQL in the documents fits the schema', async (t) => {
  const schema = buildSchema(readFileSync(new URL('read-api/schema.graphql', root), 'utf8'))
  const blocks = documents().flatMap(({ path, text }) =>
    fencesOf(text).flatMap((fence) => (fence.language === 'graphql' ? [{ path, ...fence }] : [])),
  )
  t.ok(blocks.length > 5)
  for (const { path, line, text } of blocks)
    t.same(validate(schema, parse(text)), [], `${path}:${line}`)
})

import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { Client } from 'pg'
import t from 'tap'
import { checkpointOf } from '../../platform/positions/read-model.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { documentAt, documents, root } from './documents.ts'
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

t.test(
  'SQL of the operators: the quarantine is shown; a rebuild keeps what is not built',
  async (t) => {
    const postgres = await startTestPostgres()
    const client = new Client({ connectionString: postgres.url })
    await client.connect()
    t.teardown(async () => {
      await client.end()
      await postgres.stop()
    })
    const [show = '', empty = ''] = fencesOf(documentAt('docs/how-to/operate.md').text)
      .filter(({ language }) => language === 'sql')
      .map(({ text }) => text)
    const count = async (table: string): Promise<number> => {
      const { rowCount } = await client.query(`SELECT 1 FROM ${table}`)
      return rowCount ?? 0
    }
    await client.query(`
    INSERT INTO subject_keys (subject_id, wrapped_key) VALUES ('a', '\\x00');
    INSERT INTO projection_checkpoint (name, position) VALUES ('saga-router', 7), ('${checkpointOf(1)}', 9);
    INSERT INTO quarantine VALUES ('job-a', 1, 2, 'e', 'JobQueued', 'why', now(), 3, 4, 5);`)
    const { rows } = await client.query(show)
    t.match(rows, [{ stream: 'job-a', event_type: 'JobQueued', error: 'why' }])

    const migrations = await count('schema_migration')
    await client.query(empty)
    t.same(
      [await count('subject_keys'), await count('quarantine'), await count('schema_migration')],
      [1, 0, migrations],
    )
    const left = await client.query('SELECT name FROM projection_checkpoint')
    t.same(left.rows, [{ name: 'saga-router' }])
  },
)

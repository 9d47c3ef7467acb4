import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import t from 'tap'
import { unit } from '../../../platform/knowledge/passages.ts'
import { embedLocally } from '../../../platform/llm/local/embedder.ts'
import type { ReadModelTables } from '../../../projections/tables.ts'
import { nearest } from '../../../read-api/agents/knowledge/nearest.ts'
import { idNamed } from '../../kit/given-when-then/meta.ts'

/** Postgres in this process, with pgvector at hand or not. */
const openTables = async (extension: boolean) => {
  const server = await PGlite.create({ extensions: extension ? { vector } : {} })
  t.teardown(() => server.close())
  if (extension) await server.exec('CREATE EXTENSION vector')
  const migration = new URL('../../../migrations/0114-knowledge.sql', import.meta.url)
  await server.exec(readFileSync(migration, 'utf8'))
  const asked: string[] = []
  const client = {
    query: async (text: string, values: readonly unknown[]) => {
      asked.push(text)
      const { rows, affectedRows = 0 } = await server.query(text, [...values])
      return { command: 'SELECT' as const, rowCount: affectedRows, rows }
    },
    release: () => undefined,
  }
  // As much of a pool as kysely asks for.
  const pool = {
    connect: async () => client,
    end: async () => undefined,
  } as unknown as PostgresPool
  const db = new Kysely<ReadModelTables>({ dialect: new PostgresDialect({ pool }) })
  return { db, asked }
}

const [organisation, documentId, routeId] = [
  idNamed('organisation'),
  idNamed('document'),
  'local/x',
]
const texts = [
  'two-qubit gates are expensive',
  'flour and water',
  'qubits and gates',
  'a night in the cold',
]
const question = {
  ...{ organisation, routeId, limit: 3 },
  vector: unit(embedLocally('gates of two qubits')),
}

const found = async (extension: boolean) => {
  const { db, asked } = await openTables(extension)
  const [row, text] = [
    { document_id: documentId, organisation, route_id: routeId, position: 1n },
    'x',
  ]
  await db
    .insertInto('knowledge_documents')
    .values({
      ...{ ...row, title: 'Rules', characters: 9, status: 'INDEXED', passages: 4, failure: null },
      ...{ added_at: new Date(0), created_position: 1n, revision: 1n },
    })
    .execute()
  const passage = (number: number, of: string, more: object = {}) => ({
    ...{ ...row, number, text: of, vector: unit(embedLocally(of)), ...more },
  })
  const rows = texts.map((of, number) => passage(number, of))
  const others = [
    passage(10, question.vector.length.toString(), { organisation: idNamed('other') }),
    passage(11, 'gates of two qubits', { route_id: 'other/model' }),
    passage(12, text, { vector: null, text: null }),
  ]
  await db
    .insertInto('knowledge_passages')
    .values([...rows, ...others])
    .execute()
  const passages = await nearest(db, question)
  return { passages, statement: asked.at(-1) ?? '' }
}

t.test('with pgvector and without it the same is found', async (t) => {
  const [with_, without] = [await found(true), await found(false)]
  t.match(with_.statement, /<#>/)
  t.notMatch(without.statement, /<#>/)
  t.same(
    with_.passages.map(({ text }) => text),
    without.passages.map(({ text }) => text),
  )
  t.equal(with_.passages.length, 3)
  for (const [index, { score, text }] of with_.passages.entries()) {
    const cosine = unit(embedLocally(text)).reduce(
      (sum, value, at) => sum + value * (question.vector[at] ?? 0),
      0,
    )
    t.ok(
      Math.abs(score - cosine) < 1e-5 &&
        Math.abs((without.passages[index]?.score ?? 0) - cosine) < 1e-5,
    )
  }
})

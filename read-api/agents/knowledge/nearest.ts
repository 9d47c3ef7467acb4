import { sql, type Kysely } from 'kysely'
import type { Found, KnowledgeQuestion } from '../../../platform/knowledge/port.ts'
import type { ReadModelTables } from '../../../projections/tables.ts'

type Tables = Kysely<ReadModelTables>

/** Whether the server has pgvector, in a schema of the search path. */
const hasVectors = async (db: Tables): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`
    select to_regtype('vector') is not null
      and exists (select from pg_extension where extname = 'vector') as found`.execute(db)
  return rows[0]?.found ?? false
}

/**
 * The passages of one organisation nearest to a vector, the nearest first. With pgvector its own operator says how near;
 * else the product of the two is added up in SQL. Both look at every passage, so both find the same.
 */
export const nearest = async (
  db: Tables,
  { organisation, routeId, vector, limit }: KnowledgeQuestion,
): Promise<readonly Found[]> => {
  const values = [...vector]
  // Of length 1 both: the product is the cosine, and pgvector's inner product is its negative.
  const score = (await hasVectors(db))
    ? sql<number>`-(p.vector::vector <#> ${values}::real[]::vector)`
    : sql<number>`(select sum(a::double precision * b) from unnest(p.vector, ${values}::real[]) as pair(a, b))`
  const rows = await db
    .selectFrom('knowledge_passages as p')
    .innerJoin('knowledge_documents as d', 'd.document_id', 'p.document_id')
    .select(['p.document_id', 'd.title', 'p.number', 'p.text', score.as('score')])
    .where('p.organisation', '=', organisation)
    .where('p.route_id', '=', routeId)
    .where('p.vector', 'is not', null)
    .where(sql<number>`cardinality(p.vector)`, '=', vector.length)
    .orderBy('score', 'desc')
    .orderBy('p.document_id')
    .orderBy('p.number')
    .limit(limit)
    .execute()
  return rows.map(({ document_id, title, number, text, score: near }) => ({
    documentId: document_id,
    title: title ?? '',
    passage: number,
    text: text ?? '',
    score: near,
  }))
}

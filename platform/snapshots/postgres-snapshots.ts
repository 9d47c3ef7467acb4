import { sql, type Kysely } from 'kysely'
import type { SnapshotStore } from './snapshots.ts'

export type FoldSnapshotTable = {
  readonly stream: string
  readonly code_version: string
  readonly revision: bigint
  readonly body: Buffer
}

export const createPostgresSnapshots = (
  db: Kysely<{ readonly fold_snapshot: FoldSnapshotTable }>,
): SnapshotStore => ({
  get: async (stream) => {
    const row = await db
      .selectFrom('fold_snapshot')
      .select(['code_version', 'revision', 'body'])
      .where('stream', '=', stream)
      .executeTakeFirst()
    if (row === undefined) return undefined
    return { codeVersion: row.code_version, revision: row.revision, body: row.body }
  },
  put: async (stream, { codeVersion, revision, body }) => {
    await db
      .insertInto('fold_snapshot')
      .values({ stream, code_version: codeVersion, revision, body })
      .onConflict((conflict) =>
        conflict
          .column('stream')
          .doUpdateSet({ code_version: codeVersion, revision, body })
          .where(
            sql<boolean>`fold_snapshot.code_version <> excluded.code_version OR fold_snapshot.revision < excluded.revision`,
          ),
      )
      .execute()
  },
})

import { sql, type Kysely } from 'kysely'
import { consistencySpans, inclusionSpans } from '../../domain/audit/proofs.ts'
import { sameHash } from '../../domain/audit/hashes.ts'
import { rootOf } from '../../domain/audit/range.ts'
import { placesOf, type Span } from '../../domain/audit/span.ts'
import { sha256 } from '../../platform/audit/sha256.ts'
import type { AuditTables } from './tables.ts'
import { grow, packed, peakIn, tileSize, unpacked, within } from './tiles.ts'

/** Where a leaf's event stands. */
export type LeafPlace = {
  readonly position: bigint
  readonly stream: string
  readonly revision: bigint
}
export type Leaf = LeafPlace & { readonly hash: Uint8Array }

export type TreeState = { readonly size: number; readonly last?: LeafPlace }

/** The tree over the log as Postgres keeps it: fast to prove from, and never believed over the log. */
export type AuditTree = {
  readonly state: () => Promise<TreeState>
  /** Adds leaves behind `size`; false, and nothing done, when there are not that many, for somebody else was faster. */
  readonly grow: (size: number, leaves: readonly Leaf[]) => Promise<boolean>
  /** The hash of the whole tree when it had `size` leaves. */
  readonly root: (size: number) => Promise<Uint8Array>
  readonly inclusion: (index: number, size: number) => Promise<readonly Uint8Array[]>
  readonly consistency: (from: number, to: number) => Promise<readonly Uint8Array[]>
  /** The number of a leaf that stands at this position; undefined when it is none, or another one. */
  readonly indexOf: (leaf: Uint8Array, position: bigint) => Promise<number | undefined>
  /** The hashes of up to 256 leaves: those of the tile. */
  readonly leavesOf: (tile: number) => Promise<readonly Uint8Array[]>
  /** Forgets everything, to be built anew. */
  readonly clear: () => Promise<void>
}

export const createAuditTree = (db: Kysely<AuditTables>): AuditTree => {
  const hashesIn = async (on: Kysely<AuditTables>, level: number, index: number) => {
    const row = await on
      .selectFrom('audit_tile')
      .select('hashes')
      .where('level', '=', level)
      .where('index', '=', BigInt(index))
      .executeTakeFirst()
    return row === undefined ? [] : unpacked(row.hashes)
  }
  /** Each tile is read once, for as many subtrees as are made of it. */
  const hashesOf = (spans: readonly Span[]): Promise<readonly Uint8Array[]> => {
    const read = new Map<string, ReturnType<typeof hashesIn>>()
    const tile = (level: number, index: number) => {
      const key = `${level}/${index}`
      const reading = read.get(key) ?? hashesIn(db, level, index)
      read.set(key, reading)
      return reading
    }
    return Promise.all(
      spans.map(async (span) => {
        const peaks = await Promise.all(
          placesOf(span).map(async (place) => {
            const { level, index } = within(place)
            return peakIn(sha256, place, await tile(level, index))
          }),
        )
        return rootOf(sha256, { peaks })
      }),
    )
  }
  return {
    state: async () => {
      const row = await db.selectFrom('audit_tree').selectAll().executeTakeFirstOrThrow()
      const { position, stream, revision } = row
      const isBegun = position !== null && stream !== null && revision !== null
      return {
        size: Number(row.size),
        ...(isBegun ? { last: { position, stream, revision } } : {}),
      }
    },
    grow: (size, leaves) =>
      db.transaction().execute(async (on) => {
        const last = leaves.at(-1)
        if (last === undefined) return true
        const { position, stream, revision } = last
        const { numUpdatedRows } = await on
          .updateTable('audit_tree')
          .set({ size: BigInt(size + leaves.length), position, stream, revision })
          .where('size', '=', BigInt(size))
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return false
        const hashes = leaves.map(({ hash }) => hash)
        const tiles = await grow(sha256, size, hashes, (level, index) => hashesIn(on, level, index))
        const positionOf = (index: number) => leaves[Math.max(0, index * tileSize - size)]?.position
        const rows = tiles.map(({ level, index, hashes }) => ({
          level,
          index: BigInt(index),
          hashes: packed(hashes),
          first_position: level === 0 ? (positionOf(index) ?? null) : null,
        }))
        // The first position of a tile that was begun stays.
        await on
          .insertInto('audit_tile')
          .values(rows)
          .onConflict((conflict) =>
            conflict.columns(['level', 'index']).doUpdateSet({ hashes: sql`excluded.hashes` }),
          )
          .execute()
        return true
      }),
    root: async (size) => (await hashesOf([{ begin: 0, end: size }]))[0] ?? sha256(),
    inclusion: (index, size) => hashesOf(inclusionSpans(index, size)),
    consistency: (from, to) => hashesOf(consistencySpans(from, to)),
    indexOf: async (leaf, position) => {
      const row = await db
        .selectFrom('audit_tile')
        .select(['index', 'hashes'])
        .where('level', '=', 0)
        .where('first_position', '<=', position)
        .orderBy('first_position', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const at = unpacked(row.hashes).findIndex((hash) => sameHash(hash, leaf))
      return at < 0 ? undefined : Number(row.index) * tileSize + at
    },
    leavesOf: (tile) => hashesIn(db, 0, tile),
    clear: () =>
      db.transaction().execute(async (on) => {
        await on
          .updateTable('audit_tree')
          .set({ size: 0n, position: null, stream: null, revision: null })
          .execute()
        await on.deleteFrom('audit_tile').execute()
      }),
  }
}

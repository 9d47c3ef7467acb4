import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Projected, Projection } from '../shared/projection.ts'
import { createDecode, type Decoded } from './decode.ts'
import { describe, isOfTheData, isTransient } from './failures.ts'
import { foldInto, type Folded, type Quarantine } from './fold.ts'
import { persistently } from './persistently.ts'
import { createRowCache } from './row-cache.ts'
import { createRowSet, type RowChanges, type RowSet } from './row-set.ts'
import { CheckpointMoved, type RowStore } from './store.ts'
import type { QuarantineRow } from './tables.ts'

/** What a commit did. */
export type Applied = {
  readonly position: bigint
  readonly events: readonly Projected[]
  readonly changes: RowChanges
}

export type Applier = {
  /** Where the rows are. */
  readonly position: () => bigint
  readonly quarantined: () => readonly QuarantineRow[]
  /**
   * Applies what is beyond the rows' position, and moves it to `upTo` (by default that of the last event). Safe to
   * repeat after any throw. Throws CheckpointMoved, and trouble with the database.
   */
  readonly apply: (events: readonly RecordedEvent[], upTo?: bigint) => Promise<readonly Applied[]>
}

export type ApplierOptions = {
  readonly store: RowStore
  readonly projections: readonly Projection[]
  readonly vault: Vault
  /** Gives up waiting for a database that is away. */
  readonly signal?: AbortSignal
}

const nobodyRefused: ReadonlyMap<string, string> = new Map()

/** The rows of one generation, brought forward batch by batch. One caller at a time. */
export const openApplier = async ({
  store,
  projections,
  vault,
  signal,
}: ApplierOptions): Promise<Applier> => {
  const decode = createDecode(projections, vault)
  const cache = createRowCache(store)
  let position = await store.open()
  let quarantine: Quarantine = new Map(
    (await store.quarantined()).map((row) => [row.stream, row] as const),
  )

  const foldBatch = async (events: readonly Decoded[], refused: ReadonlyMap<string, string>) => {
    const loaded = await cache.load(
      events.flatMap((each) => (each.kind === 'ready' ? each.touches : [])),
    )
    const rows = createRowSet(loaded)
    return { rows, folded: foldInto(rows, events, quarantine, refused) }
  }

  /** The answer to a commit may get lost: where the checkpoint stands tells whether it happened. */
  const commit = async (changes: RowChanges, to: bigint): Promise<void> => {
    try {
      await store.commit(changes, position, to)
    } catch (error) {
      cache.clear()
      if (!isTransient(error)) throw error
      const stands = await persistently(() => store.position(), isTransient, signal)
      if (stands === position) throw error
      if (stands !== to)
        throw new CheckpointMoved(
          `the checkpoint is at ${stands.toString()}, neither where it was nor where it was moved`,
        )
    }
  }

  const settle = (rows: RowSet, folded: Folded, to: bigint): Applied => {
    cache.remember(rows.held())
    quarantine = folded.quarantine
    position = to
    return { position: to, events: folded.applied, changes: rows.changes() }
  }

  const applyDecoded = async (
    events: readonly Decoded[],
    upTo: bigint,
    refused = nobodyRefused,
  ): Promise<readonly Applied[]> => {
    const { rows, folded } = await foldBatch(events, refused)
    try {
      await commit(rows.changes(), upTo)
    } catch (error) {
      if (!isOfTheData(error) || refused.size > 0) throw error
      return isolate(events, upTo, error)
    }
    return [settle(rows, folded, upTo)]
  }

  /** One event's values are refused by a table: halves find out whose, and everybody else goes on. */
  const isolate = async (
    events: readonly Decoded[],
    upTo: bigint,
    error: unknown,
  ): Promise<readonly Applied[]> => {
    const middle = Math.ceil(events.length / 2)
    const last = events[middle - 1]?.event
    if (last === undefined) throw error
    if (events.length === 1)
      return applyDecoded(events, upTo, new Map([[last.id, describe(error)]]))
    const first = await applyDecoded(events.slice(0, middle), last.position)
    return [...first, ...(await applyDecoded(events.slice(middle), upTo))]
  }

  return {
    position: () => position,
    quarantined: () => [...quarantine.values()],
    apply: async (events, upTo) => {
      const fresh = events.filter((event) => event.position > position)
      const to = upTo ?? fresh.at(-1)?.position ?? position
      if (to <= position) return []
      return applyDecoded(await Promise.all(fresh.map(decode)), to)
    },
  }
}

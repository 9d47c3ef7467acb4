import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { ours } from '../../projections/generations/events-left.ts'
import type { Group } from '../../projections/groups.ts'
import { openApplier } from '../../projections/runner/applier.ts'
import { lanesOf } from '../../projections/runner/lane.ts'
import type { RowStore } from '../../projections/runner/store.ts'

/** What was learnt from applying the beginning of the log in memory. */
export type Sample = {
  readonly events: number
  /** Of data and metadata, as JSON. */
  readonly bytes: number
  /** Reading included. */
  readonly seconds: number
}

const most = 5_000
const page = 500

/** Rows in memory only: what is written is kept by the applier itself, and nothing else. */
const inMemory = (): RowStore => ({
  open: (lanes) => Promise.resolve(lanes.map(() => 0n)),
  positions: (lanes) => Promise.resolve(lanes.map(() => 0n)),
  quarantined: () => Promise.resolve([]),
  skipped: () => Promise.resolve([]),
  load: () => Promise.resolve([]),
  commit: () => Promise.resolve(1),
  ahead: () => undefined,
  leave: () => Promise.resolve(),
})

const bytesOf = ({ data, metadata }: RecordedEvent): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata))

/**
 * Reads the first thousands of events and makes rows of them, in memory: only from the beginning on is everything there
 * that later events are about. Writes nothing.
 */
export const takeSample = async (
  eventStore: Pick<EventStore, 'readAll'>,
  vault: Vault,
  groups: readonly Group[],
): Promise<Sample> => {
  const lanes = lanesOf([0], groups)
  const cachedRows = 1_000_000
  const applier = await openApplier({ store: inMemory(), lanes, vault, cachedRows })
  const began = performance.now()
  let [events, bytes] = [0, 0]
  let from: bigint | undefined
  while (events < most) {
    const read = await eventStore.readAll({
      ...{ maxCount: page, filter: ours },
      ...(from === undefined ? {} : { from }),
    })
    const last = read.at(-1)
    if (last === undefined) break
    await applier.apply(read)
    from = last.position
    events += read.length
    bytes += read.reduce((sum, event) => sum + bytesOf(event), 0)
  }
  return { events, bytes, seconds: (performance.now() - began) / 1000 }
}

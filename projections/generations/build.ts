import type { Pool } from 'pg'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { groups as allGroups, type Group } from '../groups.ts'
import { openApplier } from '../runner/applier.ts'
import { inBatches } from '../runner/batches.ts'
import { isTransient } from '../runner/failures.ts'
import { lanesOf } from '../runner/lane.ts'
import { persistently } from '../runner/persistently.ts'
import { createRowStore } from '../runner/store.ts'
import { followGeneration } from './generations.ts'
import { createIndexes, createTables } from './tables.ts'
import { writeByCopy } from './write-by-copy.ts'

export type BuildProgress = {
  readonly phase: 'reading' | 'indexing' | 'catching up' | 'done'
  readonly position: bigint
  /** Events read by this process. */
  readonly events: number
}

export type BuildOptions = {
  readonly eventStore: EventStore
  readonly pool: Pool
  readonly vault: Vault
  readonly generation: number
  readonly signal: AbortSignal
  readonly groups?: readonly Group[]
  readonly onProgress?: (progress: BuildProgress) => void
  /** Default 5,000: large batches leave less to write of rows that change often. */
  readonly maxEvents?: number
}

/**
 * Builds a generation's rows from the log, from where an earlier attempt got to, and hands it to the projectors at the
 * live end. What is done stays done in each batch's transaction: a builder that is killed is started again.
 */
export const buildGeneration = async (options: BuildOptions): Promise<void> => {
  const { eventStore, pool, vault, generation, signal, groups = allGroups } = options
  const { onProgress = () => undefined, maxEvents = 5_000 } = options
  await createTables(pool, generation)
  const store = createRowStore(pool, writeByCopy())
  const lanes = lanesOf([generation], groups)
  const applier = await openApplier({ store, lanes, vault, cachedRows: 100_000, signal })
  let events = 0
  const tell = (phase: BuildProgress['phase']): void =>
    onProgress({ phase, position: applier.position(), events })

  const readToTheEnd = async (phase: BuildProgress['phase']): Promise<void> => {
    const ending = new AbortController()
    const both = AbortSignal.any([signal, ending.signal])
    const from = applier.position()
    const messages = eventStore.subscribeAll({ after: from === 0n ? 'start' : from, signal: both })
    const limits = { maxEvents, lingerMs: 2, onEvent: applier.ahead }
    for await (const batch of inBatches(messages, limits).batches) {
      await persistently(() => applier.apply(batch.events, batch.upTo), isTransient, signal)
      events += batch.events.length
      tell(phase)
      if (batch.caughtUp) break
    }
    ending.abort()
    signal.throwIfAborted()
  }

  await readToTheEnd('reading')
  tell('indexing')
  await createIndexes(pool, generation)
  // What came while the indexes were made, so that the projectors take over close to the end.
  await readToTheEnd('catching up')
  await followGeneration(pool, generation)
  tell('done')
}

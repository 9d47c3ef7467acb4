import type { Pool } from 'pg'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { groups as allGroups, type Group } from '../groups.ts'
import { openApplier } from '../runner/applier.ts'
import { inBatches } from '../runner/batches.ts'
import { isOfTheData, isTransient } from '../runner/failures.ts'
import { lanesOf, type Lane } from '../runner/lane.ts'
import { persistently } from '../runner/persistently.ts'
import { createRowStore } from '../runner/store.ts'
import { copyGroups, isCopied, type OnCopied } from './copy-groups.ts'
import { followGeneration } from './generations.ts'
import { NotTogether, pour } from './pour.ts'
import { rebuildStream } from './rebuild-stream.ts'
import { pagesOfStream } from './stream-pages.ts'
import { createIndexes, createTables } from './tables.ts'
import { writeByCopy } from './write-by-copy.ts'

export type BuildStep = {
  readonly phase: 'READING' | 'INDEXING' | 'COPYING' | 'CATCHING_UP' | 'DONE'
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
  /** Built from the log. Default: all. */
  readonly groups?: readonly Group[]
  /** Taken over from the generation that readers follow. */
  readonly copied?: readonly Group[]
  /** Of one stream the rows are built again, in some of the groups that are copied. */
  readonly stream?: { readonly name: string; readonly groups: readonly Group[] }
  /** Waits until so many events may be applied. */
  readonly pass?: (events: number) => Promise<void>
  readonly onProgress?: (progress: BuildStep) => void
  /** Default 5,000: large batches leave less to write of rows that change often. */
  readonly maxEvents?: number
}

/** Rows kept in memory for each group of tables. */
const cachedRows = 20_000

const isWorthPatience = (error: unknown): boolean =>
  isTransient(error) || isOfTheData(error) || error instanceof NotTogether

/**
 * Builds a generation's rows from the log, from where an earlier attempt got to, and hands it to the projectors at the
 * live end. What is done stays done in each batch's transaction: a builder that is killed is started again. Resolves
 * with whether they take it: one that is to be given up they do not.
 */
export const buildGeneration = async (options: BuildOptions): Promise<boolean> => {
  const { eventStore, pool, vault, generation, signal, groups = allGroups, copied = [] } = options
  const { onProgress = () => undefined, maxEvents = 5_000, pass, stream } = options
  await createTables(pool, generation)
  const store = createRowStore(pool, writeByCopy())
  let events = 0
  let position = 0n
  const passed = (phase: BuildStep['phase'], reached: bigint, more: number): void => {
    position = reached
    events += more
    onProgress({ phase, position, events })
  }

  /** Batch by batch, as a live projector does: what passes is waited for, what no table takes is put aside. Until the live end? */
  const patiently = async (lanes: readonly Lane[], phase: BuildStep['phase']): Promise<boolean> => {
    const applier = await openApplier({ store, lanes, vault, cachedRows, signal })
    const ending = new AbortController()
    const both = AbortSignal.any([signal, ending.signal])
    const from = applier.position()
    const messages = eventStore.subscribeAll({ after: from === 0n ? 'start' : from, signal: both })
    let left = 2 * maxEvents
    try {
      for await (const batch of inBatches(messages, { maxEvents, lingerMs: 2 }).batches) {
        await pass?.(batch.events.length)
        await persistently(() => applier.apply(batch.events, batch.upTo), isTransient, signal)
        passed(phase, applier.position(), batch.events.length)
        left -= batch.events.length
        if (batch.caughtUp) return true
        if (left <= 0) return false
      }
      return true
    } finally {
      ending.abort()
    }
  }

  const readToTheEnd = async (lanes: readonly Lane[], phase: BuildStep['phase']): Promise<void> => {
    const onCommit = (reached: bigint, more: number): void => passed(phase, reached, more)
    const own = { eventStore, store, lanes, vault, signal, maxEvents, cachedRows, onCommit }
    const options = pass === undefined ? own : { ...own, pass }
    for (let isDone = false; !isDone; ) {
      try {
        await pour(options)
        isDone = true
      } catch (error) {
        if (!isWorthPatience(error)) throw error
        isDone = await patiently(lanes, phase)
      }
      signal.throwIfAborted()
    }
  }

  /** Before the copy, unless it is there: nobody rests in the middle of a transaction. */
  const passStream = async (): Promise<void> => {
    if (stream === undefined || pass === undefined) return
    if (await isCopied(pool, generation, copied)) return
    for await (const page of pagesOfStream(eventStore, stream.name, await eventStore.head()))
      await pass(page.length)
  }

  const onCopied: OnCopied = async (client, places) => {
    if (stream === undefined) return
    const { name, groups: own } = stream
    const of = { eventStore, vault, generation, places, signal }
    passed('READING', position, await rebuildStream(client, { ...of, stream: name, groups: own }))
  }

  const built = lanesOf([generation], groups)
  if (built.length > 0) await readToTheEnd(built, 'READING')
  passed('INDEXING', position, 0)
  await createIndexes(pool, generation, ['quarantine', ...groups.flatMap(({ tables }) => tables)])
  if (copied.length > 0) {
    passed('COPYING', position, 0)
    await passStream()
    await copyGroups(pool, generation, copied, onCopied)
    await createIndexes(
      pool,
      generation,
      copied.flatMap(({ tables }) => tables),
    )
  }
  // What came while the indexes were made, so that the projectors take over close to the end.
  await readToTheEnd([...built, ...lanesOf([generation], copied)], 'CATCHING_UP')
  const isFollowed = await followGeneration(pool, generation)
  if (isFollowed) passed('DONE', position, 0)
  return isFollowed
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { startEventStore } from '../../embedded/event-store/start.ts'

/** A directory that is gone afterwards. */
export const scratchDirectory = async () => {
  const path = await mkdtemp(join(tmpdir(), 'qhub-bench-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** An embedded event store in a process of its own, empty, and the hub's connection to it. */
export type ScratchStore = {
  readonly eventStore: EventStore
  readonly connectionString: string
  readonly pid: number
  readonly stop: () => Promise<void>
}

export const scratchStore = async (): Promise<ScratchStore> => {
  const directory = await scratchDirectory()
  const { connectionString, pid, stop } = await startEventStore({
    dataDir: directory.path,
    port: 0,
  })
  const eventStore = connectEventStore(connectionString)
  return {
    eventStore,
    connectionString,
    pid,
    stop: async () => {
      await eventStore.close()
      await stop()
      await directory.remove()
    },
  }
}

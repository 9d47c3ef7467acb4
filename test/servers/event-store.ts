import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { EventStore } from '../../platform/event-store/types.ts'

export type TestEventStore = {
  readonly eventStore: EventStore
  readonly connectionString: string
  readonly stop: () => Promise<void>
}

/** An embedded event store of this test file alone, and a connection to it; stop it in `t.teardown`. */
export const startTestEventStore = async (): Promise<TestEventStore> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-event-store-'))
  const server = await startEventStore({ dataDir, port: 0 })
  const eventStore = connectEventStore(server.connectionString)
  return {
    eventStore,
    connectionString: server.connectionString,
    stop: async () => {
      await eventStore.close()
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

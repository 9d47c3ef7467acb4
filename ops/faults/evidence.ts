import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { RunRecord } from '../../platform/providers/simulator/runs/run-record.ts'
import { lastConnectionStringOf } from '../embedded/event-store/run.ts'
import type { GraphqlClient } from '../client/graphql-client.ts'
import type { Given } from './answers.ts'
import { readModelsAt, type ReadModels } from './read-models.ts'

/** A run as the provider keeps it; `open` when it has no end there. */
export type StoredRun = { readonly folder: 'active' | 'done'; readonly record: RunRecord }

/** All that is left to look at when everything has come to rest. */
export type Evidence = {
  readonly log: readonly RecordedEvent[]
  readonly given: readonly Given[]
  readonly runs: readonly StoredRun[]
  readonly readModels: ReadModels
  /** Why the read models could not be read at the log's end. */
  readonly unread?: string
}

const nothingSeen: ReadModels = { jobs: [], wallets: [], balances: [] }

const page = 500

/** The whole log, but for the system's own streams. */
export const readLog = async (dataDir: string): Promise<readonly RecordedEvent[]> => {
  const eventStore = connectEventStore(lastConnectionStringOf(join(dataDir, 'event-store')))
  try {
    const log: RecordedEvent[] = []
    for (;;) {
      const from = log.at(-1)?.position
      const events = await eventStore.readAll({
        maxCount: page,
        filter: { on: 'stream', regex: '^[^$]' },
        ...(from === undefined ? {} : { from }),
      })
      if (events.length === 0) return log
      log.push(...events)
    }
  } finally {
    await eventStore.close()
  }
}

const readRuns = async (dataDir: string): Promise<readonly StoredRun[]> => {
  const runs: StoredRun[] = []
  const simulators = join(dataDir, 'simulator')
  // One simulator for each partition of the work.
  for (const partition of await readdir(simulators))
    for (const folder of ['active', 'done'] as const) {
      const directory = join(simulators, partition, folder)
      for (const file of await readdir(directory)) {
        if (!file.endsWith('.json')) continue
        // The provider's own records; only the simulator writes here.
        const record = JSON.parse(await readFile(join(directory, file), 'utf8')) as RunRecord
        runs.push({ folder, record })
      }
    }
  return runs
}

/** Reads the log, what the provider keeps, and what the read API shows at the log's end. */
export const gather = async (
  dataDir: string,
  graphql: GraphqlClient,
  token: string,
  given: readonly Given[],
): Promise<Evidence> => {
  const log = await readLog(dataDir)
  const runs = await readRuns(dataDir)
  const end = log.at(-1)?.position ?? 0n
  try {
    return { log, given, runs, readModels: await readModelsAt(graphql, token, end) }
  } catch (error) {
    return { log, given, runs, readModels: nothingSeen, unread: String(error) }
  }
}

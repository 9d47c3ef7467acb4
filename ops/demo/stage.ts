import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../platform/config/load.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { createGraphqlClient, type GraphqlClient } from '../client/graphql-client.ts'
import { createHttpClient, type HttpClient } from '../client/http-client.ts'
import { startHub, type Hub } from '../hub/hub.ts'

/** A hub on empty data, and the ways into it. */
export type Stage = {
  readonly hub: Hub
  readonly http: HttpClient
  readonly graphql: GraphqlClient
  /** Address of the command API. */
  readonly writeApi: string
  readonly readApi: string
  /** Where mails lie. */
  readonly outbox: string
  /** Drains the hub and removes its data. */
  readonly clear: () => Promise<void>
}

/** Starts a hub on a data directory of its own; `settings` are environment variables beside the demo's. */
export const setStage = async (
  onProgress: (text: string) => void,
  settings: Readonly<Record<string, string>> = {},
): Promise<Stage> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-demo-'))
  // A server that has just ended may still be writing its last line.
  const removeData = (): Promise<void> =>
    rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  try {
    const loaded = loadConfig({
      QHUB_DATA_DIR: dataDir,
      QHUB_WRITE_API_PORT: '0',
      QHUB_READ_API_PORT: '0',
      QHUB_LOG_LEVEL: 'warn',
      ...settings,
    })
    if (!loaded.ok) throw new Error(loaded.message)
    const { config } = loaded
    const hub = await startHub(config, createLogger(config.logLevel), onProgress)
    const { writeApi = '', readApi = '' } = hub.addresses
    return {
      hub,
      http: createHttpClient(writeApi),
      graphql: createGraphqlClient(readApi),
      writeApi,
      readApi,
      outbox: join(dataDir, 'outbox'),
      clear: async () => {
        await hub.drain()
        await removeData()
      },
    }
  } catch (error) {
    await removeData()
    throw error
  }
}

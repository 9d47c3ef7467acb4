import { join } from 'node:path'
import type { Config } from '../../platform/config/schema.ts'
import { lastConnectionStringOf } from '../embedded/event-store/run.ts'
import { runningPostgresUrl } from '../embedded/postgres/running.ts'

/** The servers that the configuration names; else those that a hub runs on the data directory now. Throws when there are none. */
export const attachServers = ({
  dataDir,
  eventstoreUrl,
  postgresUrl,
}: Pick<Config, 'dataDir' | 'eventstoreUrl' | 'postgresUrl'>): {
  readonly eventStoreUrl: string
  readonly postgresUrl: string
} => {
  try {
    return {
      eventStoreUrl: eventstoreUrl ?? lastConnectionStringOf(join(dataDir, 'event-store')),
      postgresUrl: postgresUrl ?? runningPostgresUrl(dataDir),
    }
  } catch (error) {
    throw new Error(`no hub runs on ${dataDir}, and the configuration does not name its servers`, {
      cause: error,
    })
  }
}

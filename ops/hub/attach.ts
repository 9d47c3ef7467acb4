import { join } from 'node:path'
import type { Config } from '../../platform/config/schema.ts'
import { paysSimulated } from './payments.ts'
import { runningChains, type OpenChains } from './chains.ts'
import { noKeys } from '../../platform/chain/keys/local.ts'
import { lastConnectionStringOf } from '../embedded/event-store/run.ts'
import { lastPortOf, urlOf } from '../embedded/payments/run.ts'
import { runningPostgresUrl } from '../embedded/postgres/running.ts'

/** The servers that the configuration names; else those that a hub runs on the data directory now. Throws when there are none. */
export const attachServers = ({
  dataDir,
  eventstoreUrl,
  postgresUrl,
  paymentsProvider,
  paymentsUrl,
  chains,
}: Pick<
  Config,
  'dataDir' | 'eventstoreUrl' | 'postgresUrl' | 'paymentsProvider' | 'paymentsUrl' | 'chains'
>): {
  readonly eventStoreUrl: string
  readonly postgresUrl: string
  readonly paymentsUrl: string | undefined
  readonly chains: Pick<OpenChains, 'settings' | 'keys'>
} => {
  try {
    return {
      eventStoreUrl: eventstoreUrl ?? lastConnectionStringOf(join(dataDir, 'event-store')),
      postgresUrl: postgresUrl ?? runningPostgresUrl(dataDir),
      paymentsUrl:
        paymentsUrl ??
        (paysSimulated({ paymentsProvider })
          ? urlOf(lastPortOf(join(dataDir, 'payments')))
          : undefined),
      // To look on: who signs is the hub that runs.
      chains: { settings: runningChains(chains, dataDir), keys: noKeys },
    }
  } catch (error) {
    throw new Error(`no hub runs on ${dataDir}, and the configuration does not name its servers`, {
      cause: error,
    })
  }
}

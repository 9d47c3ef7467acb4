import { join } from 'node:path'
import type { Config } from '../../platform/config/schema.ts'
import { keepEventStore } from '../embedded/event-store/keep.ts'
import { keepPayments } from '../embedded/payments/start.ts'
import { startPostgres } from '../embedded/postgres/start.ts'
import { openChains, type OpenChains } from './chains.ts'
import { paysSimulated } from './payments.ts'

/** Where the servers are, and how to end those that were started here. */
export type Servers = {
  readonly eventStoreUrl: string
  readonly postgresUrl: string
  /** Of the payment simulator; absent when payments are not simulated. */
  readonly paymentsUrl: string | undefined
  readonly chains: Pick<OpenChains, 'settings' | 'keys'>
  readonly embedded: readonly string[]
  readonly stop: () => Promise<void>
}

/** Uses the servers that the configuration names; starts an embedded one, as a process of its own, for each it does not. */
export const openServers = async (
  config: Config,
  onProgress: (text: string) => void,
): Promise<Servers> => {
  const { dataDir } = config
  const started: { readonly name: string; readonly stop: () => Promise<void> }[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()))
  }
  // All are awaited even when one fails, so that none is left half started.
  const [eventStore, postgres, payments, chains] = await Promise.allSettled([
    config.eventstoreUrl ?? embeddedEventStore(dataDir, started, onProgress),
    config.postgresUrl ?? embeddedPostgres(dataDir, started, onProgress),
    paysSimulated(config) && config.paymentsUrl === undefined
      ? embeddedPayments(dataDir, started, onProgress)
      : config.paymentsUrl,
    configuredChains(config, started, onProgress),
  ])
  if (
    eventStore.status === 'fulfilled' &&
    postgres.status === 'fulfilled' &&
    payments.status === 'fulfilled' &&
    chains.status === 'fulfilled'
  )
    return {
      eventStoreUrl: eventStore.value,
      postgresUrl: postgres.value,
      paymentsUrl: payments.value,
      chains: chains.value,
      embedded: started.map(({ name }) => name),
      stop,
    }
  await stop()
  throw new Error(
    [eventStore, postgres, payments, chains]
      .flatMap((outcome) => (outcome.status === 'rejected' ? [messageOf(outcome.reason)] : []))
      .join('; '),
  )
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

type Started = { readonly name: string; readonly stop: () => Promise<void> }[]

const embeddedEventStore = async (
  dataDir: string,
  started: Started,
  onTrouble: (text: string) => void,
): Promise<string> => {
  const server = await keepEventStore({ dataDir: join(dataDir, 'event-store'), onTrouble })
  started.push({ name: 'event store', stop: server.stop })
  return server.connectionString
}

const embeddedPostgres = async (
  dataDir: string,
  started: Started,
  onProgress: (text: string) => void,
): Promise<string> => {
  const server = await startPostgres({ dataDir, onProgress })
  started.push({ name: 'Postgres', stop: server.stop })
  return server.url
}

const configuredChains = async (
  config: Config,
  started: Started,
  onProgress: (text: string) => void,
): Promise<OpenChains> => {
  const chains = await openChains(config, onProgress)
  started.push({ name: 'chain', stop: chains.stop })
  return chains
}

const embeddedPayments = async (
  dataDir: string,
  started: Started,
  onTrouble: (text: string) => void,
): Promise<string> => {
  const server = await keepPayments({ dataDir: join(dataDir, 'payments'), onTrouble })
  started.push({ name: 'payment simulator', stop: server.stop })
  return server.ready.url
}

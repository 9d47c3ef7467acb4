import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventStoreDBClient, type AppendToStreamOptions } from '@eventstore/db-client'
import { startEventStore } from '../../../ops/embedded/event-store/start.ts'
import { connectionOf } from './connection.ts'

/** What a conformance test works against. */
export type ConformanceNode = {
  readonly client: EventStoreDBClient
  readonly connectionString: string
  readonly embedded: boolean
  readonly close: () => Promise<void>
}

/** The node to test, when it is not to be an embedded one. */
export const given = process.env['QHUB_EVENTSTORE_URL'] || undefined

/** The node named by QHUB_EVENTSTORE_URL, or else an embedded one on an empty directory. */
export const conformanceNode = async (): Promise<ConformanceNode> => {
  if (given !== undefined) {
    const client = EventStoreDBClient.connectionString(given)
    return { client, connectionString: given, embedded: false, close: () => client.dispose() }
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'qhub-conformance-'))
  const store = await startEventStore({ dataDir })
  const client = EventStoreDBClient.connectionString(store.connectionString)
  return {
    client,
    connectionString: store.connectionString,
    embedded: true,
    close: async () => {
      await client.dispose()
      await store.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A name that no other test and no earlier run has used. */
export const unique = (category: string): string => `${category}${randomUUID().replaceAll('-', '')}`

const anyLogin = { username: 'admin', password: 'changeit' }
const credentials = (given === undefined ? undefined : connectionOf(given).login) ?? anyLogin

/** The two calls by which the client appends: with credentials of its own a call does not share the batch stream. */
export const appendPaths: readonly (readonly [string, AppendToStreamOptions])[] = [
  ['batch append', {}],
  ['classic append', { credentials }],
]

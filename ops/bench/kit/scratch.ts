import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { migrate } from '../../../platform/postgres/migrate.ts'
import { startEventStore } from '../../embedded/event-store/start.ts'
import { startPostgres } from '../../embedded/postgres/start.ts'

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

/** An embedded Postgres of its own; each database that is asked for is new, with the hub's tables. */
export type ScratchPostgres = {
  readonly database: () => Promise<{ readonly url: string; readonly drop: () => Promise<void> }>
  readonly stop: () => Promise<void>
}

const once = async (url: string, statement: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

export const scratchPostgres = async (): Promise<ScratchPostgres> => {
  const directory = await scratchDirectory()
  const server = await startPostgres({ dataDir: directory.path, onProgress: () => undefined })
  return {
    database: async () => {
      const name = `bench_${randomUUID().replaceAll('-', '')}`
      await once(server.url, `CREATE DATABASE ${name}`)
      const url = new URL(server.url)
      url.pathname = name
      await migrate(url.href)
      return {
        url: url.href,
        drop: () => once(server.url, `DROP DATABASE ${name} WITH (FORCE)`),
      }
    },
    stop: async () => {
      await server.stop()
      await directory.remove()
    },
  }
}

import type { EventStore } from '../../../platform/event-store/types.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import type { Vault } from '../../../platform/vault/vault.ts'
import { buildGeneration } from '../../../projections/generations/build.ts'
import { beginGeneration } from '../../../projections/generations/generations.ts'
import { groups, type Group } from '../../../projections/groups.ts'

/** Nothing in the events of the benchmark is sealed. */
export const noVault: Vault = {
  seal: () => Promise.reject(new Error('nothing is sealed in a benchmark')),
  open: () => Promise.reject(new Error('nothing is sealed in a benchmark')),
  destroy: () => Promise.reject(new Error('nothing is sealed in a benchmark')),
}

/** The groups of these names. */
export const groupsNamed = (names: readonly string[]): readonly Group[] =>
  groups.filter(({ name }) => names.includes(name))

/**
 * Builds a new generation of some groups from the beginning of the log, as an operator would; how many events were read.
 * `onProgress` is told after each batch.
 */
export const rebuild = async (
  eventStore: EventStore,
  postgresUrl: string,
  chosen: readonly Group[],
  onProgress: (events: number) => void = () => undefined,
): Promise<number> => {
  const { pool, close } = await connectPostgres(postgresUrl, { statementTimeoutMs: 0 })
  let read = 0
  try {
    const { generation } = await beginGeneration(pool)
    await buildGeneration({
      eventStore,
      pool,
      vault: noVault,
      generation,
      groups: chosen,
      signal: new AbortController().signal,
      onProgress: ({ events }) => {
        read = events
        onProgress(events)
      },
    })
    return read
  } finally {
    await close()
  }
}

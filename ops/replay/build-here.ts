import { connectEventStore } from '../../platform/event-store/connect.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createPostgresVault } from '../../platform/vault/postgres-vault.ts'
import { driveReplay, type Driven } from '../../projections/replays/drive.ts'

export type BuildHere = {
  readonly eventStoreUrl: string
  readonly postgresUrl: string
  readonly masterKey: Uint8Array
  readonly builder: string
  readonly onTrouble: (error: unknown) => void
}

/** Builds in this thread what operators wish, on connections of its own; the caller holds the lease. */
export const buildHere = async (
  { eventStoreUrl, postgresUrl, masterKey, builder, onTrouble }: BuildHere,
  signal: AbortSignal,
): Promise<Driven> => {
  const postgres = await connectPostgres(postgresUrl, {
    name: 'quantum-hub replay',
    connections: 4,
    onError: onTrouble,
  })
  const eventStore = connectEventStore(eventStoreUrl)
  try {
    const vault = createPostgresVault(postgres.db, masterKey)
    const { pool } = postgres
    return await driveReplay({ eventStore, pool, vault, builder, onTrouble }, signal)
  } finally {
    await Promise.allSettled([eventStore.close(), postgres.close()])
  }
}

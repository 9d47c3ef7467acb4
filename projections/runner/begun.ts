import type { Pool, PoolClient } from 'pg'
import { begin } from './transaction.ts'

/** One that waited longer is left: the server ends what is silent for some seconds. */
const freshMs = 1_000

/** A transaction that is begun while what it will write is still being waited for. */
export type Begun = {
  /** Begins one, unless there is one. */
  readonly ahead: () => void
  /** The one that was begun, or another: whoever takes it ends it. */
  readonly take: () => Promise<PoolClient>
  /** Nothing will be written: gives back what was begun. */
  readonly leave: () => Promise<void>
}

export const beginAhead = (pool: Pool, now: () => number = () => performance.now()): Begun => {
  let ready: { readonly client: Promise<PoolClient>; readonly at: number } | undefined

  const leave = async (): Promise<void> => {
    const left = ready
    ready = undefined
    // It has written nothing: to end its session is the simplest way out, and a rare one.
    await left?.client.then(
      (client) => client.release(true),
      () => undefined,
    )
  }

  return {
    ahead: () => {
      if (ready !== undefined) return
      const client = begin(pool)
      // Whoever takes it is told.
      client.catch(() => undefined)
      ready = { client, at: now() }
    },
    take: async () => {
      if (ready !== undefined && now() - ready.at > freshMs) await leave()
      const { client } = ready ?? { client: begin(pool) }
      ready = undefined
      return client
    },
    leave,
  }
}

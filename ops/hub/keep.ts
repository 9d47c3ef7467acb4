import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { withLease } from '../../platform/lease/lease.ts'

/** Work that goes on until it is stopped. */
export type Running = { readonly stop: () => Promise<void> }

const pauseMs = 1_000

/**
 * Keeps one instance of the work alive over all processes: under a lease, begun again when it fails or the lease is lost,
 * until stopped.
 */
export const keep = (
  postgresUrl: string,
  name: string,
  logger: Logger,
  work: (signal: AbortSignal) => Promise<void>,
): Running => {
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = (): boolean => signal.aborted
  const run = async (): Promise<void> => {
    while (!stopped()) {
      try {
        const { kind } = await withLease(postgresUrl, name, { signal }, work)
        if (kind === 'lost') logger.warn({ role: name }, 'the lease was lost')
      } catch (error) {
        if (!stopped())
          logger.error({ error, role: name }, 'stopped by an error and will begin again')
      }
      if (!stopped()) await pause(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const finished = run()
  return {
    stop: async () => {
      stopping.abort()
      await finished
    },
  }
}

import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { withLease } from '../../platform/lease/lease.ts'
import { running, type Running } from './keep.ts'

export type LeasedWork = {
  readonly postgresUrl: string
  /** Of the lease: work of this name is done by one process of all at a time. */
  readonly lease: string
  /** Between losing the lease, or not having got it, and asking for it again. */
  readonly againMs: number
  readonly logger: Logger
}

/** Work that is done under a lease, and taken up again whenever that was lost, until it is stopped. */
export const underLease = (
  { postgresUrl, lease, againMs, logger }: LeasedWork,
  work: (signal: AbortSignal) => Promise<void>,
): Running =>
  running(async (signal) => {
    const stopped = (): boolean => signal.aborted
    while (!stopped()) {
      await withLease(postgresUrl, lease, { signal }, work).catch((error: unknown) =>
        logger.warn({ error, lease }, 'work under a lease was left, and is taken up again'),
      )
      if (!stopped()) await pause(againMs, undefined, { signal }).catch(() => undefined)
    }
  })

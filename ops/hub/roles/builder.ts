import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { withLease } from '../../../platform/lease/lease.ts'
import { replayLease } from '../../../projections/replays/drive.ts'
import { openReplay } from '../../../projections/replays/replay.ts'
import { buildInThread } from '../../replay/in-thread.ts'
import type { Connections } from '../connections.ts'
import { running, type Running } from '../keep.ts'
import { replayGauges } from './replay-gauges.ts'

export type BuilderParts = Pick<Connections, 'postgres' | 'postgresUrl'> & {
  readonly eventStoreUrl: string
  readonly masterKey: Uint8Array
}

/** How often it is looked whether an operator wishes something. */
const lookMs = 1_000

/**
 * Builds read models when an operator wishes so, in a thread of its own; of all hubs on the database one does, and when it
 * is gone another goes on.
 */
export const startBuilder = (
  { postgres: { pool }, postgresUrl, eventStoreUrl, masterKey }: BuilderParts,
  logger: Logger,
): Running => {
  const onTrouble = (error: unknown): void => logger.warn({ error }, 'building read models')
  const builder = `hub ${hostname()} ${process.pid}`

  const isWished = async (): Promise<boolean> => {
    const replay = await openReplay(pool)
    return replay !== undefined && replay.wish !== 'PAUSE'
  }
  const build = async (lease: AbortSignal): Promise<void> => {
    // Whoever had the lease before may have done it all.
    if (!(await isWished())) return
    const task = { eventStoreUrl, postgresUrl, masterKey, builder }
    const driven = await buildInThread(task, lease, (message) => onTrouble(new Error(message)))
    logger.info({ driven }, 'building read models: ended')
  }
  const work = running(async (signal) => {
    const isOver = (): boolean => signal.aborted
    while (!isOver()) {
      try {
        if (await isWished()) await withLease(postgresUrl, replayLease, { signal }, build)
      } catch (error) {
        if (!isOver()) onTrouble(error)
      }
      await pause(lookMs, undefined, { signal }).catch(() => undefined)
    }
  })
  const forget = replayGauges(() => openReplay(pool), onTrouble)
  return {
    stop: async () => {
      forget()
      await work.stop()
    },
  }
}

import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { withLease } from '../../../platform/lease/lease.ts'
import { generationNumbered } from '../../../projections/generations/generations.ts'
import { driveReplay, replayLease } from '../../../projections/replays/drive.ts'
import { isBuilding, listReplays, type Replay } from '../../../projections/replays/replay.ts'
import type { OnStep } from '../../progress/step.ts'
import type { Attached } from '../attached.ts'
import { fail, messageOf, say } from '../say.ts'

const lookMs = 250
/** A hub that runs takes a wish up within a second; after this time it is built here. */
const takenWithinMs = 5_000

const stepOf = ({ phase, events, eventsLeft, resting }: Replay) => {
  const name = phase === null ? 'waiting' : phase.toLowerCase().replace('_', ' ')
  const total = eventsLeft === null ? {} : { total: Number(events + eventsLeft) }
  const why = resting === 'LIVE_LAG' ? ', resting: the live rows are behind' : ''
  return {
    ...{ phase: `${name}${why}`, done: Number(events), isEstimate: true, unit: 'events' },
    ...{ ...total, ...(eventsLeft === null ? {} : { lag: Number(eventsLeft) }) },
  }
}

/** Builds in this process what no hub builds; the result ends it. */
const buildHere = ({ connections }: Attached): (() => Promise<void>) => {
  const { eventStore, postgres, postgresUrl, vault } = connections
  const stopping = new AbortController()
  const { signal } = stopping
  const parts = {
    eventStore,
    pool: postgres.pool,
    vault,
    builder: `qhub ${hostname()} ${process.pid}`,
    onTrouble: (error: unknown) => say(`trouble with the build: ${messageOf(error)}`),
  }
  const done = withLease(postgresUrl, replayLease, { signal }, (lease) => driveReplay(parts, lease))
  done.catch(() => undefined)
  return async () => {
    stopping.abort()
    await done.catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }
}

export type Followed = { readonly generation: number; readonly state: 'FOLLOWING' }

/**
 * Follows a build to its end. One that no hub takes up is built here. Fails when it is paused, given up or cancelled.
 * Interrupted, it leaves the build as it is: who builds goes on, and what was built here is there.
 */
export const followBuild = async (
  hub: Attached,
  generation: number,
  onStep: OnStep,
): Promise<Followed> => {
  const { pool } = hub.connections.postgres
  const began = performance.now()
  let stopHere: (() => Promise<void>) | undefined
  let interrupted = false
  const interrupt = (): void => void (interrupted = true)
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  const isInterrupted = (): boolean => interrupted
  try {
    for (;;) {
      const replay = (await listReplays(pool)).find((one) => one.generation === generation)
      const { state } = await generationNumbered(pool, generation)
      if (state === 'FOLLOWING') return { generation, state }
      if (state === 'DROPPED' || replay === undefined)
        return fail(1, `generation ${generation} was cancelled`)
      if (replay.wish === 'PAUSE')
        return fail(
          1,
          `generation ${generation} is paused${replay.error === null ? '' : `: ${replay.error}`}`,
        )
      onStep(stepOf(replay))
      if (isInterrupted())
        return fail(
          1,
          `generation ${generation} goes on where somebody builds it: qhub replay status`,
        )
      const isLate = performance.now() - began > takenWithinMs
      if (stopHere === undefined && isLate && !isBuilding(replay)) stopHere = buildHere(hub)
      await pause(lookMs)
    }
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    await stopHere?.()
  }
}

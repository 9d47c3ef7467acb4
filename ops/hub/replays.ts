import type { Pool } from 'pg'
import type { Services } from '../../commands/shared/services.ts'
import type { BuildProgress, Replays } from '../../platform/replays/port.ts'
import { compareGenerations } from '../../projections/generations/compare.ts'
import { explainDifference } from '../../projections/generations/explain.ts'
import { listGenerations } from '../../projections/generations/generations.ts'
import {
  isBuilding,
  listReplays,
  progressOf,
  secondsLeftOf,
  type Replay,
} from '../../projections/replays/replay.ts'

/** Somebody waits for the answer: tables that take longer are compared from the command line. */
const compareMs = 20_000

const buildOf = (replay: Replay): BuildProgress => {
  const { wish, phase, groups, stream, events, eventsLeft, rate, resting, error } = replay
  const { eventsPerSecond, lagSeconds } = replay
  return {
    ...{ wish, phase, groups, stream, events, eventsLeft, rate, resting, error },
    ...{ eventsPerSecond, lagSeconds, isBuilding: isBuilding(replay) },
    ...{ progress: progressOf(replay), secondsLeft: secondsLeftOf(replay) },
  }
}

/** What the read API tells operators of generations. */
export const createReplays = (
  pool: Pool,
  { eventStore, vault }: Pick<Services, 'eventStore' | 'vault'>,
): Replays => ({
  list: async () => {
    const [generations, replays] = await Promise.all([listGenerations(pool), listReplays(pool)])
    return generations.map((one) => {
      const replay = replays.find(({ generation }) => generation === one.generation)
      const { generation, state, live, position, events, startedAt, leftAt } = one
      const build = replay === undefined ? null : buildOf(replay)
      return { generation, state, live, position, events, startedAt, leftAt, build }
    })
  },
  difference: async (other, rows) => {
    const all = (await listGenerations(pool)).filter(({ state }) => state === 'FOLLOWING')
    const live = all.find((generation) => generation.live)
    const beside = all.find((one) => !one.live && one.generation === (other ?? one.generation))
    if (live === undefined || beside === undefined) return undefined
    const compared = await compareGenerations(pool, live.generation, beside.generation, {
      ...{ most: rows, deadlineMs: compareMs, statementTimeoutMs: compareMs },
    })
    return explainDifference({ eventStore, vault }, compared)
  },
})

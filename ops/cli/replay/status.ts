import type { Pool } from 'pg'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { eventsLeft, type EventsLeft } from '../../../projections/generations/events-left.ts'
import { listGenerations, type Generation } from '../../../projections/generations/generations.ts'
import { listReplays, secondsLeftOf, type Replay } from '../../../projections/replays/replay.ts'
import { secondsInWords } from '../../progress/words.ts'

export type GenerationStatus = Generation & {
  readonly left: EventsLeft
  /** Since its rows last moved, while there is something left; 0 at the end of the log. */
  readonly lagSeconds: number
  /** Of one that is being built: what is wished of it. */
  readonly build: Replay | null
}

export const statusOf = async (
  pool: Pool,
  eventStore: EventStore,
): Promise<readonly GenerationStatus[]> => {
  const generations = await listGenerations(pool)
  const replays = await listReplays(pool)
  const present = generations.filter(({ state }) => state !== 'DROPPED')
  return Promise.all(
    present.map(async (generation) => {
      const left = await eventsLeft(eventStore, generation.position, generation.events)
      const moved = generation.movedAt?.getTime() ?? generation.startedAt.getTime()
      const lagSeconds = left.events === 0 ? 0 : Math.max(0, (Date.now() - moved) / 1000)
      const own = replays.find((replay) => replay.generation === generation.generation)
      const build = generation.state === 'BUILDING' ? (own ?? null) : null
      return { ...generation, left, lagSeconds, build }
    }),
  )
}

const buildInWords = (replay: Replay): string => {
  const { wish, phase, rate, resting, error, groups, stream } = replay
  const { eventsPerSecond, lagSeconds } = replay
  const seconds = secondsLeftOf(replay)
  const parts = [
    wish === 'PAUSE' ? 'paused' : wish === 'CANCEL' ? 'cancelled' : (phase ?? 'WAITING'),
    rate === null ? '' : `${Math.round(rate)}/s`,
    seconds === null ? '' : `${secondsInWords(seconds)} left`,
    resting === 'LIVE_LAG' ? 'resting: the live rows are behind' : '',
    groups === null ? '' : `only ${groups.join(', ')}`,
    stream === null ? '' : `only the rows of ${stream}`,
    eventsPerSecond === null ? '' : `at most ${eventsPerSecond}/s`,
    lagSeconds === null ? '' : `live lag up to ${lagSeconds} s`,
    error ?? '',
  ]
  return `  ${parts.filter((part) => part !== '').join(', ')}`
}

export const statusLine = ({
  generation,
  state,
  live,
  position,
  events,
  left,
  lagSeconds,
  build,
}: GenerationStatus): string => {
  const role = live ? 'live' : state === 'BUILDING' ? 'building' : 'beside'
  const rest = `${left.exact ? '' : 'about '}${left.events} left, ${lagSeconds.toFixed(1)} s behind`
  const about = build === null ? '' : buildInWords(build)
  return `generation ${generation}  ${role.padEnd(8)}  ${events.toString()} events  position ${position.toString()}  ${rest}${about}`
}

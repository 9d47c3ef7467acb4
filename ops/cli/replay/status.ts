import type { Pool } from 'pg'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { eventsLeft, type EventsLeft } from '../../../projections/generations/events-left.ts'
import { listGenerations, type Generation } from '../../../projections/generations/generations.ts'

export type GenerationStatus = Generation & {
  readonly left: EventsLeft
  /** Since its rows last moved, while there is something left; 0 at the end of the log. */
  readonly lagSeconds: number
}

export const statusOf = async (
  pool: Pool,
  eventStore: EventStore,
): Promise<readonly GenerationStatus[]> => {
  const generations = await listGenerations(pool)
  const present = generations.filter(({ state }) => state !== 'DROPPED')
  return Promise.all(
    present.map(async (generation) => {
      const left = await eventsLeft(eventStore, generation.position, generation.events)
      const moved = generation.movedAt?.getTime() ?? generation.startedAt.getTime()
      const lagSeconds = left.events === 0 ? 0 : Math.max(0, (Date.now() - moved) / 1000)
      return { ...generation, left, lagSeconds }
    }),
  )
}

export const statusLine = ({
  generation,
  state,
  live,
  position,
  events,
  left,
  lagSeconds,
}: GenerationStatus): string => {
  const role = live ? 'live' : state === 'BUILDING' ? 'building' : 'beside'
  const rest = `${left.exact ? '' : 'about '}${left.events} left, ${lagSeconds.toFixed(1)} s behind`
  return `generation ${generation}  ${role.padEnd(8)}  ${events.toString()} events  position ${position.toString()}  ${rest}`
}

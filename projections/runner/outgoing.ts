import type { Pool } from 'pg'
import type { Bus } from '../../platform/bus/bus.ts'
import type { AllFilter, EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { endings, integrationEventOf, type EndedJob } from '../jobs/integration.ts'
import { persistently } from './persistently.ts'
import { toldIn } from './told.ts'
import type { Projected } from '../shared/projection.ts'

/**
 * Tells other systems what ended, each event once at least and under its own id. It has a checkpoint of its own, which no
 * rebuild of rows moves back: replaying history tells nobody anything.
 */
export type Outgoing = {
  /** Rows are committed up to here, with these events among what is new. */
  readonly wake: (position: bigint, events: readonly Projected[]) => void
  /** Tells these at once: they were applied after their turn, when their stream left the quarantine. */
  readonly tellLate: (events: readonly Projected[]) => Promise<void>
  readonly position: () => bigint | 'start'
  readonly settled: () => Promise<void>
}

export type OutgoingOptions = {
  readonly eventStore: EventStore
  readonly pool: Pool
  readonly bus: Bus
  /** The one that readers follow: no other generation tells anybody anything. */
  readonly generation: number
  readonly signal: AbortSignal
  readonly onTrouble: (error: unknown) => void
}

const page = 500
const filter: AllFilter = { on: 'type', prefixes: endings }
const whatever = (): boolean => true

const rowsOf = async (pool: Pool, generation: number, jobIds: readonly string[]) => {
  const { rows } = await pool.query<EndedJob>(
    `SELECT job_id, organisation, user_id, device_id, name FROM ${schemaOfGeneration(generation)}.jobs
     WHERE job_id = ANY($1::uuid[])`,
    [jobIds],
  )
  return new Map(rows.map((row) => [row.job_id, row]))
}

const jobIdOf = (event: RecordedEvent): string => event.stream.slice('job-'.length)

export const startOutgoing = async (
  options: OutgoingOptions,
  reached: bigint,
): Promise<Outgoing> => {
  const { eventStore, pool, bus, generation, signal, onTrouble } = options
  const told = toldIn(pool)
  let done = await told.load()
  let target = reached
  let working: Promise<void> | undefined

  const publish = async (events: readonly RecordedEvent[]): Promise<void> => {
    const jobs = await rowsOf(pool, generation, events.map(jobIdOf))
    for (const event of events) {
      const job = jobs.get(jobIdOf(event))
      // A job whose stream is in quarantine has no row; its end is told when the stream is driven on.
      if (job === undefined) continue
      const { subject, message } = integrationEventOf(event, job)
      await bus.publishDurable(subject, event.id, message)
    }
  }

  const isBehind = (): boolean => done === 'start' || done < target

  const catchUp = async (): Promise<void> => {
    while (isBehind() && !signal.aborted) {
      const upTo = target
      const from = done === 'start' ? {} : { from: done }
      const found = await eventStore.readAll({ ...from, maxCount: page, filter })
      const due = found.filter(({ position }) => position <= upTo)
      await publish(due)
      // A full page may have more behind it; otherwise everything up to the target was seen.
      done = due.length === page ? (due.at(-1)?.position ?? upTo) : upTo
      await told.save(done)
    }
    // At once, before anybody else's turn: who wakes it from here on starts it anew.
    working = undefined
  }

  const start = (): void => {
    working ??= persistently(catchUp, whatever, signal, onTrouble)
      .catch(onTrouble)
      .finally(() => {
        working = undefined
      })
  }

  start()
  return {
    wake: (position, events) => {
      target = position
      if (events.some(({ type }) => endings.includes(type))) start()
    },
    tellLate: (events) => publish(events.filter(({ type }) => endings.includes(type))),
    position: () => done,
    settled: async () => working,
  }
}

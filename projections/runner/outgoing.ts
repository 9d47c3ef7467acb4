import type { Pool } from 'pg'
import type { Bus } from '../../platform/bus/bus.ts'
import type { AllFilter, EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { endings, integrationEventOf, type EndedJob } from '../jobs/integration.ts'
import type { Projected } from '../shared/projection.ts'
import { persistently } from './persistently.ts'
import { toldIn } from './told.ts'
import { endedJobs, forgetUntold, untoldWithRow } from './untold.ts'

/**
 * Tells other systems what ended, each event once at least and under its own id. It has a checkpoint of its own, which no
 * rebuild of rows moves back: replaying history tells nobody anything. An end whose job has no row, for its stream is in
 * quarantine, is noted with the checkpoint and told once the row is there.
 */
export type Outgoing = {
  /** Rows are committed up to here, with these events among what is new. */
  readonly wake: (position: bigint, events: readonly Projected[]) => void
  /** Rows may have come that were missing: a stream may have left the quarantine. */
  readonly lookAgain: () => void
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

export const startOutgoing = async (
  options: OutgoingOptions,
  reached: bigint,
): Promise<Outgoing> => {
  const { eventStore, pool, bus, generation, signal, onTrouble } = options
  const told = toldIn(pool)
  let done = await told.load()
  let target = reached
  /** Ends noted in this turn or before it may have their rows by now. */
  let mayHaveRows = true
  let isWorking = false
  let working: Promise<void> | undefined

  const tell = async (event: RecordedEvent, job: EndedJob): Promise<void> => {
    const { subject, message } = integrationEventOf(event, job)
    await bus.publishDurable(subject, event.id, message)
  }

  const isBehind = (): boolean => done === 'start' || done < target

  const tellNext = async (): Promise<void> => {
    const upTo = target
    const from = done === 'start' ? {} : { from: done }
    const found = await eventStore.readAll({ ...from, maxCount: page, filter })
    const due = found.filter(({ position }) => position <= upTo)
    const streams = due.map(({ stream }) => stream)
    const jobs = await endedJobs(pool, generation, streams)
    for (const event of due) {
      const job = jobs.get(event.stream)
      if (job !== undefined) await tell(event, job)
    }
    // A full page may have more behind it; otherwise everything up to the target was seen.
    const next = due.length === page ? (due.at(-1)?.position ?? upTo) : upTo
    await told.save(
      next,
      due.filter(({ stream }) => !jobs.has(stream)),
    )
    done = next
  }

  const tellNoted = async (): Promise<void> => {
    for (let after = -1n; !signal.aborted; ) {
      const some = await untoldWithRow(pool, generation, after, page)
      const ids: string[] = []
      for (const row of some) {
        const [event] = await eventStore.read(row.stream, { from: row.revision, maxCount: 1 })
        // Not in this log (any more): nobody can be told what it said.
        if (event?.id !== row.event_id) continue
        await tell(event, row)
        ids.push(event.id)
      }
      if (ids.length > 0) await forgetUntold(pool, ids)
      if (some.length < page) return
      after = some.at(-1)?.position ?? after
    }
  }

  const work = async (): Promise<void> => {
    while (!signal.aborted && (mayHaveRows || isBehind()))
      if (mayHaveRows) {
        // Whoever says so from here on means rows that this look may miss.
        mayHaveRows = false
        await tellNoted().catch((error: unknown) => {
          mayHaveRows = true
          throw error
        })
      } else await tellNext()
    // At once, before anybody else's turn: who wakes it from here on starts it anew.
    isWorking = false
  }

  const start = (): void => {
    if (isWorking) return
    isWorking = true
    // Only the signal ends it with an error; nothing is begun after that.
    working = persistently(work, whatever, signal, onTrouble).catch(onTrouble)
  }

  const lookAgain = (): void => {
    mayHaveRows = true
    start()
  }

  start()
  return {
    wake: (position, events) => {
      target = position
      const ends = events.filter(({ type }) => endings.includes(type))
      // Rows that are made again, up to where others were told already, may be some that were missing then.
      if (ends.some((end) => done !== 'start' && end.position <= done)) lookAgain()
      else if (ends.length > 0) start()
    },
    lookAgain,
    position: () => done,
    settled: async () => working,
  }
}

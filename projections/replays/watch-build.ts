import { eventsLeft } from '../generations/events-left.ts'
import type { BuildStep } from '../generations/build.ts'
import { readLag } from '../generations/lag.ts'
import type { DriveParts } from './drive.ts'
import type { Governor } from './governor.ts'
import { createPace } from './pace.ts'
import { openReplay, tellReplay, type Replay } from './replay.ts'

export type BuildWatch = {
  readonly passed: (step: BuildStep) => void
  /** Says how it stands, for the last time. */
  readonly stop: () => Promise<void>
}

/** How often what is left is counted: that reads a page of the log. */
const countEveryMs = 1_000

/**
 * Stands beside a build: tells how far it is, minds what operators wish meanwhile (another wish ends the build), and how
 * far the live rows are behind.
 */
export const watchBuild = (
  parts: DriveParts,
  replay: Replay,
  governor: Governor,
  ending: AbortController,
): BuildWatch => {
  const { eventStore, pool, builder, lookEveryMs = 250, onTrouble } = parts
  const pace = createPace()
  // Of what was read before, by whoever built it then.
  const before = { events: replay.events, position: replay.position }
  let last: BuildStep = { phase: replay.phase ?? 'READING', position: before.position, events: 0 }
  let left: bigint | null = replay.eventsLeft
  let counted = -Infinity
  let told = performance.now()

  const count = async (): Promise<void> => {
    if (performance.now() - counted < countEveryMs) return
    counted = performance.now()
    const { position, events } = last
    const found = await eventsLeft(eventStore, position, before.events + BigInt(events))
    left = BigInt(found.events)
  }

  const measure = async (lagSeconds: number | null): Promise<void> => {
    if (lagSeconds !== null) governor.setLag((await readLag(pool, eventStore)).seconds)
    await count()
  }

  const tell = (): Promise<void> => {
    const moreSeconds = (performance.now() - told) / 1000
    told = performance.now()
    const isDone = last.phase === 'DONE'
    return tellReplay(pool, replay.generation, {
      ...{
        phase: last.phase,
        position: last.position,
        events: before.events + BigInt(last.events),
      },
      ...{ eventsLeft: isDone ? 0n : left, rate: pace.rate(), moreSeconds, builder },
      resting: isDone ? null : governor.resting(),
    })
  }

  const look = async (): Promise<void> => {
    const now = await openReplay(pool)
    if (now?.generation !== replay.generation || now.wish !== 'RUN') ending.abort()
    else governor.setBounds(now)
    // A log that does not answer hides nothing else.
    await measure(now?.lagSeconds ?? null).catch((error: unknown) => onTrouble?.(error))
    await tell()
  }

  let looking: Promise<void> | undefined
  const turn = (): void => {
    looking ??= look()
      .catch((error: unknown) => onTrouble?.(error))
      .finally(() => (looking = undefined))
  }
  const turns = setInterval(turn, lookEveryMs)
  turn()

  return {
    passed: (step) => {
      // A position of 0 is that of a phase in which nothing was read yet.
      pace.add(step.events - last.events)
      last = step.position === 0n ? { ...step, position: last.position } : step
    },
    stop: async () => {
      clearInterval(turns)
      await looking
      await tell().catch((error: unknown) => onTrouble?.(error))
    },
  }
}

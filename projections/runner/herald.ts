import type { Bus } from '../../platform/bus/bus.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import { subjects, type ProjectedNotice } from '../../platform/positions/notices.ts'
import { walletNotice } from '../billing/notices.ts'
import { jobNotice } from '../jobs/hot.ts'
import type { Notice } from '../shared/notice.ts'
import type { Projected } from '../shared/projection.ts'
import { putIn, type RowChanges } from './row-set.ts'

/** Tells who listens what was committed; and every second that the projector lives, so that silence means something. */
export type Herald = {
  readonly tell: (changes: RowChanges, events: readonly Projected[]) => void
  readonly stop: () => void
}

export type HeraldParts = {
  readonly bus: Bus
  readonly clock: Clock
  readonly generation: number
}

const beatMs = 1_000

export const createHerald = (
  { bus, clock, generation }: HeraldParts,
  reached: () => bigint,
  onTrouble: (error: unknown) => void,
): Herald => {
  const send = ({ subject, message }: Notice): void => {
    try {
      bus.publish(subject, message)
    } catch (error) {
      onTrouble(error)
    }
  }
  const projected = (lagMs: number): Notice => {
    const message: ProjectedNotice = { generation, position: reached().toString(), lagMs }
    return { subject: subjects.projected, message }
  }
  const lagOf = (events: readonly Projected[]): number => {
    const newest = events.at(-1)
    return newest === undefined ? 0 : Math.max(0, clock.now().getTime() - newest.created.getTime())
  }
  let quiet = true
  const beat = setInterval(() => {
    if (quiet) send(projected(0))
    quiet = true
  }, beatMs)
  beat.unref()
  return {
    tell: (changes, events) => {
      quiet = false
      putIn(changes, 'jobs').map(jobNotice).forEach(send)
      putIn(changes, 'wallets').map(walletNotice).forEach(send)
      send(projected(lagOf(events)))
    },
    stop: () => clearInterval(beat),
  }
}

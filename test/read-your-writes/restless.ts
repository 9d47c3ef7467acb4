import { setTimeout as pause } from 'node:timers/promises'
import { oneByOne } from '../../platform/event-store/one-by-one.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { startProjector } from '../../projections/runner/projector.ts'

/** A number from 0 up to, not including, 1; the same series for the same seed. */
export type Dice = () => number

type Projector = ReturnType<typeof startProjector>

/** The log as somebody reads it who is slow at times: one message in so many takes up to `ms`. */
export const slowly = (
  eventStore: EventStore,
  dice: Dice,
  oneIn: number,
  ms: number,
): EventStore => ({
  ...eventStore,
  subscribeAll: async function* (options) {
    for await (const message of oneByOne(eventStore.subscribeAll(options), options.signal)) {
      if (dice() < 1 / oneIn) await pause(dice() * ms)
      yield [message]
    }
  },
})

/**
 * Two projectors that share the work, of which now and then one ends and another begins, until it is told to stop.
 * Resolves with how often that happened.
 */
export const restlessly = async (
  start: () => Projector,
  dice: Dice,
  until: AbortSignal,
): Promise<number> => {
  const running: Projector[] = [start(), start()]
  let restarts = 0
  const isOver = (): boolean => until.aborted
  for (;;) {
    await pause(50 + dice() * 250, undefined, { signal: until }).catch(() => undefined)
    if (isOver()) break
    const oldest = running.shift()
    // At times there is none for a while, at times there are three.
    if (dice() < 0.5) running.push(start())
    await oldest?.stop()
    while (running.length < 2) running.push(start())
    restarts += 1
  }
  await Promise.all(running.map((projector) => projector.stop()))
  return restarts
}

/** How much an endpoint may have under way in this process, and waiting for its turn. */
export type LaneLimits = { readonly atOnce: number; readonly waiting: number }

/** Runs work by lane, so many at once; answers `busy` at once where too many wait already. */
export type Lanes = {
  readonly run: <Value>(lane: string, work: () => Promise<Value>) => Promise<Value | 'busy'>
}

type Lane = { running: number; readonly queue: (() => void)[] }

/** A slow receiver holds up its own lane: others never wait for it. */
export const createLanes = ({ atOnce, waiting }: LaneLimits): Lanes => {
  const lanes = new Map<string, Lane>()
  return {
    run: async (name, work) => {
      const lane = lanes.get(name) ?? { running: 0, queue: [] }
      lanes.set(name, lane)
      if (lane.running >= atOnce) {
        if (lane.queue.length >= waiting) return 'busy'
        await new Promise<void>((resolve) => lane.queue.push(resolve))
      } else lane.running += 1
      try {
        return await work()
      } finally {
        const next = lane.queue.shift()
        // Whoever is next takes over the place.
        if (next !== undefined) next()
        else {
          lane.running -= 1
          if (lane.running === 0) lanes.delete(name)
        }
      }
    },
  }
}

/** Events a second over the last moments: a rate since the beginning forgets that things have changed. */
export type Pace = {
  readonly add: (events: number) => void
  /** Null until there is something to tell from. */
  readonly rate: () => number | null
}

const windowMs = 10_000

export const createPace = (now: () => number = () => performance.now()): Pace => {
  let samples: { readonly at: number; readonly events: number }[] = []
  const began = now()
  let added = false
  return {
    add: (events) => {
      added ||= events > 0
      samples.push({ at: now(), events })
    },
    rate: () => {
      const until = now()
      const from = Math.max(began, until - windowMs)
      samples = samples.filter(({ at }) => at >= from)
      if (!added || until - from < 200) return null
      return (samples.reduce((sum, { events }) => sum + events, 0) / (until - from)) * 1000
    },
  }
}

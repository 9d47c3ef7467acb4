/** A named duration, in ms. */
export type Measurement = { readonly key: string; readonly value: number }

/** How long a consumer takes for a message. */
export type Latencies = {
  readonly record: (ms: number) => void
  readonly measurements: () => readonly Measurement[]
}

const kept = 1000

/** The names are those of the product. */
const percentiles: readonly (readonly [key: string, percent: number])[] = [
  ['Quintile 1', 0],
  ['Quintile 2', 20],
  ['Quintile 3', 40],
  ['Quintile 4', 60],
  ['Quintile 5', 80],
  ['90%', 90],
  ['95%', 95],
  ['99%', 99],
  ['99.5%', 99.5],
  ['99.9%', 99.9],
]

/** Over the last thousand messages. */
export const createLatencies = (): Latencies => {
  const recorded: number[] = []
  return {
    record: (ms) => {
      recorded.push(Math.max(0, Math.floor(ms)))
      if (recorded.length > kept) recorded.shift()
    },
    measurements: () => {
      const sorted = [...recorded].sort((one, other) => one - other)
      const last = sorted.length - 1
      const at = (percent: number): number =>
        sorted[Math.min(last, Math.floor((percent / 100) * sorted.length))] ?? 0
      if (sorted.length === 0) return []
      const sum = sorted.reduce((total, ms) => total + ms, 0)
      return [
        { key: 'Mean', value: Math.floor(sum / sorted.length) },
        { key: 'Median', value: at(50) },
        { key: 'Fastest', value: at(0) },
        ...percentiles.map(([key, percent]) => ({ key, value: at(percent) })),
        { key: 'Highest', value: at(100) },
      ]
    },
  }
}

export type Counts = Readonly<Record<string, number>>
/** Bit string -> probability. */
export type Distribution = ReadonlyMap<string, number>

export const uniform = (...keys: readonly string[]): Distribution =>
  new Map(keys.map((key) => [key, 1 / keys.length]))

const shotsOf = (counts: Counts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Total variation distance of the observed frequencies from a distribution. */
export const distance = (counts: Counts, expected: Distribution): number => {
  const shots = shotsOf(counts)
  let twice = 0
  for (const [key, p] of expected) twice += Math.abs((counts[key] ?? 0) / shots - p)
  for (const [key, count] of Object.entries(counts)) if (!expected.has(key)) twice += count / shots
  return twice / 2
}

/** mulberry32, so that the yardstick draws from another generator than what it measures. */
const generator = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const draw = (expected: Distribution, shots: number, random: () => number): Counts => {
  const keys = [...expected.keys()]
  const sums = new Float64Array(keys.length)
  let total = 0
  keys.forEach((key, index) => {
    total += expected.get(key) ?? 0
    sums[index] = total
  })
  const counts: Record<string, number> = {}
  for (let shot = 0; shot < shots; shot += 1) {
    const at = random() * total
    let [low, high] = [0, keys.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > at) high = middle
      else low = middle + 1
    }
    const key = keys[low] ?? ''
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

/**
 * How far a true sample strays: the mean distance of 40 samples drawn from the distribution itself, and six of their
 * standard deviations.
 */
export const samplingNoise = (expected: Distribution, shots: number): number => {
  const random = generator(20_261_121)
  const distances = Array.from({ length: 40 }, () =>
    distance(draw(expected, shots, random), expected),
  )
  const mean = distances.reduce((sum, each) => sum + each, 0) / distances.length
  const variance =
    distances.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (distances.length - 1)
  return mean + 6 * Math.sqrt(variance) + 1e-9
}

/** The same outcomes seen through some of their bits: a distribution too wide to sample is judged in folds. */
const folded = <Value>(
  entries: Iterable<readonly [string, Value]>,
  pick: (key: string) => string,
) => {
  const groups = new Map<string, Value[]>()
  for (const [key, value] of entries) {
    const group = groups.get(pick(key))
    if (group === undefined) groups.set(pick(key), [value])
    else group.push(value)
  }
  return groups
}

const total = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0)

const foldBits = 6

/** What speaks against these counts being a sample of the distribution, if anything does. */
export const objection = (counts: Counts, expected: Distribution): string | undefined => {
  const views: readonly (readonly [name: string, pick: (key: string) => string])[] = [
    ['all bits', (key) => key],
    [`the ${foldBits} left bits`, (key) => key.slice(0, foldBits)],
    [`the ${foldBits} right bits`, (key) => key.slice(-foldBits)],
  ]
  for (const [name, pick] of views) {
    const seen = Object.fromEntries(
      [...folded(Object.entries(counts), pick)].map(([key, values]) => [key, total(values)]),
    )
    const wanted = new Map([...folded(expected, pick)].map(([key, values]) => [key, total(values)]))
    const [found, allowed] = [distance(seen, wanted), samplingNoise(wanted, shotsOf(counts))]
    if (found > allowed)
      return `${name}: distance ${found.toFixed(4)}, sampling explains ${allowed.toFixed(4)}`
  }
  return undefined
}

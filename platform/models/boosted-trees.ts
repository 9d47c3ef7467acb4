/** A tree as lists: at an inner node the input, the threshold (up to it to the left) and the children; a leaf has its value alone. */
export type Tree = {
  readonly inputs: readonly number[]
  readonly thresholds: readonly number[]
  readonly lefts: readonly number[]
  readonly rights: readonly number[]
  readonly values: readonly number[]
}

export type Boosting = {
  readonly rounds: number
  readonly depth: number
  /** Which part of each tree's answer counts. */
  readonly rate: number
  /** A leaf has at least so many rows. */
  readonly leaf: number
}

/** Thresholds that are tried for each input: quantiles of it. */
const bins = 48

/**
 * Gradient boosting of small trees for the absolute error (Friedman, 2001, algorithm 3): each tree is fitted to the signs of what is
 * still missing, and its leaves say the median of it. Nothing is drawn: the same rows give the same trees.
 */
export const fitTrees = (
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  { rounds, depth, rate, leaf }: Boosting,
): readonly Tree[] => {
  const width = rows[0]?.length ?? 0
  const cuts = Array.from({ length: width }, (_, input) =>
    cutsOf(rows.map((row) => row[input] ?? 0)),
  )
  const binned = cuts.map((cut, input) =>
    Uint8Array.from(rows.map((row) => binOf(cut, row[input] ?? 0))),
  )
  const missing = Float64Array.from(targets)
  const all = Uint32Array.from(rows.keys())
  return Array.from({ length: rounds }, () => {
    const tree = emptyTree()
    grow(tree, all, depth, { cuts, binned, missing, rate, leaf })
    return tree
  })
}

type Growing = {
  readonly inputs: number[]
  readonly thresholds: number[]
  readonly lefts: number[]
  readonly rights: number[]
  readonly values: number[]
}

const emptyTree = (): Growing => ({ inputs: [], thresholds: [], lefts: [], rights: [], values: [] })

type Ground = {
  readonly cuts: readonly (readonly number[])[]
  readonly binned: readonly Uint8Array[]
  /** What the trees so far lack of each target; leaves take their part away from it. */
  readonly missing: Float64Array
  readonly rate: number
  readonly leaf: number
}

const grow = (tree: Growing, members: Uint32Array, depth: number, ground: Ground): number => {
  const node = tree.inputs.push(-1) - 1
  tree.thresholds.push(0)
  tree.lefts.push(-1)
  tree.rights.push(-1)
  tree.values.push(0)
  const split = depth === 0 ? undefined : bestSplit(members, ground)
  if (split === undefined) {
    const value = rounded(ground.rate * medianOf(members, ground.missing))
    tree.values[node] = value
    for (const row of members) ground.missing[row] = (ground.missing[row] ?? 0) - value
    return node
  }
  const { input, bin } = split
  const column = ground.binned[input] ?? new Uint8Array()
  tree.inputs[node] = input
  tree.thresholds[node] = ground.cuts[input]?.[bin] ?? 0
  const isLeft = (row: number): boolean => (column[row] ?? 0) <= bin
  tree.lefts[node] = grow(tree, members.filter(isLeft), depth - 1, ground)
  tree.rights[node] = grow(
    tree,
    members.filter((row) => !isLeft(row)),
    depth - 1,
    ground,
  )
  return node
}

/** The split after which the signs on both sides agree most; nothing when none leaves enough on each side. */
const bestSplit = (members: Uint32Array, { cuts, binned, missing, leaf }: Ground) => {
  let best: { readonly input: number; readonly bin: number; readonly gain: number } | undefined
  for (const [input, column] of binned.entries()) {
    const counts = new Float64Array(bins)
    const sums = new Float64Array(bins)
    let total = 0
    for (const row of members) {
      const bin = column[row] ?? 0
      const sign = Math.sign(missing[row] ?? 0)
      counts[bin] = (counts[bin] ?? 0) + 1
      sums[bin] = (sums[bin] ?? 0) + sign
      total += sign
    }
    let count = 0
    let sum = 0
    for (let bin = 0; bin < (cuts[input]?.length ?? 0); bin++) {
      count += counts[bin] ?? 0
      sum += sums[bin] ?? 0
      const rest = members.length - count
      if (count < leaf || rest < leaf) continue
      const gain = sum ** 2 / count + (total - sum) ** 2 / rest - total ** 2 / members.length
      if (gain > (best?.gain ?? 1e-9)) best = { input, bin, gain }
    }
  }
  return best
}

/** Distinct quantiles, without the largest value: at most as many as keep the bins within their number. */
const cutsOf = (values: readonly number[]): readonly number[] => {
  const sorted = [...values].sort((a, b) => a - b)
  const cuts = Array.from(
    { length: bins - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / bins)] ?? 0,
  )
  const largest = sorted.at(-1) ?? 0
  return [...new Set(cuts)].filter((cut) => cut < largest)
}

/** The first cut that a value does not pass; after the last one, their number. */
const binOf = (cuts: readonly number[], value: number): number => {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cuts[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

const medianOf = (members: Uint32Array, of: Float64Array): number => {
  const sorted = Float64Array.from(members, (row) => of[row] ?? 0).sort()
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Five digits are more than the data say, and keep the artifact short. */
const rounded = (value: number): number => Math.round(value * 1e5) / 1e5

import { createRandom, type Random } from '../../../platform/providers/simulator/engine/random.ts'
import { between } from '../draw.ts'
import {
  catalogue,
  isDeadly,
  operations,
  type Fault,
  type Operation,
  type Point,
} from '../points/catalogue.ts'

export type Combination = { readonly operation: Operation; readonly fault: Fault }

/** Some of the operations, some of the faults; all of them where nothing is said. */
export type Choice = { readonly only?: readonly Operation[]; readonly faults?: readonly Fault[] }

/** Every fault of every operation, or of those that are chosen. */
export const combinationsOf = ({
  only = operations,
  faults,
}: Choice = {}): readonly Combination[] =>
  only.flatMap((operation) =>
    catalogue[operation].faults
      .filter((fault) => faults?.includes(fault) !== false)
      .map((fault) => ({ operation, fault })),
  )

const shuffled = <Value>(random: Random, values: readonly Value[]): readonly Value[] => {
  const left = [...values]
  for (let last = left.length - 1; last > 0; last -= 1) {
    const other = between(random, 0, last)
    const [one, two] = [left[last], left[other]]
    if (one === undefined || two === undefined) throw new RangeError('nothing to shuffle')
    left[last] = two
    left[other] = one
  }
  return left
}

/**
 * Points drawn from the seed: all combinations in turn, in an order of their own each time round, so that each comes up
 * as often as any other, within one. When they meet the hub is up to the machine.
 */
export const pointsOf = (seed: string, count: number, choice: Choice = {}): readonly Point[] => {
  const random = createRandom(`points ${seed}`)
  const combinations = combinationsOf(choice)
  if (combinations.length === 0) throw new RangeError('none of the operations has such a fault')
  const points: Point[] = []
  while (points.length < count)
    for (const { operation, fault } of shuffled(random, combinations)) {
      const skip = between(random, 0, catalogue[operation].within - 1)
      const stallMs = between(random, 100, 1_500)
      if (points.length < count)
        points.push({ number: points.length, operation, fault, skip, stallMs })
    }
  return points
}

/** Points armed side by side: faults that are survived, then one that is not. */
export type Hand = { readonly faults: readonly Point[]; readonly kill?: Point }

const mostFaults = 6

/** The next hand of these points, and the points that are left, in their order. */
export const nextHand = (
  points: readonly Point[],
): { readonly hand: Hand; readonly left: readonly Point[] } => {
  const faults = points.filter((point) => !isDeadly(point)).slice(0, mostFaults)
  const kill = points.find(isDeadly)
  const taken = new Set<Point | undefined>([...faults, kill])
  const left = points.filter((point) => !taken.has(point))
  return { hand: kill === undefined ? { faults } : { faults, kill }, left }
}

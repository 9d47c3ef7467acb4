import type { Random } from '../../platform/providers/simulator/engine/random.ts'

/** A whole number from `least` to `most`, both included. */
export const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1))

export const pick = <Value>(random: Random, values: readonly Value[]): Value => {
  const value = values[between(random, 0, values.length - 1)]
  if (value === undefined) throw new RangeError('nothing to pick from')
  return value
}

export const chance = (random: Random, probability: number): boolean => random() < probability

import { createRandom } from '../../platform/providers/simulator/engine/random.ts'

/** Numbers of several distributions that follow from a seed: the same workload every time. */
export const drawsOf = (seed: string) => {
  const uniform = createRandom(seed)
  const exponential = (mean: number): number => -mean * Math.log(1 - uniform())
  // Box and Muller.
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, exponential, normal, below: (n: number): number => Math.floor(uniform() * n) }
}

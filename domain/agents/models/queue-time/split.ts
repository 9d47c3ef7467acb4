import type { WaitSample } from './samples.ts'

/** What is fitted on, what the interval is measured on, and what is only judged by; each later than the one before. */
export type Split = {
  readonly fitted: readonly WaitSample[]
  readonly calibrated: readonly WaitSample[]
  readonly heldOut: readonly WaitSample[]
}

/** Fewer than these say nothing. */
export const fewestSamples = 100

/**
 * By the time at which jobs came: the first seven tenths, the next tenth, the last fifth. A wait that was over only after
 * the next part had begun was not known then, and is left out.
 */
export const splitByTime = (samples: readonly WaitSample[]): Split | undefined => {
  if (samples.length < fewestSamples) return undefined
  const ordered = [...samples].sort((a, b) => a.atMs - b.atMs)
  const at = (part: number): number => ordered[Math.floor(part * ordered.length)]?.atMs ?? 0
  const [first, second] = [at(0.7), at(0.8)]
  const split = {
    fitted: ordered.filter(({ grantedMs }) => grantedMs < first),
    calibrated: ordered.filter(({ atMs, grantedMs }) => atMs >= first && grantedMs < second),
    heldOut: ordered.filter(({ atMs }) => atMs >= second),
  }
  const fewest = Math.min(split.calibrated.length, split.heldOut.length)
  return split.fitted.length < fewestSamples / 2 || fewest < 10 ? undefined : split
}

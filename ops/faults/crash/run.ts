import type { Bug } from '../points/bugs.ts'
import type { Operation, Point } from '../points/catalogue.ts'
import { pointsOf } from './plan.ts'
import { runRound } from './round.ts'

export type CrashOptions = {
  readonly seed: string
  readonly points: number
  readonly only?: readonly Operation[]
  readonly bug?: Bug
  readonly onLine?: (text: string) => void
  readonly onProgress?: (done: number, total: number) => void
  /** How long everything may take to come to rest. Default 2 minutes; 15 s with a bug, after which much is waited for in vain. */
  readonly patienceMs?: number
  readonly keepData?: boolean
}

export type CrashOutcome = {
  readonly fired: readonly Point[]
  readonly findings: readonly string[]
  readonly rounds: number
  readonly starts: number
  readonly jobs: number
  readonly events: number
  readonly acknowledged: number
  readonly seconds: number
}

/** So many points fall on one hub and its log before they are looked at, and the next round begins with nothing. */
export const pointsARound = 100

/** A round is a run of its own: its seed runs it alone again. */
export const roundsOf = (
  seed: string,
  points: number,
): readonly { readonly seed: string; readonly points: number }[] => {
  const rounds = Math.max(1, Math.ceil(points / pointsARound))
  return Array.from({ length: rounds }, (_, index) => ({
    seed: rounds === 1 ? seed : `${seed}.${index + 1}`,
    points: Math.min(pointsARound, points - index * pointsARound),
  }))
}

/** Faults at the edges of the hub's process, point by point, round by round; nothing may be lost, doubled or left behind. */
export const runCrash = async (options: CrashOptions): Promise<CrashOutcome> => {
  const { onLine = () => undefined, onProgress = () => undefined } = options
  const { only, bug, keepData = false } = options
  const { patienceMs = bug === undefined ? 120_000 : 15_000 } = options
  const rounds = roundsOf(options.seed, options.points)
  const began = performance.now()
  const findings: string[] = []
  const fired: Point[] = []
  const sums = { starts: 0, jobs: 0, events: 0, acknowledged: 0 }
  for (const { seed, points } of rounds) {
    const before = fired.length
    const outcome = await runRound({
      seed,
      points: pointsOf(seed, points, only),
      ...(bug === undefined ? {} : { bug }),
      onFired: (some) => onProgress(before + some, options.points),
      onLine,
      patienceMs,
      keepData,
    })
    fired.push(...outcome.fired)
    for (const key of ['starts', 'jobs', 'events', 'acknowledged'] as const)
      sums[key] += outcome[key]
    if (outcome.findings.length === 0) continue
    findings.push(...outcome.findings.map((finding) => `round ${seed}: ${finding}`))
    const again = `npm run crash -- --seed ${seed} --points ${points}`
    onLine(
      `  the round again: ${[again, ...(only ?? []).map((each) => `--only ${each}`)].join(' ')}`,
    )
  }
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1))
  return { fired, findings, rounds: rounds.length, ...sums, seconds }
}

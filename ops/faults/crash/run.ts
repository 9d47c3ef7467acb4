import type { Bug } from '../points/bugs.ts'
import type { Point } from '../points/catalogue.ts'
import { pointsOf, type Choice } from './plan.ts'
import { runRound } from './round.ts'

export type CrashOptions = Choice & {
  readonly seed: string
  readonly points: number
  /** This round alone, counted from 1. */
  readonly round?: number
  readonly bug?: Bug
  readonly onLine?: (text: string) => void
  readonly onProgress?: (done: number, total: number) => void
  /** How long everything may take to come to rest. Default 2 minutes; 10 s with a bug, after which much is waited for in vain. */
  readonly patienceMs?: number
  readonly keepData?: boolean
}

export type CrashOutcome = {
  readonly fired: readonly Point[]
  readonly findings: readonly string[]
  readonly rounds: number
  readonly starts: number
  readonly jobs: number
  readonly workflowRuns: number
  readonly events: number
  readonly acknowledged: number
  readonly seconds: number
}

/** So many points fall on one hub and its log before they are looked at, and the next round begins with nothing. */
export const pointsARound = 100

export type Round = {
  readonly number: number
  /** Of its callers. */
  readonly seed: string
  readonly points: readonly Point[]
}

/** All points are drawn as one, so that over all rounds each combination comes up as often as any other. */
export const roundsOf = (seed: string, count: number, choice: Choice = {}): readonly Round[] => {
  const points = pointsOf(seed, count, choice)
  const rounds = Math.max(1, Math.ceil(count / pointsARound))
  return Array.from({ length: rounds }, (_, index) => ({
    number: index + 1,
    seed: rounds === 1 ? seed : `${seed}.${index + 1}`,
    points: points.slice(index * pointsARound, (index + 1) * pointsARound),
  }))
}

/** Faults at the edges of the hub's process, point by point, round by round; nothing may be lost, doubled or left behind. */
export const runCrash = async (options: CrashOptions): Promise<CrashOutcome> => {
  const { onLine = () => undefined, onProgress = () => undefined } = options
  const { only, faults, bug, keepData = false } = options
  const { patienceMs = bug === undefined ? 120_000 : 10_000 } = options
  const rounds = roundsOf(options.seed, options.points, options).filter(
    ({ number }) => options.round === undefined || number === options.round,
  )
  const total = rounds.reduce((sum, { points }) => sum + points.length, 0)
  const began = performance.now()
  const findings: string[] = []
  const fired: Point[] = []
  const sums = { starts: 0, jobs: 0, workflowRuns: 0, events: 0, acknowledged: 0 }
  for (const { number, seed, points } of rounds) {
    const before = fired.length
    const outcome = await runRound({
      seed,
      points,
      ...(bug === undefined ? {} : { bug }),
      onFired: (some) => onProgress(before + some, total),
      onLine,
      patienceMs,
      keepData,
    })
    fired.push(...outcome.fired)
    for (const key of ['starts', 'jobs', 'workflowRuns', 'events', 'acknowledged'] as const)
      sums[key] += outcome[key]
    if (outcome.findings.length === 0) continue
    findings.push(...outcome.findings.map((finding) => `round ${number}: ${finding}`))
    const again = `npm run crash -- --seed ${options.seed} --points ${options.points} --round ${number}`
    const chosen = [
      ...(only ?? []).map((each) => `--only ${each}`),
      ...(faults ?? []).map((each) => `--fault ${each}`),
    ]
    onLine(`  the round again: ${[again, ...chosen].join(' ')}`)
  }
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1))
  return { fired, findings, rounds: rounds.length, ...sums, seconds }
}

import { msOf } from '../../shared/instant.ts'
import { around, planStep, type Plan } from './plan.ts'
import { iterationsOf, keyOfStep, stepId, type Iterations } from './step-id.ts'

/** A step that has been measured, from the beginning of its first attempt to its end. */
export type Measured = { readonly step: string; readonly beganAt: string; readonly endedAt: string }

const depthOf = (plan: Plan, key: string): number =>
  around(plan, key).filter(({ kind }) => kind === 'LOOP').length

/** What is measured of a step and of all within it, in these iterations. */
const within = (
  plan: Plan,
  measured: readonly Measured[],
  key: string,
  iterations: Iterations,
): readonly Measured[] =>
  measured.filter(({ step }) => {
    const own = keyOfStep(step)
    const isWithin = own === key || around(plan, own).some((outer) => outer.key === key)
    return isWithin && iterations.every((each, at) => iterationsOf(step)[at] === each)
  })

/** Whatever a step waited for: what it needs, or what let the block begin that it is the first of. */
const before = (
  plan: Plan,
  measured: readonly Measured[],
  key: string,
  iterations: Iterations,
): readonly Measured[] => {
  const step = planStep(plan, key)
  if (step === undefined) return []
  // Whether a loop goes on is decided when all within the iteration is over.
  if (step.kind === 'LOOP' && iterations.length > depthOf(plan, key)) {
    const own = stepId(key, iterations)
    return within(plan, measured, key, iterations).filter((each) => each.step !== own)
  }
  const needed = step.needs.flatMap((need) => within(plan, measured, need, iterations))
  if (needed.length > 0 || step.within === undefined) return needed
  const outer = planStep(plan, step.within)
  const last = iterations.at(-1) ?? 1
  const decidedBy = (at: Iterations): readonly Measured[] =>
    measured.filter((each) => each.step === stepId(step.within ?? '', at))
  if (outer?.kind === 'CONDITION') return decidedBy(iterations)
  if (outer?.kind !== 'LOOP') return before(plan, measured, step.within, iterations)
  return last > 1
    ? decidedBy([...iterations.slice(0, -1), last - 1])
    : before(plan, measured, step.within, iterations.slice(0, -1))
}

const latest = (some: readonly Measured[]): Measured | undefined =>
  some.reduce<Measured | undefined>(
    (last, each) => (last === undefined || msOf(each.endedAt) > msOf(last.endedAt) ? each : last),
    undefined,
  )

/**
 * The steps that the end waited for, the first one first: from the one that ended last back to what each of them waited for
 * the longest. A run is quicker only when one of these is.
 */
export const criticalPath = (plan: Plan, measured: readonly Measured[]): readonly Measured[] => {
  const path: Measured[] = []
  let at = latest(measured)
  while (at !== undefined && !path.includes(at)) {
    path.unshift(at)
    at = latest(before(plan, measured, keyOfStep(at.step), iterationsOf(at.step)))
  }
  return path
}

export const durationMs = ({ beganAt, endedAt }: Measured): number => msOf(endedAt) - msOf(beganAt)

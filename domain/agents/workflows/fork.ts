import { around, planStep, type Plan, type PlanStep } from './plan.ts'
import type { Recorded } from './run-events.ts'
import { iterationsOf, keyOfStep, type Iterations } from './step-id.ts'

/** Steps of the same block that need this one, directly or not. */
const afterIn = (plan: Plan, { key, within, branch }: PlanStep): readonly string[] => {
  const after = new Set<string>()
  const add = (needed: string): void => {
    for (const step of plan.steps)
      if (
        step.within === within &&
        step.branch === branch &&
        step.needs.includes(needed) &&
        !after.has(step.key)
      ) {
        after.add(step.key)
        add(step.key)
      }
  }
  add(key)
  return [...after]
}

const isWithin = (plan: Plan, key: string, outer: string): boolean =>
  key === outer || around(plan, key).some((step) => step.key === outer)

const startsWith = (iterations: Iterations, first: Iterations): boolean =>
  first.every((each, at) => iterations[at] === each)

/**
 * What is on record of the steps that neither are `from` nor follow from it; nothing when the plan has no such step. `from`
 * may be one iteration's: those before it are kept, it and those after it are not.
 */
export const recordedBefore = (
  plan: Plan,
  recorded: Readonly<Record<string, Recorded>>,
  from: string,
): Readonly<Record<string, Recorded>> | undefined => {
  const key = keyOfStep(from)
  const start = planStep(plan, key)
  if (start === undefined) return undefined
  const loops = around(plan, key)
    .filter(({ kind }) => kind === 'LOOP')
    .toReversed()
  const at = iterationsOf(from)
  // Of a loop without an iteration, all of it; an iteration deeper than its loops is the loop's own decision.
  const isDecision = start.kind === 'LOOP' && at.length === loops.length + 1
  if (at.length < loops.length || (at.length > loops.length && !isDecision)) return undefined
  const inLine = [start, ...around(plan, key)]
  const follows = (id: string): boolean => {
    const other = keyOfStep(id)
    const iterations = iterationsOf(id)
    return inLine.some((step, level) => {
      const depth = around(plan, step.key).filter(({ kind }) => kind === 'LOOP').length
      const outer = at.slice(0, depth)
      if (!startsWith(iterations, outer)) return false
      if (afterIn(plan, step).some((after) => isWithin(plan, other, after))) return true
      const isStart = level === 0
      if (isStart && !isDecision) return isWithin(plan, other, step.key)
      if (step.kind !== 'LOOP' || !isWithin(plan, other, step.key)) return false
      // The loop's decision after this iteration, and whatever comes after that.
      const iteration = at[depth] ?? 1
      const its = iterations[depth] ?? 0
      return (
        its > iteration ||
        (its === iteration && other === step.key && iterations.length === depth + 1)
      )
    })
  }
  return Object.fromEntries(Object.entries(recorded).filter(([id]) => !follows(id)))
}

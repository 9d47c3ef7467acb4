import { z } from 'zod'
import { exhausted } from '../../shared/values.ts'
import type { Definition, Step } from './definition.ts'
import { StepKey } from './values.ts'

const stepKinds = [
  'PROMPT',
  'TOOL',
  'TASK',
  'TIMER',
  'SUBWORKFLOW',
  'PARALLEL',
  'CONDITION',
  'LOOP',
] as const

/** One step without what it works on: all that is needed to say what comes next. */
export const PlanStep = z.strictObject({
  key: StepKey,
  kind: z.enum(stepKinds),
  /** The step that it is within, and in which branch. */
  within: StepKey.exactOptional(),
  branch: z.enum(['then', 'else']).exactOptional(),
  needs: z.array(StepKey).readonly(),
  retries: z.int().min(0).max(10).exactOptional(),
  atMost: z.int().min(1).max(20).exactOptional(),
  compensates: z.literal(true).exactOptional(),
})
export type PlanStep = z.output<typeof PlanStep>

/** The shape of a version, which holds nothing that people wrote but keys. Runs keep the one that they began with. */
export const Plan = z.strictObject({
  steps: z.array(PlanStep).min(1).max(100).readonly(),
  onFailure: z.enum(['COMPENSATE', 'SUSPEND']),
})
export type Plan = z.output<typeof Plan>

type Place = { readonly within?: string; readonly branch?: 'then' | 'else' }

const blocksOf = (step: Step): readonly (readonly [Place, readonly Step[]])[] => {
  switch (step.kind) {
    case 'PARALLEL':
    case 'LOOP':
      return [[{ within: step.key }, step.steps]]
    case 'CONDITION':
      return [
        [{ within: step.key, branch: 'then' }, step.then],
        [{ within: step.key, branch: 'else' }, step.else ?? []],
      ]
    case 'PROMPT':
    case 'TOOL':
    case 'TASK':
    case 'TIMER':
    case 'SUBWORKFLOW':
      return []
    default:
      return exhausted(step)
  }
}

/** Every step of a definition, those within others after them. */
export const allSteps = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step) => [step, ...blocksOf(step).flatMap(([, inner]) => allSteps(inner))])

const planned = (steps: readonly Step[], place: Place, inOrder: boolean): readonly PlanStep[] =>
  steps.flatMap((step, at) => {
    const before = inOrder ? steps[at - 1] : undefined
    return [
      {
        key: step.key,
        kind: step.kind,
        ...place,
        needs: step.needs ?? (before === undefined ? [] : [before.key]),
        ...('retries' in step ? { retries: step.retries } : {}),
        ...(step.kind === 'LOOP' ? { atMost: step.atMost } : {}),
        ...('compensate' in step ? { compensates: true as const } : {}),
      },
      ...blocksOf(step).flatMap(([inner, block]) =>
        planned(block, inner, step.kind !== 'PARALLEL'),
      ),
    ]
  })

export const planOf = ({ steps, onFailure = 'COMPENSATE' }: Definition): Plan => ({
  steps: planned(steps, {}, true),
  onFailure,
})

/** Those that stand directly within a step, in a branch of it, or outermost. */
export const blockOf = ({ steps }: Plan, within?: string, branch?: string): readonly PlanStep[] =>
  steps.filter((step) => step.within === within && (branch === undefined || step.branch === branch))

export const planStep = ({ steps }: Plan, key: string): PlanStep | undefined =>
  steps.find((step) => step.key === key)

/** The steps that a step is within, the innermost first. */
export const around = (plan: Plan, key: string): readonly PlanStep[] => {
  const within = planStep(plan, key)?.within
  const outer = within === undefined ? undefined : planStep(plan, within)
  return outer === undefined ? [] : [outer, ...around(plan, outer.key)]
}

/** The loops that a step is within, the outermost first: its instances have an iteration of each. */
export const loopsAround = (plan: Plan, key: string): readonly string[] =>
  around(plan, key)
    .filter(({ kind }) => kind === 'LOOP')
    .map((loop) => loop.key)
    .toReversed()

import type { FieldIssue } from '../../shared/rejection.ts'
import { allSteps, around, planOf, planStep, type Plan, type PlanStep } from './plan.ts'
import type { Definition, Step } from './definition.ts'
import { referencesIn, valuesOf } from './references.ts'

/** What a definition names that stands elsewhere. */
export type Known = {
  readonly tools: readonly string[]
  readonly prompt: (template: string, version?: number) => boolean
}

const issue = (pointer: string, code: string, detail: string): FieldIssue => ({
  pointer,
  code,
  detail,
})

/** Whatever surely is over before the step begins: what it and those around it need, directly or not. */
const overBefore = (plan: Plan, key: string): ReadonlySet<string> => {
  const over = new Set<string>()
  const add = (needed: string): void => {
    if (over.has(needed)) return
    over.add(needed)
    for (const each of planStep(plan, needed)?.needs ?? []) add(each)
  }
  const self = planStep(plan, key)
  for (const step of [...(self === undefined ? [] : [self]), ...around(plan, key)])
    for (const needed of step.needs) add(needed)
  return over
}

/** The step itself and those around it. */
const lineOf = (plan: Plan, key: string): readonly string[] => [
  key,
  ...around(plan, key).map((step) => step.key),
]

/** Between the step and what encloses it on the way to `inside`, a branch stands that may not be taken. */
const maySkip = (plan: Plan, referenced: string, self: string): boolean => {
  const shared = new Map(
    [...[planStep(plan, self)], ...around(plan, self)].flatMap((step) =>
      step?.within === undefined ? [] : [[step.within, step.branch] as const],
    ),
  )
  return [planStep(plan, referenced), ...around(plan, referenced)].some(
    (step) =>
      step?.branch !== undefined &&
      step.within !== undefined &&
      step.within !== self &&
      shared.get(step.within) !== step.branch,
  )
}

const cycleIn = (plan: Plan): string | undefined => {
  const done = new Set<string>()
  const visit = (key: string, path: readonly string[]): string | undefined => {
    if (path.includes(key)) return key
    if (done.has(key)) return undefined
    for (const needed of planStep(plan, key)?.needs ?? []) {
      const found = visit(needed, [...path, key])
      if (found !== undefined) return found
    }
    done.add(key)
    return undefined
  }
  for (const { key } of plan.steps) {
    const found = visit(key, [])
    if (found !== undefined) return found
  }
  return undefined
}

const placeProblems = (plan: Plan): readonly FieldIssue[] =>
  plan.steps.flatMap((step) =>
    step.needs.flatMap((needed) => {
      const other = planStep(plan, needed)
      const pointer = `/steps/${step.key}/needs`
      if (other === undefined)
        return [issue(pointer, 'UNKNOWN_STEP', `There is no step ${needed}.`)]
      return other.within === step.within && other.branch === step.branch
        ? []
        : [issue(pointer, 'OTHER_BLOCK', `${needed} stands in another block.`)]
    }),
  )

type Said = ReturnType<typeof referencesIn>[number]

const referenceProblem = (
  definition: Definition,
  plan: Plan,
  self: PlanStep | undefined,
  said: Said,
): string | undefined => {
  if ('malformed' in said) return `${JSON.stringify(said.malformed)} is no reference.`
  const [root, name = ''] = said.$from.split('.')
  if (root === 'run') return undefined
  if (root === 'input')
    return name === '' || Object.hasOwn(definition.inputs ?? {}, name)
      ? undefined
      : `There is no input ${name}.`
  const referenced = planStep(plan, name)
  if (referenced === undefined) return `There is no step ${name}.`
  // What the whole comes to is said when all is over.
  if (self === undefined) {
    if (root === 'previous') return `There is no iteration before.`
    return maySkip(plan, name, '') && said.$default === undefined
      ? `${name} may be left out: say a $default.`
      : undefined
  }
  if (root === 'previous') {
    const loop = [self, ...around(plan, self.key)].find(({ kind }) => kind === 'LOOP')
    if (loop === undefined || !lineOf(plan, name).slice(1).includes(loop.key))
      return `${name} has no iteration before this one.`
    return said.$default === undefined ? 'The first iteration needs a $default.' : undefined
  }
  const over = overBefore(plan, self.key)
  const line = lineOf(plan, name)
  // A loop is decided about when all within is over.
  const within = self.kind === 'LOOP' && line.slice(1).includes(self.key)
  if (!within && !line.some((key) => over.has(key))) return `${name} need not be over by then.`
  return maySkip(plan, name, self.key) && said.$default === undefined
    ? `${name} may be left out: say a $default.`
    : undefined
}

const stepProblems = (
  definition: Definition,
  plan: Plan,
  known: Known,
  step: Step,
): readonly FieldIssue[] => {
  const at = `/steps/${step.key}`
  const self = planStep(plan, step.key)
  const references = valuesOf(step).flatMap(referencesIn)
  const compensation = 'compensate' in step ? step.compensate : undefined
  const tools = [
    ...(step.kind === 'TOOL' ? [step.tool] : []),
    ...(compensation === undefined ? [] : [compensation.tool]),
  ]
  return [
    ...references.flatMap((said) => {
      const problem = referenceProblem(definition, plan, self, said)
      return problem === undefined ? [] : [issue(at, 'NOT_RESOLVED', problem)]
    }),
    // What is taken back has been done: its own output is known then.
    ...(compensation === undefined ? [] : referencesIn(compensation.input)).flatMap((said) => {
      const own = '$from' in said && said.$from.split('.')[1] === step.key
      const problem = own ? undefined : referenceProblem(definition, plan, self, said)
      return problem === undefined ? [] : [issue(`${at}/compensate`, 'NOT_RESOLVED', problem)]
    }),
    ...tools.flatMap((tool) =>
      known.tools.includes(tool) ? [] : [issue(at, 'UNKNOWN_TOOL', `There is no tool ${tool}.`)],
    ),
    ...(step.kind === 'PROMPT' && !known.prompt(step.template, step.promptVersion)
      ? [issue(at, 'UNKNOWN_PROMPT', `There is no prompt ${step.template} of that version.`)]
      : []),
  ]
}

/** Why a definition cannot be run; empty when it can. */
export const checkDefinition = (definition: Definition, known: Known): readonly FieldIssue[] => {
  const steps = allSteps(definition.steps)
  if (steps.length > 100) return [issue('/steps', 'TOO_MANY', 'A workflow has 100 steps at most.')]
  const keys = steps.map(({ key }) => key)
  const twice = [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))]
  if (twice.length > 0)
    return twice.map((key) => issue('/steps', 'KEY_TWICE', `Two steps have the key ${key}.`))
  const plan = planOf(definition)
  const misplaced = placeProblems(plan)
  if (misplaced.length > 0) return misplaced
  const cycle = cycleIn(plan)
  if (cycle !== undefined)
    return [issue(`/steps/${cycle}/needs`, 'CYCLE', `${cycle} needs itself.`)]
  return [
    ...steps.flatMap((step) => stepProblems(definition, plan, known, step)),
    ...referencesIn(definition.output ?? {}).flatMap((said) => {
      const problem = referenceProblem(definition, plan, undefined, said)
      return problem === undefined ? [] : [issue('/output', 'NOT_RESOLVED', problem)]
    }),
  ]
}

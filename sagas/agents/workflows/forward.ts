import { blockOf, type PlanStep } from '../../../domain/agents/workflows/plan.ts'
import { stepId, type Iterations } from '../../../domain/agents/workflows/step-id.ts'
import {
  perform,
  stay,
  then,
  withStep,
  type Move,
  type StepState,
  type WorkflowState,
} from './state.ts'

/** How a block stands: over, in need of nothing now, or what happens next. */
type Standing = 'OVER' | 'BUSY' | ((state: WorkflowState) => Move)

const set =
  (id: string, step: StepState) =>
  (state: WorkflowState): Move =>
    stay(withStep(state, id, step))

const block = (
  state: WorkflowState,
  iterations: Iterations,
  within?: string,
  branch?: string,
): Standing => {
  const steps = blockOf(state.plan, within, branch)
  const at = (key: string): StepState | undefined => state.steps[stepId(key, iterations)]
  let over = true
  for (const step of steps) {
    const id = stepId(step.key, iterations)
    const standing = at(step.key)
    if (standing?.at === 'DONE') continue
    over = false
    if (standing === undefined) {
      if (step.needs.every((key) => at(key)?.at === 'DONE')) return begin(state, step, id)
      continue
    }
    if (standing.at !== 'OPEN') continue
    const inner = within_(state, step, standing, iterations, id)
    if (inner !== 'BUSY') return inner
  }
  return over ? 'OVER' : 'BUSY'
}

/** What is recorded of it is not done again. */
const begin = (
  state: WorkflowState,
  { kind }: PlanStep,
  id: string,
): ((state: WorkflowState) => Move) => {
  if (kind === 'PARALLEL') return set(id, { at: 'OPEN' })
  if (kind === 'LOOP') return set(id, { at: 'OPEN', iteration: 1 })
  const recorded = state.recorded[id]
  if (recorded === undefined) return (before) => perform(before, id, 1, 1)
  return set(id, kind === 'CONDITION' ? open(recorded.branch) : { at: 'DONE' })
}

const open = (branch: 'then' | 'else' = 'else'): StepState => ({ at: 'OPEN', branch })

const within_ = (
  state: WorkflowState,
  { key, kind }: PlanStep,
  { branch, iteration = 1 }: Extract<StepState, { at: 'OPEN' }>,
  iterations: Iterations,
  id: string,
): Exclude<Standing, 'OVER'> => {
  const inner = kind === 'LOOP' ? [...iterations, iteration] : iterations
  const standing = block(state, inner, key, branch)
  if (standing !== 'OVER') return standing
  if (kind !== 'LOOP') return set(id, { at: 'DONE' })
  // Whether it goes on is a step of its own.
  const decisionId = stepId(key, inner)
  const decision = state.steps[decisionId]
  if (decision === undefined) {
    const recorded = state.recorded[decisionId]
    return recorded === undefined
      ? (before) => perform(before, decisionId, 1, 1)
      : set(decisionId, { at: 'DONE', goesOn: recorded.goesOn === true })
  }
  if (decision.at !== 'DONE') return 'BUSY'
  return set(
    id,
    decision.goesOn === true ? { at: 'OPEN', iteration: iteration + 1 } : { at: 'DONE' },
  )
}

/** Begins whatever can begin. */
export const goOn = (state: WorkflowState): Move => {
  const standing = block(state, [])
  if (standing === 'OVER') return close(state)
  return standing === 'BUSY' ? stay(state) : then(standing(state), goOn)
}

/** All is done that will be: what is left of the budget is given back, then the run ends. */
export const close = (state: WorkflowState): Move => {
  const { runId, budget } = state
  return budget === 'NONE'
    ? end(state)
    : {
        state: { ...state, phase: 'CLOSING' },
        wants: [{ do: 'request', effect: { kind: 'closeBudget', runId } }],
      }
}

export const end = (state: WorkflowState): Move => {
  const { runId, reason, undo } = state
  const compensation = undo.count === 0 ? 'NONE' : undo.failed === 0 ? 'COMPLETE' : 'PARTIAL'
  const ending = { ...(reason ?? { outcome: 'COMPLETED' as const }), compensation } as const
  return {
    state: { ...state, phase: 'ENDING' },
    wants: [{ do: 'request', effect: { kind: 'endRun', runId, ending } }],
  }
}

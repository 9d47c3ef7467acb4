import { planStep } from '../../../domain/agents/workflows/plan.ts'
import { keyOfStep } from '../../../domain/agents/workflows/step-id.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { stop, turnBack, unwanted } from './backward.ts'
import type { StepResult } from './effects.ts'
import { goOn } from './forward.ts'
import { pauseMs, waitMs } from './pause.ts'
import { perform, stay, timerOf, withStep, type Move, type WorkflowState } from './state.ts'

const onwards = (state: WorkflowState): Move =>
  state.phase === 'RUNNING' ? goOn(state) : turnBack(state)

export const onStep = (state: WorkflowState, result: StepResult): Move => {
  const { step, attempt } = result
  const known = state.steps[step]
  if (known?.at !== 'UNDER_WAY' || known.attempt !== attempt) return stay(state)
  const { asked, heard } = known
  const isStopping = state.phase !== 'RUNNING'
  switch (result.came) {
    case 'DONE':
      return onwards(completed(state, result))
    case 'REFUSED':
      return failed(state, step, attempt, result.code)
    case 'UNKNOWN':
      return later(state, step, { attempt, asked, unsure: true }, pauseMs(asked))
    case 'WAITING':
      return isStopping
        ? turnBack(withStep(state, step, { at: 'STOPPED' }))
        : later(state, step, { attempt, asked, unsure: false }, waitMs(result.askAgainInMs, asked))
    case 'AWAITING': {
      // It happened before we said that we wait for it.
      if (heard) return perform(state, step, attempt, asked + 1)
      const waits = withStep(state, step, { at: 'AWAITING', attempt, asked })
      return isStopping ? { state: waits, wants: [unwanted(state, step, attempt)] } : stay(waits)
    }
    default:
      return exhausted(result)
  }
}

const later = (
  state: WorkflowState,
  step: string,
  how: { readonly attempt: number; readonly asked: number; readonly unsure: boolean },
  inMs: number,
): Move => ({
  state: withStep(state, step, { at: 'WAITING', ...how }),
  wants: [{ do: 'schedule', name: timerOf(step), inMs }],
})

const completed = (
  state: WorkflowState,
  { step, branch, goesOn }: Extract<StepResult, { came: 'DONE' }>,
): WorkflowState => {
  if (branch !== undefined) return withStep(state, step, { at: 'OPEN', branch })
  const after = withStep(state, step, {
    at: 'DONE',
    ...(goesOn === undefined ? {} : { goesOn }),
  })
  return planStep(state.plan, keyOfStep(step))?.compensates === true
    ? { ...after, done: [...after.done, step] }
    : after
}

const failed = (state: WorkflowState, step: string, attempt: number, code: string): Move => {
  if (state.phase !== 'RUNNING') return turnBack(withStep(state, step, { at: 'FAILED', attempt }))
  const tries = attempt - (state.since[step] ?? 0)
  const { retries = 0 } = planStep(state.plan, keyOfStep(step)) ?? {}
  if (tries <= retries)
    return {
      state: withStep(state, step, { at: 'RETRYING', attempt }),
      wants: [{ do: 'schedule', name: timerOf(step), inMs: pauseMs(tries) }],
    }
  const after = withStep(state, step, { at: 'FAILED', attempt })
  if (state.plan.onFailure === 'COMPENSATE') return stop(after, { outcome: 'FAILED', code, step })
  const { runId } = state
  return state.suspended
    ? stay(after)
    : {
        state: { ...after, suspended: true },
        wants: [{ do: 'request', effect: { kind: 'suspendRun', runId } }],
      }
}

/** What a step waited for: time, or an event. */
export const awake = (state: WorkflowState, step: string): Move => {
  const known = state.steps[step]
  switch (known?.at) {
    case 'WAITING':
    case 'AWAITING':
      return perform(state, step, known.attempt, known.asked + 1)
    case 'RETRYING':
      return perform(state, step, known.attempt + 1, 1)
    case 'UNDER_WAY':
      return stay(withStep(state, step, { ...known, heard: true }))
    case undefined:
    case 'OPEN':
    case 'DONE':
    case 'FAILED':
    case 'STOPPED':
      return stay(state)
    default:
      return exhausted(known)
  }
}

/** What has failed is tried again, with all its retries. */
export const resume = (state: WorkflowState): Move => {
  let move = stay({ ...state, suspended: false })
  for (const [id, step] of Object.entries(state.steps)) {
    if (step.at !== 'FAILED') continue
    const since = { ...move.state.since, [id]: step.attempt }
    const next = perform({ ...move.state, since }, id, step.attempt + 1, 1)
    move = { state: next.state, wants: [...move.wants, ...next.wants] }
  }
  return move
}

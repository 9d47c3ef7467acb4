import { exhausted } from '../../../domain/shared/values.ts'
import type { CompensationResult } from './effects.ts'
import { close } from './forward.ts'
import { pauseMs } from './pause.ts'
import {
  budgetTimer,
  stay,
  then,
  timerOf,
  withStep,
  type Move,
  type Reason,
  type Want,
  type WorkflowState,
} from './state.ts'

/** Attempts to take one step back. */
const mostAttempts = 4
export const undoTimer = 'undo'

/** Nothing new begins. What is under way is waited for; what only waits is left, or told that it is not wanted. */
export const stop = (state: WorkflowState, reason: Reason): Move => {
  const wants: Want[] = state.budget === 'WAITING' ? [{ do: 'unschedule', name: budgetTimer }] : []
  let after: WorkflowState = { ...state, phase: 'STOPPING', reason }
  for (const [id, step] of Object.entries(state.steps)) {
    if (step.at === 'AWAITING') wants.push(unwanted(state, id, step.attempt))
    if (step.at === 'RETRYING' || (step.at === 'WAITING' && !step.unsure)) {
      wants.push({ do: 'unschedule', name: timerOf(id) })
      after = withStep(after, id, { at: 'STOPPED' })
    }
  }
  return then({ state: after, wants }, turnBack)
}

export const unwanted = ({ runId }: WorkflowState, step: string, attempt: number): Want => ({
  do: 'request',
  effect: { kind: 'stopStep', runId, step, attempt },
})

/** When nothing is under way any more: the reversals, the last done first. */
export const turnBack = (state: WorkflowState): Move => {
  const open = Object.values(state.steps).some(
    ({ at }) => at === 'UNDER_WAY' || at === 'AWAITING' || at === 'WAITING',
  )
  return open || state.budget === 'UNDER_WAY'
    ? stay(state)
    : undoNext({ ...state, phase: 'COMPENSATING' })
}

export const undoNext = (state: WorkflowState): Move => {
  const step = state.done.at(-1)
  if (step === undefined) return close(state)
  const { attempt } = state.undo
  const effect = { kind: 'compensateStep', runId: state.runId, step, attempt } as const
  return {
    state,
    wants: [{ do: 'request', effect: { ...effect, last: attempt >= mostAttempts } }],
  }
}

/** It was taken back, or cannot be: the one before it. */
const undone = (state: WorkflowState, failed: boolean): Move => {
  const { undo, done } = state
  const count = undo.count + 1
  return undoNext({
    ...state,
    done: done.slice(0, -1),
    undo: { attempt: 1, failed: undo.failed + (failed ? 1 : 0), count },
  })
}

export const onCompensation = (state: WorkflowState, result: CompensationResult): Move => {
  const { undo } = state
  switch (result.came) {
    case 'DONE':
      return undone(state, false)
    case 'FAILED':
      return undone(state, true)
    case 'WAITING':
      return { state, wants: [{ do: 'schedule', name: undoTimer, inMs: result.askAgainInMs }] }
    case 'REFUSED': {
      const { attempt } = undo
      return {
        state: { ...state, undo: { ...undo, attempt: attempt + 1 } },
        wants: [{ do: 'schedule', name: undoTimer, inMs: pauseMs(attempt) }],
      }
    }
    default:
      return exhausted(result)
  }
}

import { category as runs } from '../../../domain/agents/workflows/run.ts'
import type { RunRequested } from '../../../domain/agents/workflows/run-events.ts'
import { category as tasks } from '../../../domain/agents/tasks/task.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { Json } from '../../../domain/shared/json.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'
import { onCompensation, stop, undoNext, undoTimer } from './backward.ts'
import {
  BudgetResult,
  CompensationResult,
  EndResult,
  StepResult,
  type WorkflowEffect,
} from './effects.ts'
import { close, goOn } from './forward.ts'
import { awake, onStep, resume } from './on-step.ts'
import { onClosed, onOpened, openBudget } from './on-budget.ts'
import {
  budgetTimer,
  initial,
  stay,
  timerOf,
  type Move,
  type Want,
  type WorkflowState,
} from './state.ts'

type TaskTold = { readonly stepKey?: string }
type RunTold = { readonly parent?: { readonly step: string; readonly attempt: number } }

/** A run of a workflow: begins what can begin, waits for what has begun, and takes back what cannot be finished. */
export const workflowExecution: Saga<WorkflowState, WorkflowEffect> = {
  name: 'workflowExecution',
  version: 1,
  streamPrefixes: [`${runs}-`, `${tasks}-`],
  routes: {
    WorkflowRunRequested: { starts: 'runId' },
    WorkflowRunResumed: { continues: 'runId' },
    WorkflowRunCancelRequested: { continues: 'runId' },
    // Of a run within this one.
    WorkflowRunEnded: { continues: 'parent.runId', optional: true },
    TaskCompleted: { continues: 'runId', optional: true },
    TaskFailed: { continues: 'runId', optional: true },
    TaskCanceled: { continues: 'runId', optional: true },
    TaskRejected: { continues: 'runId', optional: true },
  },
  // People take their time.
  mayRest: true,
  initial,
  evolve: (state, message) => move(state, message).state,
  decide: (message, state, now) => move(state, message).wants.map((want) => actionOf(want, now)),
}

const actionOf = (want: Want, now: string): SagaAction<WorkflowEffect> =>
  want.do === 'schedule'
    ? { do: 'schedule', name: want.name, dueAt: instantOf(msOf(now) + want.inMs) }
    : want

const move = (state: WorkflowState, message: SagaMessage): Move => {
  switch (message.type) {
    case 'input':
      return onInput(state, message.input)
    case 'timer':
      return onTimer(state, message.name)
    case 'succeeded':
      return onOutcome(state, message.kind, message.result)
    case 'refused':
      // Performers say what came of a step; this is of the last one, which finds the run ended already.
      return message.kind === 'endRun'
        ? { state, wants: [{ do: 'end', outcome: message.code }] }
        : stay(state)
    case 'unknown':
      return stay(state)
  }
}

const onInput = (state: WorkflowState, { type, data }: DomainEvent): Move => {
  switch (type) {
    case 'WorkflowRunRequested': {
      // The log's contract says what the event holds, here and below.
      const { runId, plan, budget, fork } = data as RunRequested
      const begun = { ...initial, runId, plan, recorded: fork?.recorded ?? {} }
      return budget?.limit === undefined ? goOn({ ...begun, phase: 'RUNNING' }) : openBudget(begun)
    }
    case 'WorkflowRunResumed':
      return state.phase === 'RUNNING' && state.suspended ? resume(state) : stay(state)
    case 'WorkflowRunCancelRequested':
      return state.phase === 'RUNNING' || state.phase === 'OPENING'
        ? stop(state, { outcome: 'CANCELLED', code: 'CANCELLED' })
        : stay(state)
    case 'WorkflowRunEnded': {
      const { parent } = data as RunTold
      return parent === undefined ? stay(state) : told(state, parent.step, parent.attempt)
    }
    default: {
      const [step, attempt] = ((data as TaskTold).stepKey ?? '').split('~')
      return step === undefined ? stay(state) : told(state, step, Number(attempt ?? 1))
    }
  }
}

/** By what belongs to an attempt: an earlier one is not waited for any more. */
const told = (state: WorkflowState, step: string, attempt: number): Move => {
  const known = state.steps[step]
  return known !== undefined &&
    'attempt' in known &&
    known.attempt === attempt &&
    known.at !== 'RETRYING'
    ? awake(state, step)
    : stay(state)
}

const onTimer = (state: WorkflowState, name: string): Move => {
  if (name === budgetTimer) return state.phase === 'CLOSING' ? close(state) : openBudget(state)
  if (name === undoTimer) return undoNext(state)
  const step = Object.keys(state.steps).find((id) => timerOf(id) === name)
  return step === undefined ? stay(state) : awake(state, step)
}

const onOutcome = (state: WorkflowState, kind: string, result: Json): Move => {
  switch (kind) {
    case 'openBudget':
      return onOpened(state, BudgetResult.parse(result))
    case 'performStep':
      return onStep(state, StepResult.parse(result))
    case 'compensateStep':
      return onCompensation(state, CompensationResult.parse(result))
    case 'closeBudget':
      return onClosed(state, BudgetResult.parse(result))
    case 'endRun':
      return { state, wants: [{ do: 'end', outcome: EndResult.parse(result).outcome }] }
    default:
      return stay(state)
  }
}

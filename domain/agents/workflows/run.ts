import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import type { Kept } from './kept.ts'
import {
  definitions,
  outcomes,
  type Recorded,
  type RunEvent,
  type RunRequested,
} from './run-events.ts'
import { keyOfStep } from './step-id.ts'

/** One run of a version of a workflow: what was asked for, and what is on record of its steps. */
export const category = 'workflowRun'

// State.
export const runStatuses = ['RUNNING', 'SUSPENDED', 'CANCELLING', ...outcomes] as const
export type RunStatus = (typeof runStatuses)[number]
export type ExistingRun = {
  readonly kind: 'existing'
  readonly requested: RunRequested
  readonly status: RunStatus
  /** By step: what it came to, here or in the run that this one is a fork of. */
  readonly recorded: Readonly<Record<string, Recorded>>
  /** By step: its latest attempt and when that began; by attempt, how it failed. */
  readonly began: Readonly<Record<string, { readonly attempt: number; readonly at: string }>>
  readonly failed: Readonly<Record<string, string>>
  readonly compensated: Readonly<Record<string, 'DONE' | 'FAILED'>>
  readonly output?: Kept
  readonly code?: string
}
export type Run = { readonly kind: 'absent' } | ExistingRun

export const initial: Run = { kind: 'absent' }

export const hasEnded = ({ status }: ExistingRun): boolean =>
  status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED'

export const evolve = (state: Run, event: RunEvent): Run => {
  if (event.type === 'WorkflowRunRequested')
    return {
      ...{ kind: 'existing', requested: event.data, status: 'RUNNING' },
      ...{ recorded: event.data.fork?.recorded ?? {}, began: {}, failed: {}, compensated: {} },
    }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'WorkflowStepBegan': {
      const { step, attempt, at } = event.data
      return { ...state, began: { ...state.began, [step]: { attempt, at } } }
    }
    case 'WorkflowStepCompleted': {
      const { step, recorded } = event.data
      return { ...state, recorded: { ...state.recorded, [step]: recorded } }
    }
    case 'WorkflowStepFailed': {
      const { step, attempt, code } = event.data
      return { ...state, failed: { ...state.failed, [`${step}~${attempt}`]: code } }
    }
    case 'WorkflowStepCompensated': {
      const { step, outcome } = event.data
      return { ...state, compensated: { ...state.compensated, [step]: outcome } }
    }
    case 'WorkflowRunSuspended':
      return state.status === 'RUNNING' ? { ...state, status: 'SUSPENDED' } : state
    case 'WorkflowRunResumed':
      return { ...state, status: 'RUNNING' }
    case 'WorkflowRunCancelRequested':
      return { ...state, status: 'CANCELLING' }
    case 'WorkflowRunEnded': {
      const { outcome, output, code } = event.data
      return {
        ...{ ...state, status: outcome },
        ...(output === undefined ? {} : { output }),
        ...(code === undefined ? {} : { code }),
      }
    }
    default:
      return exhausted(event)
  }
}

// Commands.
type OfStep = { readonly step: string; readonly attempt: number }
export type RunCommand =
  | { readonly type: 'RequestRun'; readonly run: Omit<RunRequested, 'at'> }
  | ({ readonly type: 'BeginStep' } & OfStep)
  | ({ readonly type: 'CompleteStep'; readonly recorded: Recorded } & OfStep)
  | ({ readonly type: 'FailStep'; readonly code: string; readonly detail: string } & OfStep)
  | ({
      readonly type: 'NoteCompensation'
      readonly outcome: 'DONE' | 'FAILED'
      readonly code?: string
    } & OfStep)
  | { readonly type: 'SuspendRun' }
  | { readonly type: 'ResumeRun' }
  | { readonly type: 'CancelRun' }
  | ({ readonly type: 'EndRun' } & Ending)
export type Ending = {
  readonly outcome: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  readonly compensation: 'NONE' | 'COMPLETE' | 'PARTIAL'
  readonly code?: string
  readonly step?: string
  readonly output?: Kept
}

export const decide = (
  command: RunCommand,
  state: Run,
  { now: at }: DecisionMeta,
): Decision<RunEvent> => {
  if (command.type === 'RequestRun')
    return state.kind === 'absent'
      ? [{ type: 'WorkflowRunRequested', data: { ...command.run, at } }]
      : reject('ALREADY_EXISTS', 'This run was asked for already.')
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such run.')
  const { runId, organisation, parent } = state.requested
  const fact = { runId, organisation, at }
  if (hasEnded(state)) return afterEnd(command, state)
  switch (command.type) {
    case 'BeginStep':
    case 'CompleteStep':
    case 'FailStep':
    case 'NoteCompensation':
      return ofStep(command, state, fact)
    case 'SuspendRun':
      return state.status === 'RUNNING' ? [{ type: 'WorkflowRunSuspended', data: fact }] : []
    case 'ResumeRun':
      return state.status === 'SUSPENDED'
        ? [{ type: 'WorkflowRunResumed', data: fact }]
        : reject('RUN_NOT_SUSPENDED', 'The run waits for nobody to resume it.')
    case 'CancelRun':
      return state.status === 'CANCELLING'
        ? []
        : [{ type: 'WorkflowRunCancelRequested', data: fact }]
    case 'EndRun': {
      const { type: _, ...ending } = command
      const within = parent === undefined ? {} : { parent }
      return [{ type: 'WorkflowRunEnded', data: { ...fact, ...ending, ...within } }]
    }
    default:
      return exhausted(command)
  }
}

type StepCommand = Extract<RunCommand, OfStep>

const ofStep = (
  command: StepCommand,
  state: ExistingRun,
  fact: { readonly runId: string; readonly organisation: string; readonly at: string },
): Decision<RunEvent> => {
  const { step, attempt } = command
  const of = { ...fact, step, key: keyOfStep(step), attempt }
  const isRecorded = Object.hasOwn(state.recorded, step)
  switch (command.type) {
    case 'BeginStep':
      return isRecorded || (state.began[step]?.attempt ?? 0) >= attempt
        ? []
        : [{ type: 'WorkflowStepBegan', data: of }]
    // A step succeeds once, whoever says so again.
    case 'CompleteStep':
      return isRecorded
        ? []
        : [{ type: 'WorkflowStepCompleted', data: { ...of, recorded: command.recorded } }]
    case 'FailStep': {
      const { code, detail } = command
      return isRecorded || Object.hasOwn(state.failed, `${step}~${attempt}`)
        ? []
        : [{ type: 'WorkflowStepFailed', data: { ...of, code, detail } }]
    }
    case 'NoteCompensation': {
      const { outcome, code } = command
      return Object.hasOwn(state.compensated, step)
        ? []
        : [
            {
              type: 'WorkflowStepCompensated',
              data: { ...of, outcome, ...(code === undefined ? {} : { code }) },
            },
          ]
    }
    default:
      return exhausted(command)
  }
}

const afterEnd = (command: RunCommand, { status }: ExistingRun): Decision<RunEvent> =>
  (command.type === 'CancelRun' && status === 'CANCELLED') ||
  (command.type === 'EndRun' && command.outcome === status)
    ? []
    : reject('RUN_ALREADY_ENDED', 'The run has ended.')

export const workflowRun: Aggregate<Run, RunCommand, RunEvent> = {
  ...{ category, definitions, initial, evolve, decide },
}

import { exhausted } from '../../shared/values.ts'
import type { Assignee, Requester } from './parties.ts'
import type { Artifact, TaskEvent, TaskMessage, ToolUsed } from './task-events.ts'

/** The states of the Agent2Agent protocol. */
export const taskStatuses = [
  'SUBMITTED',
  'WORKING',
  'INPUT_REQUIRED',
  'AUTH_REQUIRED',
  'COMPLETED',
  'FAILED',
  'CANCELED',
  'REJECTED',
] as const
export type TaskStatus = (typeof taskStatuses)[number]

export type ExistingTask = {
  readonly kind: 'existing'
  readonly taskId: string
  readonly organisation: string
  readonly runId?: string
  readonly stepKey?: string
  readonly contextId: string
  readonly requestedBy: Requester
  readonly assignee: Assignee
  readonly approval: boolean
  readonly budgetId?: string
  readonly status: TaskStatus
  /** Of the last change of its status. */
  readonly statusAt: string
  readonly createdAt: string
  readonly messages: readonly TaskMessage[]
  readonly artifacts: readonly Artifact[]
  readonly toolUses: readonly (ToolUsed & { readonly at: string })[]
  readonly outcome?: 'DONE' | 'APPROVED'
  readonly answer?: string
  /** Why it failed, or what it is waiting to be allowed. */
  readonly code?: string
  /** Sealed: what there is to say about a failure or a rejection. */
  readonly detail?: string
}
export type Task = { readonly kind: 'absent' } | ExistingTask

export const initial: Task = { kind: 'absent' }

export const isOver = ({ status }: { readonly status: TaskStatus }): boolean =>
  status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELED' || status === 'REJECTED'

/** Whether its requester is asked for something. */
export const isAsking = ({ status }: { readonly status: TaskStatus }): boolean =>
  status === 'INPUT_REQUIRED' || status === 'AUTH_REQUIRED'

const said = (state: ExistingTask, message: TaskMessage): ExistingTask => ({
  ...state,
  messages: [...state.messages, message],
})

export const evolve = (before: Task, event: TaskEvent): Task => {
  const { at } = event.data
  if (event.type === 'TaskSubmitted') {
    const { at: _, instruction, ...submitted } = event.data
    return {
      kind: 'existing',
      ...submitted,
      ...{ status: 'SUBMITTED', statusAt: at, createdAt: at },
      ...{ messages: [instruction], artifacts: [], toolUses: [] },
    }
  }
  if (before.kind === 'absent') return before
  const { code: _, ...state } = before
  const reached = (status: TaskStatus): ExistingTask => ({ ...state, status, statusAt: at })
  switch (event.type) {
    case 'TaskStarted':
      return reached('WORKING')
    case 'TaskInputRequired':
      return said(reached('INPUT_REQUIRED'), event.data.question)
    case 'TaskAuthRequired': {
      const { code, question } = event.data
      return { ...said(reached('AUTH_REQUIRED'), question), code }
    }
    case 'TaskInputProvided':
      return said(reached('SUBMITTED'), event.data.message)
    case 'TaskArtifactAdded':
      return { ...before, artifacts: [...before.artifacts, event.data.artifact] }
    case 'TaskToolUsed':
      return { ...before, toolUses: [...before.toolUses, { ...event.data.used, at }] }
    case 'TaskCompleted': {
      const { outcome, answer } = event.data
      return { ...reached('COMPLETED'), outcome, ...(answer === undefined ? {} : { answer }) }
    }
    case 'TaskFailed': {
      const { code, detail } = event.data
      return { ...reached('FAILED'), code, ...(detail === undefined ? {} : { detail }) }
    }
    case 'TaskCanceled':
      return reached('CANCELED')
    case 'TaskRejected': {
      const { reason } = event.data
      return { ...reached('REJECTED'), ...(reason === undefined ? {} : { detail: reason }) }
    }
    default:
      return exhausted(event)
  }
}

import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import type { Money } from '../shared/money.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted } from '../shared/values.ts'
import {
  definitions,
  type Failure,
  type JobEvent,
  type JobSubmission,
  type Phase,
  type RunUsage,
} from './job-events.ts'
import type { JobResult } from './job-result.ts'

export const category = 'job'

// State: the execution machine and, beside it, the billing machine.
export type JobStatus =
  | 'SUBMITTED'
  | 'QUEUED'
  | 'RUNNING'
  | 'CANCELLING'
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELLED'
export type JobBilling = 'NONE' | 'RESERVED' | 'PENDING' | 'SETTLED' | 'RELEASED' | 'REFUNDED'
export type SubmittedJob = {
  readonly kind: 'submitted'
  readonly status: JobStatus
  readonly billing: JobBilling
  readonly submission: JobSubmission
  readonly holdId?: string
  readonly attempt: number
  readonly phase?: Phase
  readonly result?: JobResult
  readonly failure?: Failure
  readonly usage?: RunUsage
  readonly charged?: Money
}
export type Job = { readonly kind: 'absent' } | SubmittedJob

export const initial: Job = { kind: 'absent' }

const terminal: ReadonlySet<JobStatus> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
export const isTerminal = (job: SubmittedJob): boolean => terminal.has(job.status)

/** After the end of execution a reserved job waits for its charge. */
const awaitingCharge = (billing: JobBilling): JobBilling =>
  billing === 'RESERVED' ? 'PENDING' : billing

export const evolve = (state: Job, event: JobEvent): Job => {
  if (event.type === 'JobSubmitted') {
    const { submittedAt: _, ...submission } = event.data
    return { kind: 'submitted', status: 'SUBMITTED', billing: 'NONE', submission, attempt: 0 }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'JobFundsReserved':
      return { ...state, billing: 'RESERVED', holdId: event.data.holdId }
    case 'JobQueued':
      return { ...state, status: 'QUEUED' }
    case 'JobDispatched':
      return { ...state, attempt: event.data.attempt }
    case 'JobStarted':
      return { ...state, status: state.status === 'CANCELLING' ? 'CANCELLING' : 'RUNNING' }
    case 'JobPhaseChanged':
      return { ...state, phase: event.data.phase }
    case 'JobCancellationRequested':
      return { ...state, status: 'CANCELLING' }
    case 'JobCompleted':
      return {
        ...state,
        status: 'COMPLETED',
        billing: awaitingCharge(state.billing),
        result: event.data.result,
        usage: event.data.usage,
      }
    case 'JobFailed':
      return {
        ...state,
        status: 'FAILED',
        billing: awaitingCharge(state.billing),
        failure: event.data.failure,
        usage: event.data.usage,
      }
    case 'JobCancelled':
      return {
        ...state,
        status: 'CANCELLED',
        billing: awaitingCharge(state.billing),
        usage: event.data.usage,
      }
    case 'JobProviderUpdateIgnored':
      return state
    case 'JobChargeSettled':
      return { ...state, billing: 'SETTLED', charged: event.data.charged }
    case 'JobChargeReleased':
      return { ...state, billing: 'RELEASED' }
    case 'JobChargeRefunded':
      return { ...state, billing: 'REFUNDED' }
    default:
      return exhausted(event)
  }
}

// Commands: a person's, then the execution saga's.
export type JobCommand =
  | { readonly type: 'SubmitJob'; readonly submission: JobSubmission }
  | {
      readonly type: 'RequestCancellation'
      readonly by: 'USER' | 'SYSTEM'
      readonly reason: string
    }
  | { readonly type: 'QueueJob'; readonly holdId: string; readonly amount: Money }
  | {
      readonly type: 'RecordDispatch'
      readonly attempt: number
      readonly clientToken: string
      readonly providerJobId: string
    }
  | {
      readonly type: 'RecordProgress'
      readonly phase: Phase | undefined
      readonly rawState: string
    }
  | { readonly type: 'CompleteJob'; readonly result: JobResult; readonly usage: RunUsage }
  | { readonly type: 'FailJob'; readonly failure: Failure; readonly usage: RunUsage }
  | {
      readonly type: 'ConfirmCancellation'
      readonly by: 'USER' | 'SYSTEM'
      readonly usage: RunUsage
    }
  | {
      readonly type: 'SettleCharge'
      readonly charged: Money
      readonly providerShare: Money
      readonly commission: Money
      readonly sellerShare?: Money
    }
  | { readonly type: 'ReleaseCharge'; readonly reason: string }
  | { readonly type: 'RecordRefund'; readonly refunded: Money; readonly reason: string }

export const decide = (command: JobCommand, state: Job, meta: DecisionMeta): Decision<JobEvent> => {
  if (command.type === 'SubmitJob') {
    if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This job was submitted already.')
    return [{ type: 'JobSubmitted', data: { ...command.submission, submittedAt: meta.now } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such job.')
  const base = { jobId: state.submission.jobId, at: meta.now }
  switch (command.type) {
    case 'RequestCancellation':
      if (isTerminal(state))
        return reject(
          'JOB_ALREADY_TERMINAL',
          `The job is ${state.status}; there is nothing left to cancel.`,
        )
      if (state.status === 'CANCELLING') return []
      return [
        {
          type: 'JobCancellationRequested',
          data: { ...base, by: command.by, reason: command.reason },
        },
      ]
    case 'QueueJob':
      return queueJob(command, state, base)
    case 'RecordDispatch': {
      if (isTerminal(state)) return ignored(base, 'dispatched', command.providerJobId)
      if (state.attempt >= command.attempt) return []
      const { attempt, clientToken, providerJobId } = command
      return [{ type: 'JobDispatched', data: { ...base, attempt, clientToken, providerJobId } }]
    }
    case 'RecordProgress':
      if (isTerminal(state)) return ignored(base, 'progress', command.rawState)
      return progress(command.phase, state, base)
    case 'CompleteJob':
      if (isTerminal(state))
        return state.status === 'COMPLETED' ? [] : ignored(base, 'completed', 'COMPLETED')
      return [
        ...started(state, base),
        { type: 'JobCompleted', data: { ...base, result: command.result, usage: command.usage } },
      ]
    case 'FailJob':
      if (isTerminal(state))
        return state.status === 'FAILED' ? [] : ignored(base, 'failed', command.failure.code)
      return [
        { type: 'JobFailed', data: { ...base, failure: command.failure, usage: command.usage } },
      ]
    case 'ConfirmCancellation':
      if (isTerminal(state))
        return state.status === 'CANCELLED' ? [] : ignored(base, 'cancelled', 'CANCELLED')
      return [{ type: 'JobCancelled', data: { ...base, by: command.by, usage: command.usage } }]
    case 'SettleCharge':
      if (state.billing === 'SETTLED') return []
      if (state.billing !== 'PENDING')
        return reject(
          'ILLEGAL_JOB_TRANSITION',
          `A charge cannot be settled while billing is ${state.billing}.`,
        )
      return [
        {
          type: 'JobChargeSettled',
          data: {
            ...base,
            charged: command.charged,
            providerShare: command.providerShare,
            commission: command.commission,
            ...(command.sellerShare === undefined ? {} : { sellerShare: command.sellerShare }),
          },
        },
      ]
    case 'ReleaseCharge':
      if (state.billing === 'RELEASED' || state.billing === 'NONE') return []
      if (state.billing !== 'PENDING')
        return reject(
          'ILLEGAL_JOB_TRANSITION',
          `A charge cannot be released while billing is ${state.billing}.`,
        )
      return [{ type: 'JobChargeReleased', data: { ...base, reason: command.reason } }]
    case 'RecordRefund':
      if (state.billing !== 'SETTLED' && state.billing !== 'REFUNDED')
        return reject(
          'ILLEGAL_JOB_TRANSITION',
          `Nothing was charged that could be refunded: billing is ${state.billing}.`,
        )
      return [
        {
          type: 'JobChargeRefunded',
          data: { ...base, refunded: command.refunded, reason: command.reason },
        },
      ]
    default:
      return exhausted(command)
  }
}

type Base = { readonly jobId: string; readonly at: string }

const queueJob = (
  command: Extract<JobCommand, { type: 'QueueJob' }>,
  state: SubmittedJob,
  base: Base,
): Decision<JobEvent> => {
  if (state.billing !== 'NONE') return []
  const reserved: JobEvent = {
    type: 'JobFundsReserved',
    data: { ...base, holdId: command.holdId, amount: command.amount },
  }
  return state.status === 'SUBMITTED' ? [reserved, { type: 'JobQueued', data: base }] : [reserved]
}

const started = (state: SubmittedJob, base: Base): readonly JobEvent[] =>
  state.status === 'SUBMITTED' || state.status === 'QUEUED'
    ? [{ type: 'JobStarted', data: base }]
    : []

const progress = (
  phase: Phase | undefined,
  state: SubmittedJob,
  base: Base,
): readonly JobEvent[] => [
  ...started(state, base),
  ...(phase === undefined || phase === state.phase
    ? []
    : [{ type: 'JobPhaseChanged', data: { ...base, phase } } as const]),
]

/** As much of a provider's own words as the contract of the event holds. */
const longestRawState = 200

/** Terminal states absorb: what the provider says later is kept, not applied. */
const ignored = (base: Base, update: string, rawState: string): readonly JobEvent[] => [
  {
    type: 'JobProviderUpdateIgnored',
    data: { ...base, update, rawState: rawState.slice(0, longestRawState) },
  },
]

export const job: Aggregate<Job, JobCommand, JobEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

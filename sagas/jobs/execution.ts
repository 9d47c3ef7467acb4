import type { DomainEvent } from '../../domain/shared/event.ts'
import { instantOf, msOf } from '../../domain/shared/instant.ts'
import { amountOf } from '../../domain/shared/money.ts'
import type { Failure, JobSubmission } from '../../domain/jobs/job-events.ts'
import type { Saga, SagaAction, SagaMessage, SagaRoute } from '../runtime/saga.ts'
import { chargeOf } from './charge.ts'
import type { JobEffect } from './effects.ts'
import { CaptureResult, FindResult, SubmitResult, WatchResult } from './results.ts'
import {
  canDispatch,
  evolve,
  initial,
  isAboutTheRun,
  nothingUsed,
  type JobEnd,
  type JobExecution,
} from './state.ts'

type Action = SagaAction<JobEffect>

const maxDaysInQueue = 7
/** What the provider's own time limit gets on top before the hub steps in. */
const graceSeconds = 120

const request = (effect: JobEffect): Action => ({ do: 'request', effect })
const later = (now: string, seconds: number): string => instantOf(msOf(now) + seconds * 1000)

const route = (event: DomainEvent): SagaRoute | undefined => {
  switch (event.type) {
    case 'JobSubmitted':
      return { instance: jobIdOf(event), starts: true }
    case 'JobCancellationRequested':
    case 'SlotGranted':
      return { instance: jobIdOf(event), starts: false }
    default:
      return undefined
  }
}

// The three events routed here all name their job; the log's contract says so.
const jobIdOf = (event: DomainEvent): string => (event.data as { readonly jobId: string }).jobId

const decide = (message: SagaMessage, before: JobExecution, now: string): readonly Action[] => {
  const state = evolve(before, message)
  const { submission } = state
  if (submission === undefined) return []
  switch (message.type) {
    case 'input':
      return onInput(message.input.type, before, state, submission, now)
    case 'succeeded':
      return onSuccess(message.kind, message.result, before, state, submission, now)
    case 'refused':
      return onRefusal(message, submission)
    case 'unknown':
      return isAboutTheRun(message.kind)
        ? [request({ kind: 'findRun', jobId: submission.jobId })]
        : []
    case 'timer':
      return onTimer(message.name, before, submission)
  }
}

const onInput = (
  type: string,
  before: JobExecution,
  state: JobExecution,
  submission: JobSubmission,
  now: string,
): readonly Action[] => {
  const { jobId, organisation, maximumCost } = submission
  switch (type) {
    case 'JobSubmitted':
      return [
        request({ kind: 'holdFunds', jobId, organisation, amount: maximumCost }),
        { do: 'schedule', name: 'queue', dueAt: later(now, maxDaysInQueue * 86_400) },
      ]
    case 'SlotGranted':
      return canDispatch(before) ? dispatch(submission) : []
    case 'JobCancellationRequested':
      if (before.cancelledBy !== undefined) return []
      if (before.step === 'WAITING')
        return [
          request({
            kind: 'confirmCancellation',
            jobId,
            by: state.cancelledBy ?? 'USER',
            usage: nothingUsed,
          }),
        ]
      return before.step === 'WATCHING' ? [request({ kind: 'cancelRun', jobId })] : []
    default:
      return []
  }
}

const dispatch = ({ jobId }: JobSubmission): readonly Action[] => [
  request({ kind: 'submitRun', jobId, attempt: 1 }),
  { do: 'unschedule', name: 'queue' },
]

const onSuccess = (
  kind: string,
  result: unknown,
  before: JobExecution,
  state: JobExecution,
  submission: JobSubmission,
  now: string,
): readonly Action[] => {
  const { jobId, deviceId, user, maximumCost, timeLimit } = submission
  const cancel = request({
    kind: 'confirmCancellation',
    jobId,
    by: state.cancelledBy ?? 'USER',
    usage: nothingUsed,
  })
  switch (kind) {
    case 'holdFunds':
      return state.step === 'ENDING'
        ? [cancel]
        : [request({ kind: 'queueJob', jobId, amount: maximumCost })]
    case 'queueJob':
      return state.step === 'ENDING'
        ? [cancel]
        : [request({ kind: 'enqueueJob', jobId, deviceId, user })]
    case 'enqueueJob':
      if (state.step === 'ENDING') return [cancel]
      return state.step === 'SUBMITTING' ? dispatch(submission) : []
    case 'submitRun': {
      const outcome = SubmitResult.parse(result)
      return outcome.kind === 'accepted'
        ? [
            request({
              kind: 'recordDispatch',
              jobId,
              attempt: before.attempts,
              providerJobId: outcome.providerJobId,
            }),
          ]
        : [request({ kind: 'failJob', jobId, failure: outcome.failure, usage: nothingUsed })]
    }
    case 'findRun': {
      const found = FindResult.parse(result)
      if (found.found)
        return [
          request({
            kind: 'recordDispatch',
            jobId,
            attempt: before.attempts,
            providerJobId: found.providerJobId,
          }),
        ]
      if (state.step === 'SUBMITTING')
        return [request({ kind: 'submitRun', jobId, attempt: state.attempts })]
      if (state.cancelledBy !== undefined) return [cancel]
      return [request({ kind: 'failJob', jobId, failure: unreachable, usage: nothingUsed })]
    }
    case 'recordDispatch':
      return [
        request({ kind: 'watchRun', jobId }),
        { do: 'schedule', name: 'execution', dueAt: later(now, timeLimit + graceSeconds) },
        ...(state.cancelledBy === undefined && !state.timedOut
          ? []
          : [request({ kind: 'cancelRun', jobId })]),
      ]
    case 'watchRun':
      return onRunEnd(WatchResult.parse(result), before, submission)
    case 'completeJob':
    case 'failJob':
    case 'confirmCancellation':
      return [
        { do: 'unschedule', name: 'queue' },
        { do: 'unschedule', name: 'execution' },
        ...settle(state, submission),
      ]
    case 'captureHold':
      return [request({ kind: 'settleCharge', jobId, ...CaptureResult.parse(result) })]
    case 'releaseHold':
      return [request({ kind: 'releaseCharge', jobId, reason: state.end?.ending ?? 'RELEASED' })]
    case 'releaseSlot':
    case 'settleCharge':
    case 'releaseCharge':
      return ended(state)
    default:
      return []
  }
}

const onRunEnd = (
  run: ReturnType<typeof WatchResult.parse>,
  before: JobExecution,
  { jobId }: JobSubmission,
): readonly Action[] => {
  switch (run.state) {
    case 'COMPLETED':
      return [request({ kind: 'completeJob', jobId, usage: run.usage })]
    case 'FAILED':
      return [request({ kind: 'failJob', jobId, failure: run.failure, usage: run.usage })]
    case 'CANCELLED':
      return before.timedOut
        ? [request({ kind: 'failJob', jobId, failure: ranTooLong, usage: run.usage })]
        : [
            request({
              kind: 'confirmCancellation',
              jobId,
              by: before.cancelledBy ?? 'SYSTEM',
              usage: run.usage,
            }),
          ]
    case 'GONE':
      return [request({ kind: 'findRun', jobId })]
  }
}

/** Gives the slot back and resolves the hold, side by side. */
const settle = (state: JobExecution, submission: JobSubmission): readonly Action[] => {
  const { jobId, deviceId } = submission
  const end: JobEnd = state.end ?? { ending: 'FAILED', fault: 'PLATFORM', usage: nothingUsed }
  const slot = state.inLine
    ? [request({ kind: 'releaseSlot', jobId, deviceId, usedSeconds: end.usage.qpuSeconds })]
    : []
  const money = state.held ? [request(resolveHold(submission, end))] : []
  return [...slot, ...money, ...ended(state)]
}

const resolveHold = (submission: JobSubmission, end: JobEnd): JobEffect => {
  const { jobId, organisation, providerOrganisation, commissionBasisPoints } = submission
  const amount = chargeOf(submission, end)
  return amountOf(amount) === 0n
    ? { kind: 'releaseHold', jobId, organisation, asset: amount.asset, reason: end.ending }
    : {
        kind: 'captureHold',
        jobId,
        organisation,
        amount,
        providerOrganisation,
        commissionBasisPoints,
      }
}

const ended = (state: JobExecution): readonly Action[] =>
  state.slotReleased && state.moneyResolved
    ? [{ do: 'end', outcome: state.end?.ending ?? 'FAILED' }]
    : []

const onRefusal = (
  message: Extract<SagaMessage, { type: 'refused' }>,
  { jobId }: JobSubmission,
): readonly Action[] => {
  const { kind, code, detail } = message
  if (kind === 'holdFunds' || kind === 'enqueueJob') {
    const faultDomain = kind === 'holdFunds' ? 'USER' : 'PROVIDER'
    const failure: Failure = { code, message: detail, faultDomain, retriable: true }
    return [request({ kind: 'failJob', jobId, failure, usage: nothingUsed })]
  }
  // Nothing else is ever refused while the house is in order: stop where a person can see it.
  return [{ do: 'end', outcome: `HALTED ${kind} ${code}` }]
}

const onTimer = (
  name: string,
  before: JobExecution,
  { jobId }: JobSubmission,
): readonly Action[] => {
  if (name === 'queue' && before.step === 'WAITING')
    return [request({ kind: 'failJob', jobId, failure: waitedTooLong, usage: nothingUsed })]
  return name === 'execution' && before.step === 'WATCHING'
    ? [request({ kind: 'cancelRun', jobId })]
    : []
}

const unreachable: Failure = {
  code: 'PROVIDER_UNREACHABLE',
  message: 'The provider never took the job.',
  faultDomain: 'PROVIDER',
  retriable: true,
}
const ranTooLong: Failure = {
  code: 'EXECUTION_TIME_LIMIT',
  message: 'The job ran longer than the device allows.',
  faultDomain: 'USER',
  retriable: false,
}
const waitedTooLong: Failure = {
  code: 'QUEUE_TIME_LIMIT',
  message: `The job waited ${maxDaysInQueue} days for the device.`,
  faultDomain: 'PLATFORM',
  retriable: true,
}

/** Carries a job from submission to its end: money held, slot, run, bill, all of it compensated when it fails. */
export const jobExecution: Saga<JobExecution, JobEffect> = {
  name: 'jobExecution',
  streamPrefixes: ['job-', 'deviceQueue-'],
  mayRest: false,
  route,
  initial,
  evolve,
  decide,
}

import { instantOf, msOf } from '../../domain/shared/instant.ts'
import { amountOf } from '../../domain/shared/money.ts'
import type { Failure, JobSubmission } from '../../domain/jobs/job-events.ts'
import type { Saga, SagaAction, SagaMessage } from '../runtime/saga.ts'
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
/** How long a provider may take to cancel a run before it is left to itself. */
const cancellationSeconds = 600
/** How long a provider is asked what became of a run before it counts as out of reach. */
const askingSeconds = 3_600

const request = (effect: JobEffect): Action => ({ do: 'request', effect })
/** Asked to cancel, a provider has its time. */
const cancelRun = (jobId: string, now: string): readonly Action[] => [
  request({ kind: 'cancelRun', jobId }),
  { do: 'schedule', name: 'cancellation', dueAt: later(now, cancellationSeconds) },
]
const findRun = (jobId: string, now: string): readonly Action[] => [
  request({ kind: 'findRun', jobId }),
  { do: 'schedule', name: 'asking', dueAt: later(now, askingSeconds) },
]
const asked: Action = { do: 'unschedule', name: 'asking' }
const later = (now: string, seconds: number): string => instantOf(msOf(now) + seconds * 1000)

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
      return isAboutTheRun(message.kind) ? findRun(submission.jobId, now) : []
    case 'timer':
      return onTimer(message.name, before, submission, now)
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
      return before.step === 'WATCHING' ? cancelRun(jobId, now) : []
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
      if (found.found) {
        const { providerJobId } = found
        const attempt = before.attempts
        return [asked, request({ kind: 'recordDispatch', jobId, attempt, providerJobId })]
      }
      if (state.step === 'SUBMITTING')
        return [asked, request({ kind: 'submitRun', jobId, attempt: state.attempts })]
      if (state.cancelledBy !== undefined) return [asked, cancel]
      return [asked, fail(jobId, unreachable)]
    }
    case 'recordDispatch':
      return [
        request({ kind: 'watchRun', jobId }),
        { do: 'schedule', name: 'execution', dueAt: later(now, timeLimit + graceSeconds) },
        ...(state.cancelledBy === undefined && !state.timedOut ? [] : cancelRun(jobId, now)),
      ]
    case 'watchRun':
      return onRunEnd(WatchResult.parse(result), before, submission, now)
    case 'completeJob':
    case 'failJob':
    case 'confirmCancellation':
      return [
        ...timers.map((name): Action => ({ do: 'unschedule', name })),
        // The slot is given back and the hold resolved, side by side.
        { do: 'compensate' },
        ...(state.holdRefused ? [voidHold(submission)] : []),
        ...ended(state),
      ]
    case 'captureHold':
      return [request({ kind: 'settleCharge', jobId, ...CaptureResult.parse(result) })]
    case 'releaseHold':
      return [request({ kind: 'releaseCharge', jobId, reason: state.end?.ending ?? 'RELEASED' })]
    case 'releaseSlot':
    case 'settleCharge':
    case 'releaseCharge':
    case 'voidHold':
      return ended(state)
    default:
      return []
  }
}

const onRunEnd = (
  run: ReturnType<typeof WatchResult.parse>,
  before: JobExecution,
  { jobId }: JobSubmission,
  now: string,
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
      return findRun(jobId, now)
  }
}

const timers = ['queue', 'execution', 'cancellation', 'asking'] as const

const fail = (jobId: string, failure: Failure): Action =>
  request({ kind: 'failJob', jobId, failure, usage: nothingUsed })

/** A refusal leaves no trace in the wallet. This does: whoever asks for the hold once more, late, is refused for good. */
const voidHold = ({ jobId, organisation, maximumCost: { asset } }: JobSubmission): Action =>
  request({ kind: 'voidHold', jobId, organisation, asset })

/** The end as the job's stream has it; the hold is resolved by it. */
const endOf = ({ end }: JobExecution): JobEnd =>
  end ?? { ending: 'FAILED', fault: 'PLATFORM', usage: nothingUsed }

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
  now: string,
): readonly Action[] => {
  const confirm = (by: 'USER' | 'SYSTEM'): Action =>
    request({ kind: 'confirmCancellation', jobId, by, usage: nothingUsed })
  const { step, cancelledBy } = before
  if (name === 'queue' && step === 'WAITING') return [fail(jobId, waitedTooLong)]
  if (name === 'execution' && step === 'WATCHING') return cancelRun(jobId, now)
  // It runs on, for all we know; the job does not wait for it.
  if (name === 'cancellation' && step === 'WATCHING')
    return [
      { do: 'abandon', kind: 'watchRun' },
      cancelledBy === undefined ? fail(jobId, ignoredCancellation) : confirm(cancelledBy),
    ]
  // Should it be there after all, it is to be cancelled whenever the provider listens again.
  if (name === 'asking' && step === 'ASKING')
    return [
      { do: 'abandon', kind: 'findRun' },
      request({ kind: 'cancelRun', jobId }),
      cancelledBy === undefined ? fail(jobId, unreachable) : confirm(cancelledBy),
    ]
  return []
}

const unreachable: Failure = {
  code: 'PROVIDER_UNREACHABLE',
  message: 'The provider never took the job.',
  faultDomain: 'PROVIDER',
  retriable: true,
}
const ignoredCancellation: Failure = {
  code: 'PROVIDER_IGNORED_CANCELLATION',
  message: 'The job ran longer than the device allows, and the provider did not cancel it.',
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
  version: 1,
  streamPrefixes: ['job-', 'deviceQueue-'],
  routes: {
    JobSubmitted: { starts: 'jobId' },
    SlotGranted: { continues: 'jobId' },
    JobCancellationRequested: { continues: 'jobId' },
  },
  mayRest: false,
  deadlineSeconds: (maxDaysInQueue + 1) * 86_400,
  initial,
  evolve,
  decide,
  undo: {
    enqueueJob: ({ jobId, deviceId }, state) => ({
      kind: 'releaseSlot',
      jobId,
      deviceId,
      usedSeconds: endOf(state).usage.qpuSeconds,
    }),
    holdFunds: (_, state) => state.submission && resolveHold(state.submission, endOf(state)),
  },
}

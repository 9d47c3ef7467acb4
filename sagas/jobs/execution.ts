import type { DomainEvent } from '../../domain/shared/event.ts'
import { instantOf, msOf } from '../../domain/shared/instant.ts'
import { amountOf } from '../../domain/shared/money.ts'
import type { Failure, JobSubmission } from '../../domain/jobs/job-events.ts'
import type { Saga, SagaAction, SagaMessage } from '../runtime/saga.ts'
import type { z } from 'zod'
import { paymentIdOf } from '../../commands/jobs/payment-id.ts'
import { captureCard, cardFailed, releaseCard, requestPayment } from './card.ts'
import { chargeOf } from './charge.ts'
import type { JobEffect } from './effects.ts'
import {
  ignoredCancellation,
  maxDaysInQueue,
  notPaid,
  ranTooLong,
  unreachable,
  waitedTooLong,
} from './failures.ts'
import { CaptureResult, FindResult, SubmitResult, WatchResult } from './results.ts'
import {
  canDispatch,
  evolve,
  initial,
  isAboutTheRun,
  isStill,
  losesCard,
  nothingUsed,
  type JobEnd,
  type JobExecution,
} from './state.ts'

type Action = SagaAction<JobEffect>

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
      return onInput(message.input, before, state, submission, now)
    case 'succeeded':
      return onSuccess(message.kind, message.result, before, state, submission, now)
    case 'refused':
      return onRefusal(message, state, submission)
    case 'unknown':
      return isAboutTheRun(message.kind) ? findRun(submission.jobId, now) : []
    case 'timer':
      return onTimer(message.name, before, submission, now)
  }
}

const onInput = (
  { type, data }: DomainEvent,
  before: JobExecution,
  state: JobExecution,
  submission: JobSubmission,
  now: string,
): readonly Action[] => {
  const { jobId } = submission
  switch (type) {
    case 'JobSubmitted':
      return [
        first(submission),
        { do: 'schedule', name: 'queue', dueAt: later(now, maxDaysInQueue * 86_400) },
      ]
    case 'PaymentAuthorised':
      return before.step === 'AUTHORISING' ? [holdFunds(submission)] : []
    case 'PaymentCancelled':
      // Out of the log, where it was held against the contract of its type.
      return losesCard(before)
        ? [fail(jobId, notPaid((data as { readonly reason: string }).reason))]
        : []
    case 'SlotGranted':
      return canDispatch(before) ? dispatch(submission) : []
    case 'JobCancellationRequested':
      if (before.cancelledBy !== undefined) return []
      if (isStill(before))
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

/** A run that is counted is given its place for good before any money is looked at. */
const first = (submission: JobSubmission): Action => {
  const { jobId, app } = submission
  const usageId = app?.usageId
  return usageId === undefined ? pay(submission) : request({ kind: 'confirmUsage', jobId, usageId })
}

const pay = (submission: JobSubmission): Action =>
  submission.payWith === undefined
    ? holdFunds(submission)
    : requestPayment(submission, submission.payWith)

const holdFunds = (submission: JobSubmission): Action => {
  const { jobId, organisation, maximumCost: amount, spender, app } = submission
  return request({
    kind: 'holdFunds',
    ...{ jobId, organisation, amount },
    ...(spender === undefined ? {} : { spender }),
    ...(app === undefined ? {} : { appId: app.appId }),
    ...(submission.payWith === undefined ? {} : { backing: { paymentId: paymentIdOf(jobId) } }),
  })
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
    case 'confirmUsage':
      return [state.step === 'ENDING' ? cancel : pay(submission)]
    case 'requestPayment':
      return before.step === 'AUTHORISING' && state.step === 'ENDING' ? [cancel] : []
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
        ...(state.held ? [] : releaseCard(state)),
        ...ended(state),
      ]
    case 'captureHold':
      return captured(CaptureResult.parse(result), state, jobId)
    case 'releaseHold':
      return [
        request({ kind: 'releaseCharge', jobId, reason: state.end?.ending ?? 'RELEASED' }),
        ...releaseCard(state),
      ]
    case 'releaseSlot':
    case 'settleUsage':
    case 'releaseUsage':
    case 'settleCharge':
    case 'releaseCharge':
    case 'voidHold':
    case 'capturePayment':
    case 'cancelPayment':
    case 'failCardCapture':
      return ended(state)
    default:
      return []
  }
}

const captured = (
  result: z.output<typeof CaptureResult>,
  state: JobExecution,
  jobId: string,
): readonly Action[] => [
  request({ kind: 'settleCharge', jobId, ...result }),
  ...captureCard(state, result.charged),
]

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
  const { device: amount, fee } = chargeOf(submission, end)
  const { app } = submission
  return amountOf(amount) + amountOf(fee) === 0n
    ? { kind: 'releaseHold', jobId, organisation, asset: amount.asset, reason: end.ending }
    : {
        kind: 'captureHold',
        jobId,
        organisation,
        amount,
        providerOrganisation,
        commissionBasisPoints,
        ...(app === undefined || amountOf(fee) === 0n
          ? {}
          : {
              fee: {
                amount: fee,
                sellerOrganisation: app.sellerOrganisation,
                commissionBasisPoints: app.commissionBasisPoints,
              },
            }),
      }
}

const ended = (state: JobExecution): readonly Action[] =>
  state.slotReleased && state.moneyResolved && !state.counted && state.card !== 'OPEN'
    ? [{ do: 'end', outcome: state.end?.ending ?? 'FAILED' }]
    : []

const onRefusal = (
  message: Extract<SagaMessage, { type: 'refused' }>,
  state: JobExecution,
  { jobId }: JobSubmission,
): readonly Action[] => {
  const { kind, code, detail } = message
  if (kind === 'cancelPayment') return ended(state)
  if (kind === 'capturePayment') return cardFailed(state, state.charged)
  if (canFail(kind)) {
    const faultDomain = kind === 'enqueueJob' ? 'PROVIDER' : 'USER'
    const failure: Failure = { code, message: detail, faultDomain, retriable: true }
    return [request({ kind: 'failJob', jobId, failure, usage: nothingUsed })]
  }
  // Nothing else is ever refused while the house is in order: stop where a person can see it.
  return [{ do: 'end', outcome: `HALTED ${kind} ${code}` }]
}

const canFail = (kind: string): boolean =>
  ['holdFunds', 'enqueueJob', 'confirmUsage', 'requestPayment'].includes(kind)

const onTimer = (
  name: string,
  before: JobExecution,
  { jobId }: JobSubmission,
  now: string,
): readonly Action[] => {
  const confirm = (by: 'USER' | 'SYSTEM'): Action =>
    request({ kind: 'confirmCancellation', jobId, by, usage: nothingUsed })
  const { step, cancelledBy } = before
  if (name === 'queue' && isStill(before)) return [fail(jobId, waitedTooLong)]
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

/** Carries a job from submission to its end: money held, slot, run, bill, all of it compensated when it fails. */
export const jobExecution: Saga<JobExecution, JobEffect> = {
  name: 'jobExecution',
  // 2: a card may pay. Jobs that began before have none, and go on as they are.
  version: 2,
  streamPrefixes: ['job-', 'deviceQueue-', 'payment-'],
  routes: {
    JobSubmitted: { starts: 'jobId' },
    SlotGranted: { continues: 'jobId' },
    JobCancellationRequested: { continues: 'jobId' },
    PaymentAuthorised: { continues: 'jobId', optional: true },
    PaymentCancelled: { continues: 'jobId', optional: true },
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
    confirmUsage: ({ jobId, usageId }, state) => ({
      kind: endOf(state).ending === 'COMPLETED' ? 'settleUsage' : 'releaseUsage',
      jobId,
      usageId,
    }),
    holdFunds: (_, state) => state.submission && resolveHold(state.submission, endOf(state)),
  },
}

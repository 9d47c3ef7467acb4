import type { Ending, FaultDomain } from '../../domain/billing/failure-policy.ts'
import type { JobEvent, JobSubmission, RunUsage } from '../../domain/jobs/job-events.ts'
import type { Money } from '../../domain/shared/money.ts'
import type { SagaMessage } from '../runtime/saga.ts'
import { CaptureResult, SubmitResult, WatchResult } from './results.ts'

/**
 * Where the execution of a job stands:
 * CONFIRMING a run's place in its quota, for a run of an app → AUTHORISING, where a card pays → RESERVING money → QUEUEING → ENQUEUEING on the device → WAITING for a slot → SUBMITTING to the provider (ASKING, while it is unknown whether the
 * submission arrived) → DISPATCHED → WATCHING → ENDING (the job's terminal event) → SETTLING money and slot.
 */
export type Step =
  | 'NEW'
  | 'CONFIRMING'
  | 'AUTHORISING'
  | 'RESERVING'
  | 'QUEUEING'
  | 'ENQUEUEING'
  | 'WAITING'
  | 'SUBMITTING'
  | 'ASKING'
  | 'DISPATCHED'
  | 'WATCHING'
  | 'ENDING'
  | 'SETTLING'

export type JobEnd = {
  readonly ending: Ending
  readonly fault?: FaultDomain
  readonly usage: RunUsage
}

export type JobExecution = {
  readonly step: Step
  readonly submission?: JobSubmission
  readonly held: boolean
  /** There is no hold, and there must not be one later. */
  readonly holdRefused: boolean
  /** A slot was granted before the device's queue had answered. */
  readonly granted: boolean
  /** It has a place in the device's queue, or a slot. */
  readonly inLine: boolean
  readonly cancelledBy?: 'USER' | 'SYSTEM'
  readonly timedOut: boolean
  readonly attempts: number
  readonly end?: JobEnd
  readonly slotReleased: boolean
  readonly moneyResolved: boolean
  /** The card's payment: ASKED for, OPEN once it is there, DONE when it was told what becomes of it. */
  readonly card?: 'ASKED' | 'OPEN' | 'DONE'
  /** What the hold was captured for; kept for the card. */
  readonly charged?: Money
  /** The run of an app has a place in a quota that is neither taken for good nor given back. */
  readonly counted: boolean
}

export const initial: JobExecution = {
  step: 'NEW',
  held: false,
  holdRefused: false,
  granted: false,
  inLine: false,
  timedOut: false,
  attempts: 0,
  slotReleased: false,
  moneyResolved: false,
  counted: false,
}

export const nothingUsed: RunUsage = { shots: 0, qpuSeconds: 0 }

export const evolve = (state: JobExecution, message: SagaMessage): JobExecution => {
  switch (message.type) {
    case 'input':
      // The router lets only these through, out of the log, where they were checked.
      return onInput(state, message.input as Input)
    case 'succeeded':
      return onSuccess(state, message.kind, message.result)
    case 'refused':
      return onRefusal(state, message.kind)
    case 'unknown':
      return isAboutTheRun(message.kind) ? { ...state, step: 'ASKING' } : state
    case 'timer':
      return onTimer(state, message.name)
  }
}

/** Of these it may be unknown what came of the run; the provider is asked before anything else is tried. */
export const isAboutTheRun = (kind: string): boolean =>
  kind === 'submitRun' || kind === 'completeJob'

type Input = JobEvent | { readonly type: 'SlotGranted' | 'PaymentAuthorised' | 'PaymentCancelled' }

const onInput = (state: JobExecution, input: Input): JobExecution => {
  switch (input.type) {
    case 'JobSubmitted': {
      const { submittedAt: _, ...submission } = input.data
      const counts = submission.app?.usageId !== undefined
      return counts
        ? { ...state, step: 'CONFIRMING', submission }
        : paying({ ...state, submission })
    }
    case 'PaymentAuthorised':
      return state.step === 'AUTHORISING' ? { ...state, step: 'RESERVING', card: 'OPEN' } : state
    case 'PaymentCancelled':
      return losesCard(state) ? ending({ ...state, card: 'OPEN' }, 'FAILED', 'USER') : state
    case 'SlotGranted':
      if (state.step === 'ENQUEUEING') return { ...state, granted: true }
      return canDispatch(state) ? dispatching(state) : state
    case 'JobCancellationRequested': {
      const cancelled = { ...state, cancelledBy: state.cancelledBy ?? input.data.by }
      return isStill(state) ? ending(cancelled, 'CANCELLED') : cancelled
    }
    default:
      return state
  }
}

/** Nothing is under way that an answer is waited for: it can end at once. */
export const isStill = ({ step, card }: JobExecution): boolean =>
  step === 'WAITING' || (step === 'AUTHORISING' && card === 'OPEN')

/** The card will not pay, and nothing has been done yet that it would have to pay for. */
export const losesCard = ({ step }: JobExecution): boolean =>
  step === 'WAITING' || step === 'AUTHORISING'

const paying = (state: JobExecution): JobExecution =>
  state.submission?.payWith === undefined
    ? { ...state, step: 'RESERVING' }
    : { ...state, step: 'AUTHORISING', card: 'ASKED' }

/** A slot is used only by a job that still waits for one: a cancelled one gives it back when it ends. */
export const canDispatch = (state: JobExecution): boolean =>
  state.step === 'WAITING' && state.cancelledBy === undefined

const dispatching = (state: JobExecution): JobExecution => ({
  ...state,
  step: 'SUBMITTING',
  attempts: 1,
})

const ending = (
  state: JobExecution,
  how: Ending,
  fault?: FaultDomain,
  usage = nothingUsed,
): JobExecution => ({
  ...state,
  step: 'ENDING',
  end: { ending: how, usage, ...(fault === undefined ? {} : { fault }) },
})

const onSuccess = (state: JobExecution, kind: string, result: unknown): JobExecution => {
  const cancelled = state.cancelledBy !== undefined
  switch (kind) {
    case 'confirmUsage':
      return cancelled
        ? ending({ ...state, counted: true }, 'CANCELLED')
        : paying({ ...state, counted: true })
    case 'settleUsage':
    case 'releaseUsage':
      return { ...state, counted: false }
    case 'requestPayment':
      // Whoever was quicker has gone on with it.
      if (state.step !== 'AUTHORISING') return state
      return cancelled
        ? ending({ ...state, card: 'OPEN' }, 'CANCELLED')
        : { ...state, card: 'OPEN' }
    case 'holdFunds':
      return cancelled
        ? ending({ ...state, held: true }, 'CANCELLED')
        : { ...state, held: true, step: 'QUEUEING' }
    case 'queueJob':
      return cancelled ? ending(state, 'CANCELLED') : { ...state, step: 'ENQUEUEING' }
    case 'enqueueJob':
      if (cancelled) return ending({ ...state, inLine: true }, 'CANCELLED')
      return state.granted
        ? dispatching({ ...state, inLine: true })
        : { ...state, inLine: true, step: 'WAITING' }
    case 'submitRun': {
      const outcome = SubmitResult.parse(result)
      if (outcome.kind === 'accepted') return { ...state, step: 'DISPATCHED' }
      return ending(state, 'FAILED', outcome.failure.faultDomain)
    }
    case 'findRun':
      return afterAsking(state, result)
    case 'recordDispatch':
      return { ...state, step: 'WATCHING' }
    case 'watchRun': {
      const run = WatchResult.parse(result)
      if (run.state === 'GONE') return { ...state, step: 'ASKING' }
      if (run.state === 'FAILED') return ending(state, 'FAILED', run.failure.faultDomain, run.usage)
      if (run.state === 'CANCELLED' && state.timedOut)
        return ending(state, 'FAILED', 'USER', run.usage)
      // Who cancelled without being asked to pays for it.
      if (run.state === 'CANCELLED' && state.cancelledBy !== 'USER')
        return ending(state, 'CANCELLED', 'PROVIDER', run.usage)
      return ending(state, run.state, undefined, run.usage)
    }
    case 'completeJob':
    case 'failJob':
    case 'confirmCancellation':
      return {
        ...state,
        step: 'SETTLING',
        slotReleased: !state.inLine,
        moneyResolved: !state.held && !state.holdRefused,
      }
    case 'releaseSlot':
      return { ...state, slotReleased: true }
    case 'captureHold':
      return state.card === undefined
        ? state
        : { ...state, charged: CaptureResult.parse(result).charged }
    case 'capturePayment':
    case 'cancelPayment':
    case 'failCardCapture':
      return { ...state, card: 'DONE' }
    case 'settleCharge':
    case 'releaseCharge':
    case 'voidHold':
      return { ...state, moneyResolved: true }
    default:
      return state
  }
}

/** How often a run is submitted under its token before the provider is given up. */
export const maxAttempts = 3

const afterAsking = (state: JobExecution, result: unknown): JobExecution => {
  if ((result as { found: boolean }).found) return { ...state, step: 'DISPATCHED' }
  if (state.cancelledBy !== undefined) return ending(state, 'CANCELLED')
  if (state.attempts >= maxAttempts) return ending(state, 'FAILED', 'PROVIDER')
  return { ...state, step: 'SUBMITTING', attempts: state.attempts + 1 }
}

/** Money that is not there is the user's fault; a device that was retired meanwhile, the provider's. */
const onRefusal = (state: JobExecution, kind: string): JobExecution => {
  if (kind === 'confirmUsage') return ending(state, 'FAILED', 'USER')
  if (kind === 'requestPayment') return ending({ ...state, card: 'DONE' }, 'FAILED', 'USER')
  // It is not there any more to be given back.
  if (kind === 'cancelPayment') return { ...state, card: 'DONE' }
  if (kind === 'holdFunds') return ending({ ...state, holdRefused: true }, 'FAILED', 'USER')
  return kind === 'enqueueJob' ? ending(state, 'FAILED', 'PROVIDER') : state
}

const onTimer = (state: JobExecution, name: string): JobExecution => {
  // A job that is being cancelled already ends as that.
  if (name === 'execution') return { ...state, timedOut: state.cancelledBy === undefined }
  if (name === 'queue' && isStill(state)) return ending(state, 'FAILED', 'PLATFORM')
  const { step, cancelledBy } = state
  return (name === 'cancellation' && step === 'WATCHING') ||
    (name === 'asking' && step === 'ASKING')
    ? ending(state, cancelledBy === undefined ? 'FAILED' : 'CANCELLED', 'PROVIDER')
    : state
}

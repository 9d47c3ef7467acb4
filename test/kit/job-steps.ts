import type { SagaRow, Told } from './saga.ts'
import { input, succeeded } from './saga.ts'
import { failureOf, jobId, submissionOf } from './jobs.ts'
import { meta } from './given-when-then/meta.ts'

/** What the execution of a job is told, in the words of its tables. */
export const submission = submissionOf()
export const submitted = input('JobSubmitted', { ...submission, submittedAt: meta.now })
export const cancelled = (by: 'USER' | 'SYSTEM' = 'USER'): Told =>
  input('JobCancellationRequested', { jobId, at: meta.now, by, reason: '' })
export const granted = input('SlotGranted', { jobId, at: meta.now, deviceId: submission.deviceId })

export const accepted = succeeded('submitRun', { kind: 'accepted', providerJobId: 'run-1' })
export const found = succeeded('findRun', { found: true, providerJobId: 'run-1' })
export const notFound = succeeded('findRun', { found: false })
export const usage = { shots: 1000, qpuSeconds: 2 }
export const ran = (state: 'COMPLETED' | 'CANCELLED', used = usage): Told =>
  succeeded('watchRun', { state, usage: used })
export const failed = (faultDomain: 'USER' | 'PLATFORM' | 'PROVIDER', used = usage): Told =>
  succeeded('watchRun', { state: 'FAILED', usage: used, failure: failureOf(faultDomain) })
export const gone = succeeded('watchRun', { state: 'GONE' })
export const usd = (amount: string) => ({ amount, asset: 'USD/2' })
export const captured = succeeded('captureHold', {
  charged: usd('1100'),
  providerShare: usd('990'),
  commission: usd('110'),
})

/** The way of a job on which nothing goes wrong, step by step. */
export const held = [submitted, succeeded('holdFunds')]
export const queued = [...held, succeeded('queueJob')]
export const waiting = [...queued, succeeded('enqueueJob')]
export const submitting = [...waiting, granted]
export const dispatched = [...submitting, accepted]
export const watching = [...dispatched, succeeded('recordDispatch')]
export const completed = [...watching, ran('COMPLETED')]
export const settling = [...completed, succeeded('completeJob')]

/** The rows under a common title. */
export const rows = (title: string, all: readonly SagaRow[]): readonly SagaRow[] =>
  all.map((row) => ({ ...row, name: `${title}: ${row.name}` }))

import { z } from 'zod'
import { cancelJob } from '../../commands/jobs/cancel.ts'
import { issueQuote } from '../../commands/jobs/issue-quote.ts'
import { JobView, ResultView } from '../../commands/jobs/job-view.ts'
import { readJob, readResult } from '../../commands/jobs/read-job.ts'
import { submitJob } from '../../commands/jobs/submit.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { mountQuery } from '../queries/mount-query.ts'
import { Id, Instant, Money, noBody, programLimit } from '../shapes.ts'
import { exampleWork } from './example-work.ts'
import { FailurePolicy } from './failure-policy.ts'
import { awaitJob, followJob } from './follow-job.ts'

const JobPath = z.strictObject({ jobId: Id })
const locationOf = ({ jobId }: { readonly jobId: string }): string => `/v1/jobs/${jobId}`
const toJob = [
  { operationId: 'getJob', parameter: 'jobId', member: 'jobId' },
  { operationId: 'getResult', parameter: 'jobId', member: 'jobId' },
  { operationId: 'cancelJob', parameter: 'jobId', member: 'jobId' },
] as const

/** What a device may have against a piece of work. */
const refusals = [
  'NOT_FOUND',
  'INVALID_CIRCUIT',
  'TOO_MANY_QUBITS',
  'TOO_MANY_SHOTS',
  'TOO_FEW_SHOTS',
  'DEVICE_OFFLINE',
  'DEVICE_RETIRED',
  'OUTSIDE_EXECUTION_WINDOW',
  'CALIBRATION_MISMATCH',
] as const

export const jobRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'issueQuote',
    tag: 'jobs',
    summary: 'Ask for a binding price',
    description:
      'For one program, device and number of shots. Whatever the price book says by then, a job that is submitted under the ' +
      'quote before it expires costs at most this; every such job holds the amount for itself.',
    problems: refusals,
    method: 'POST',
    path: '/v1/quotes',
    command: issueQuote,
    params: z.strictObject({}),
    body: issueQuote.input,
    example: exampleWork,
    input: (_, body) => body,
    status: 201,
    answer: z.object({
      quoteId: Id,
      deviceId: Id,
      programHash: z.string().max(64),
      shots: z.int32().min(1),
      estimate: Money,
      maximumCost: Money,
      estimatedSeconds: z.number().min(0),
      priceVersion: z.string().max(64).describe('The device’s price that it holds to'),
      expiresAt: Instant,
      failurePolicy: FailurePolicy,
    }),
    bodyLimit: programLimit,
  }),
  mountCommand({
    operationId: 'submitJob',
    tag: 'jobs',
    summary: 'Submit a circuit to a device',
    description:
      'Answers 202 as soon as the job is accepted; with `Prefer: wait=N`, 200 with the job when it ends in time.',
    problems: [
      ...refusals,
      'COST_ABOVE_MAXIMUM',
      'INSUFFICIENT_FUNDS',
      'ASSET_MISMATCH',
      'QUOTE_EXPIRED',
      'QUOTE_MISMATCH',
    ],
    links: toJob,
    method: 'POST',
    path: '/v1/jobs',
    command: submitJob,
    params: z.strictObject({}),
    body: submitJob.input,
    example: { ...exampleWork, name: 'A Bell pair', tags: ['tutorial'] },
    input: (_, body) => body,
    status: 202,
    answer: z.object({
      jobId: Id,
      status: z.literal('SUBMITTED'),
      estimate: Money,
      maximumCost: Money,
    }),
    location: locationOf,
    follow: followJob,
    bodyLimit: programLimit,
  }),
  mountQuery({
    operationId: 'getJob',
    tag: 'jobs',
    summary: 'Read a job',
    description: 'With `Prefer: wait=N` the answer is held back until the job has ended.',
    problems: ['NOT_FOUND'],
    links: toJob,
    path: '/v1/jobs/:jobId',
    params: JobPath,
    answer: JobView,
    read: ({ services }, context, { jobId }) => readJob(services, context, jobId),
    wait: awaitJob,
  }),
  mountQuery({
    operationId: 'getResult',
    tag: 'jobs',
    summary: 'Read a job’s result',
    description: 'NOT_FOUND as long as there is none.',
    problems: ['NOT_FOUND'],
    path: '/v1/jobs/:jobId/result',
    params: JobPath,
    answer: ResultView.extend({ jobId: Id }),
    read: ({ services }, context, { jobId }) => readResult(services, context, jobId),
    wait: awaitJob,
  }),
  mountCommand({
    operationId: 'cancelJob',
    tag: 'jobs',
    summary: 'Ask for the end of a job',
    description: 'The provider has the last word: a job may still complete.',
    problems: ['NOT_FOUND', 'JOB_ALREADY_TERMINAL'],
    links: toJob,
    method: 'DELETE',
    path: '/v1/jobs/:jobId',
    command: cancelJob,
    params: JobPath,
    body: noBody,
    input: ({ jobId }) => ({ jobId }),
    status: 202,
    answer: z.object({ jobId: Id, status: z.literal('CANCELLING') }),
    location: locationOf,
    precondition: 'accepted',
    follow: followJob,
  }),
]

import { z } from 'zod'
import { job, type Job, type JobCommand } from '../../domain/jobs/job.ts'
import { Money } from '../../domain/shared/money.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { commissionOf } from '../billing/payees/commission-of.ts'
import { notFound } from '../shared/change.ts'
import type { Changed } from '../shared/changed.ts'
import { defineCommand, type Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { affordable } from './affordable.ts'
import { cardOf } from './card-of.ts'
import { prepare, Work } from './prepare.ts'
import { quotedTerms } from './quoted-terms.ts'
import { spenderOf } from './spender.ts'

export type SubmittedAnswer = {
  readonly jobId: string
  readonly status: 'SUBMITTED'
  readonly estimate: Money
  readonly maximumCost: Money
}

const Seed = z.union([z.string().min(1).max(64), z.int().min(0).transform(String)])

const answerOf = (
  changed: Changed & { readonly state: Job },
): Completed<SubmittedAnswer> | Rejection => {
  if (changed.state.kind === 'absent') return notFound('job')
  const { jobId, estimate, maximumCost } = changed.state.submission
  return { answer: { jobId, status: 'SUBMITTED', estimate, maximumCost }, changed }
}

const Submission = Work.extend({
  name: z.string().max(120).default(''),
  tags: z.array(z.string().min(1).max(40)).max(8).default([]),
  seed: Seed.exactOptional(),
  maximumCost: Money.exactOptional(),
  quoteId: Id.exactOptional(),
  /** A saved card instead of the wallet's credit: it authorises the maximum, and pays what was used. */
  payWith: z.strictObject({ paymentMethodId: Id }).exactOptional(),
})

/** The job to submit, on today's terms or on those of a quote; or why it cannot be. */
const wishFor = async (
  jobId: string,
  organisation: string,
  input: z.output<typeof Submission>,
  tools: CommandTools,
): Promise<{ readonly command: JobCommand } | Rejection | Failure> => {
  const { context } = tools
  const { name, tags, seed, maximumCost: ceiling, quoteId, payWith, ...work } = input
  const prepared = await prepare(work, tools)
  if (isRejection(prepared) || 'code' in prepared) return prepared
  const terms = quoteId === undefined ? prepared : await quotedTerms(quoteId, prepared, work, tools)
  if (isRejection(terms)) return terms
  const { price, estimate } = terms
  const { circuit, programHash, providerOrganisation, calibrationId, timeLimit } = prepared
  const { source, inputs, deviceId, shots } = work
  const spender = spenderOf(context, deviceId)
  const sale = { kind: 'DEVICE', organisation: providerOrganisation, itemId: deviceId } as const
  const [maximumCost, commission] = await Promise.all([
    affordable(tools, { organisation, spender, onCard: payWith !== undefined }, estimate, ceiling),
    commissionOf(tools, sale),
  ])
  if (isRejection(maximumCost)) return maximumCost
  const card = await cardOf(tools, organisation, maximumCost, payWith?.paymentMethodId)
  if (isRejection(card)) return card
  return {
    command: {
      type: 'SubmitJob',
      submission: {
        jobId,
        organisation,
        user: context.actor.id,
        spender,
        name,
        tags,
        source,
        ...(inputs === undefined ? {} : { inputs }),
        programHash,
        circuit,
        deviceId,
        providerOrganisation,
        shots,
        seed: seed ?? derivedId(context.commandId, 'seed'),
        price,
        estimate,
        maximumCost,
        timeLimit,
        commissionBasisPoints: commission.basisPoints,
        ...(calibrationId === undefined ? {} : { calibrationId }),
        ...(quoteId === undefined ? {} : { quoteId }),
        ...card,
      },
    },
  }
}

/** Sends a circuit to a device. What it may cost at most is held by the execution saga before anything runs. */
export const submitJob = defineCommand({
  name: 'jobs.submit',
  input: Submission,
  scope: 'jobs:write',
  run: async (input, tools) => {
    const { commandId, organisation } = tools.context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'A job belongs to an organisation; act for one.')
    const jobId = derivedId(commandId, 'job')
    const changed = await tools.create(job, jobId, () => wishFor(jobId, organisation, input, tools))
    return 'stream' in changed ? answerOf(changed) : changed
  },
})

import { z } from 'zod'
import { insufficientFunds, wallet, walletIdOf } from '../../domain/billing/wallet.ts'
import { job, type Job, type JobCommand } from '../../domain/jobs/job.ts'
import { amountOf, Money } from '../../domain/shared/money.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { notFound, type Changed } from '../shared/change.ts'
import { defineCommand, type Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { prepare, Work } from './prepare.ts'
import { quotedTerms } from './quoted-terms.ts'

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
})

/** The job to submit, on today's terms or on those of a quote; or why it cannot be. */
const wishFor = async (
  jobId: string,
  organisation: string,
  input: z.output<typeof Submission>,
  tools: CommandTools,
): Promise<{ readonly command: JobCommand } | Rejection | Failure> => {
  const { context, services } = tools
  const { name, tags, seed, maximumCost: ceiling, quoteId, ...work } = input
  const prepared = await prepare(work, tools)
  if (isRejection(prepared) || 'code' in prepared) return prepared
  const terms = quoteId === undefined ? prepared : await quotedTerms(quoteId, prepared, work, tools)
  if (isRejection(terms)) return terms
  const { price, estimate } = terms
  const maximumCost = ceiling ?? estimate
  if (maximumCost.asset !== price.asset)
    return reject('ASSET_MISMATCH', `The device is priced in ${price.asset}.`)
  if (amountOf(estimate) > amountOf(maximumCost))
    return reject(
      'COST_ABOVE_MAXIMUM',
      `The estimate is ${estimate.amount} minor units of ${estimate.asset}.`,
    )
  const { state } = await tools.load(wallet, walletIdOf(organisation, price.asset))
  const { available, asset = price.asset } = state
  if (asset !== price.asset)
    return reject('ASSET_MISMATCH', `The device is priced in ${price.asset}, not in ${asset}.`)
  if (available < amountOf(maximumCost))
    return insufficientFunds(available, amountOf(maximumCost), price.asset)

  const { circuit, programHash, providerOrganisation, calibrationId, timeLimit } = prepared
  const { source, deviceId, shots } = work
  return {
    command: {
      type: 'SubmitJob',
      submission: {
        jobId,
        organisation,
        user: context.actor.id,
        name,
        tags,
        source,
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
        commissionBasisPoints: services.policy.commissionBasisPoints,
        ...(calibrationId === undefined ? {} : { calibrationId }),
        ...(quoteId === undefined ? {} : { quoteId }),
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

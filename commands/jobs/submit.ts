import { z } from 'zod'
import { insufficientFunds, wallet, walletIdOf } from '../../domain/billing/wallet.ts'
import { job } from '../../domain/jobs/job.ts'
import { amountOf, Money } from '../../domain/shared/money.ts'
import { isRejection, reject } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { prepare, Work } from './prepare.ts'
import { quotedTerms } from './quoted-terms.ts'

const Seed = z.union([z.string().min(1).max(64), z.int().min(0).transform(String)])

/** Sends a circuit to a device. What it may cost at most is held by the execution saga before anything runs. */
export const submitJob = defineCommand({
  name: 'jobs.submit',
  input: Work.extend({
    name: z.string().max(120).default(''),
    tags: z.array(z.string().min(1).max(40)).max(8).default([]),
    seed: Seed.exactOptional(),
    maximumCost: Money.exactOptional(),
    quoteId: Id.exactOptional(),
  }),
  scope: 'jobs:write',
  run: async (input, tools) => {
    const { context, services } = tools
    const { organisation } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'A job belongs to an organisation; act for one.')
    const jobId = derivedId(context.commandId, 'job')
    const { source, deviceId, shots, calibrationId, name, tags, quoteId } = input
    const prepared = await prepare(
      { source, deviceId, shots, ...(calibrationId === undefined ? {} : { calibrationId }) },
      tools,
    )
    if (isRejection(prepared) || 'code' in prepared) return prepared
    const terms =
      quoteId === undefined ? prepared : await quotedTerms(quoteId, input, prepared, tools)
    if (isRejection(terms)) return terms
    const { price, estimate } = terms
    const maximumCost = input.maximumCost ?? estimate
    if (maximumCost.asset !== price.asset)
      return reject('ASSET_MISMATCH', `The device is priced in ${price.asset}.`)
    if (amountOf(estimate) > amountOf(maximumCost))
      return reject(
        'COST_ABOVE_MAXIMUM',
        `The estimate is ${estimate.amount} minor units of ${estimate.asset}.`,
      )
    const purse = await tools.load(wallet, walletIdOf(organisation, price.asset))
    const known = await tools.load(job, jobId)
    if (known.revision === -1n && purse.state.available < amountOf(maximumCost))
      return insufficientFunds(purse.state.available, amountOf(maximumCost), price.asset)
    const { circuit, programHash, providerOrganisation } = prepared
    const changed = await tools.change(job, jobId, {
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
        seed: input.seed ?? derivedId(context.commandId, 'seed'),
        price,
        estimate,
        maximumCost,
        commissionBasisPoints: services.policy.commissionBasisPoints,
        ...(prepared.calibrationId === undefined ? {} : { calibrationId: prepared.calibrationId }),
        ...(quoteId === undefined ? {} : { quoteId }),
      },
    })
    return 'stream' in changed
      ? { answer: { jobId, status: 'SUBMITTED', estimate, maximumCost }, changed }
      : changed
  },
})

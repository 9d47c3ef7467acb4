import { z } from 'zod'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { job } from '../../domain/jobs/job.ts'
import { Money } from '../../domain/shared/money.ts'
import { isRejection, reject } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownJob } from '../jobs/own-job.ts'
import { notToCard, sendToCard } from './payments/refund-to-card.ts'

/** Gives back part or all of what a job cost: the wallet's ledger first, then the job's own record of it. */
export const refundJob = defineCommand({
  name: 'billing.refund',
  input: z.strictObject({
    jobId: Id,
    amount: Money,
    reason: z.string().min(1).max(500),
    /** CARD: of a job that a card paid, on through the wallet to the card. */
    to: z.enum(['WALLET', 'CARD']).default('WALLET'),
  }),
  scope: 'billing:refund',
  run: async ({ jobId, amount, reason, to }, tools) => {
    const owned = await ownJob(tools, jobId)
    if (isRejection(owned)) return owned
    const { submission, holdId, billing } = owned
    if (holdId === undefined)
      return reject('REFUND_ABOVE_CAPTURE', 'Nothing was ever held for this job.')
    if (amount.asset !== submission.price.asset)
      return reject('ASSET_MISMATCH', `The job was charged in ${submission.price.asset}.`)
    // Between capture and settlement the wallet would repay what the job cannot record yet.
    if (billing === 'PENDING')
      return reject('ILLEGAL_JOB_TRANSITION', 'The charge is not settled yet.')
    const refused = to === 'CARD' ? await notToCard(jobId, BigInt(amount.amount), tools) : undefined
    if (refused !== undefined) return refused
    const { organisation } = submission
    const walletId = walletIdOf(organisation, amount.asset)
    const repaid = await tools.change(wallet, walletId, {
      type: 'RefundCharge',
      organisation,
      asset: amount.asset,
      holdId,
      amount: BigInt(amount.amount),
      reason,
    })
    if (!('stream' in repaid)) return repaid
    const changed = await tools.change(job, jobId, {
      type: 'RecordRefund',
      refunded: amount,
      reason,
    })
    if (!('stream' in changed)) return changed
    if (to === 'CARD') {
      const sent = await sendToCard(jobId, BigInt(amount.amount), reason, tools)
      if (!('stream' in sent)) return sent
    }
    return { answer: { jobId, walletId, refunded: amount }, changed }
  },
})

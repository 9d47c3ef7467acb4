import { paymentIdOf } from '../../commands/jobs/payment-id.ts'
import { payment } from '../../domain/billing/payments/payment.ts'
import { getById } from '../../domain/shared/id-map.ts'
import { money } from '../../domain/shared/money.ts'
import type { Json } from '../../domain/shared/json.ts'
import type { Wallet } from '../../domain/billing/wallet/wallet-state.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { deviceQueue } from '../../domain/devices/device-queue.ts'
import { job } from '../../domain/jobs/job.ts'
import { appUsage } from '../../domain/subscriptions/usage.ts'
import { changeAs, succeeded, type Performers } from '../runtime/effects.ts'
import type { JobEffect } from './effects.ts'
import { cancelRun, completeJob, findRun, submitRun, watchRun } from './run.ts'

/** Does what the execution of a job asked for. Safe to do again: commands by their id, the provider by its client token. */
export const performJobEffects: Performers<JobEffect> = {
  holdFunds: ({ kind: _, jobId, organisation, amount: { amount, asset }, ...spending }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      type: 'HoldFunds',
      organisation,
      asset,
      holdId: jobId,
      jobId,
      amount: BigInt(amount),
      ...spending,
    }),
  requestPayment: ({ kind: _, jobId, organisation, amount, ...wish }, tools) => {
    const paymentId = paymentIdOf(jobId)
    const walletId = walletIdOf(organisation, amount.asset)
    return changeAs(tools, payment, paymentId, {
      type: 'RequestPayment',
      ...{ paymentId, organisation, amount, capture: 'MANUAL' },
      purpose: { kind: 'JOB', jobId, walletId },
      ...wish,
    })
  },
  capturePayment: ({ jobId, amount }, tools) => {
    const paymentId = paymentIdOf(jobId)
    const of = { paymentId, amount: BigInt(amount.amount) }
    return changeAs(tools, payment, paymentId, { type: 'RequestCapture', ...of })
  },
  cancelPayment: ({ jobId, reason }, tools) => {
    const paymentId = paymentIdOf(jobId)
    return changeAs(tools, payment, paymentId, {
      type: 'RequestCancellation',
      ...{ paymentId, reason },
    })
  },
  failCardCapture: ({ jobId, organisation, amount: { amount, asset } }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      type: 'FailCardCapture',
      ...{ organisation, asset, paymentId: paymentIdOf(jobId) },
      amount: BigInt(amount),
    }),
  voidHold: async ({ jobId, organisation, asset }, tools) => {
    const voided = await changeAs(tools, wallet, walletIdOf(organisation, asset), {
      type: 'VoidHold',
      organisation,
      asset,
      holdId: jobId,
    })
    // A wallet that counts in something else, for ever, will never take the hold: there is nothing to be voided.
    const isElsewhere = voided.type === 'refused' && voided.code === 'ASSET_MISMATCH'
    return isElsewhere ? succeeded() : voided
  },
  queueJob: ({ jobId, amount }, tools) =>
    changeAs(tools, job, jobId, { type: 'QueueJob', holdId: jobId, amount }),
  enqueueJob: ({ jobId, deviceId, user }, tools) =>
    changeAs(tools, deviceQueue, deviceId, { type: 'EnqueueJob', deviceId, jobId, user }),
  submitRun: ({ jobId }, tools) => submitRun(jobId, tools),
  findRun: ({ jobId }, tools) => findRun(jobId, tools),
  recordDispatch: ({ jobId, attempt, providerJobId }, tools) =>
    changeAs(tools, job, jobId, {
      type: 'RecordDispatch',
      attempt,
      clientToken: jobId,
      providerJobId,
    }),
  watchRun: ({ jobId }, tools) => watchRun(jobId, tools),
  cancelRun: ({ jobId }, tools) => cancelRun(jobId, tools),
  completeJob: ({ jobId, usage }, tools) => completeJob(jobId, usage, tools),
  failJob: ({ jobId, failure, usage }, tools) =>
    changeAs(tools, job, jobId, { type: 'FailJob', failure, usage }),
  confirmCancellation: ({ jobId, by, usage }, tools) =>
    changeAs(tools, job, jobId, { type: 'ConfirmCancellation', by, usage }),
  releaseSlot: ({ jobId, deviceId, usedSeconds }, tools) =>
    changeAs(tools, deviceQueue, deviceId, { type: 'ReleaseJob', deviceId, jobId, usedSeconds }),
  captureHold: (effect, tools) => {
    const { jobId, organisation, providerOrganisation, commissionBasisPoints } = effect
    const { amount, asset } = effect.amount
    const { fee } = effect
    return changeAs(
      tools,
      wallet,
      walletIdOf(organisation, asset),
      {
        type: 'CaptureHold',
        organisation,
        asset,
        holdId: jobId,
        amount: BigInt(amount),
        providerOrganisation,
        commissionBasisPoints,
        ...(fee === undefined ? {} : { fee: { ...fee, amount: BigInt(fee.amount.amount) } }),
      },
      (_events, state) => captured(state, jobId, asset),
    )
  },
  releaseHold: ({ jobId, organisation, asset, reason }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      type: 'ReleaseHold',
      organisation,
      asset,
      holdId: jobId,
      reason,
    }),
  settleCharge: ({ kind: _, jobId, ...shares }, tools) =>
    changeAs(tools, job, jobId, { type: 'SettleCharge', ...shares }),
  confirmUsage: ({ jobId, usageId }, tools) =>
    changeAs(tools, appUsage, usageId, { type: 'ConfirmRun', runId: jobId }),
  settleUsage: ({ jobId, usageId }, tools) =>
    changeAs(tools, appUsage, usageId, { type: 'SettleRun', runId: jobId }),
  releaseUsage: ({ jobId, usageId }, tools) =>
    changeAs(tools, appUsage, usageId, { type: 'ReleaseRun', runId: jobId }),
  releaseCharge: ({ jobId, reason }, tools) =>
    changeAs(tools, job, jobId, { type: 'ReleaseCharge', reason }),
}

/** Read from the wallet rather than from the events, so that a repeated capture reports the same. */
const captured = (state: Wallet, holdId: string, asset: string): Json => {
  const hold = getById(state.holds, holdId)
  if (hold?.status !== 'CAPTURED') throw new Error(`hold ${holdId} is not captured`)
  return {
    charged: money(hold.captured, asset),
    providerShare: money(hold.providerShare, asset),
    commission: money(hold.captured - hold.providerShare - hold.sellerShare, asset),
    ...(hold.sellerOrganisation === undefined
      ? {}
      : { sellerShare: money(hold.sellerShare, asset) }),
  }
}

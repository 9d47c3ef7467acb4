import { getById } from '../../domain/shared/id-map.ts'
import { money } from '../../domain/shared/money.ts'
import type { Json } from '../../domain/shared/saga-events.ts'
import { wallet, walletIdOf, type Wallet } from '../../domain/billing/wallet.ts'
import { deviceQueue } from '../../domain/devices/device-queue.ts'
import { job } from '../../domain/jobs/job.ts'
import { changeAs, type Performers } from '../runtime/effects.ts'
import type { JobEffect } from './effects.ts'
import { cancelRun, completeJob, findRun, submitRun, watchRun } from './run.ts'

/** Does what the execution of a job asked for. Safe to do again: commands by their id, the provider by its client token. */
export const performJobEffects: Performers<JobEffect> = {
  holdFunds: ({ jobId, organisation, amount: { amount, asset } }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      type: 'HoldFunds',
      organisation,
      asset,
      holdId: jobId,
      jobId,
      amount: BigInt(amount),
    }),
  voidHold: ({ jobId, organisation, asset }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      type: 'VoidHold',
      organisation,
      asset,
      holdId: jobId,
    }),
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
  settleCharge: ({ jobId, charged, providerShare, commission }, tools) =>
    changeAs(tools, job, jobId, { type: 'SettleCharge', charged, providerShare, commission }),
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
    commission: money(hold.captured - hold.providerShare, asset),
  }
}

import { getById } from '../../domain/shared/id-map.ts'
import { money } from '../../domain/shared/money.ts'
import type { Json } from '../../domain/shared/saga-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { wallet, walletIdOf, type Wallet } from '../../domain/billing/wallet.ts'
import { deviceQueue } from '../../domain/devices/device-queue.ts'
import { job } from '../../domain/jobs/job.ts'
import { changeAs, type EffectOutcome, type EffectTools } from '../runtime/effects.ts'
import type { JobEffect } from './effects.ts'
import { cancelRun, completeJob, findRun, submitRun, watchRun } from './run.ts'

/** Does what the execution of a job asked for. Safe to do again: commands by their id, the provider by its client token. */
export const performJobEffect = (effect: JobEffect, tools: EffectTools): Promise<EffectOutcome> => {
  const { jobId } = effect
  switch (effect.kind) {
    case 'holdFunds': {
      const {
        organisation,
        amount: { amount, asset },
      } = effect
      return changeAs(tools, wallet, walletIdOf(organisation, asset), {
        type: 'HoldFunds',
        organisation,
        asset,
        holdId: jobId,
        jobId,
        amount: BigInt(amount),
      })
    }
    case 'queueJob':
      return changeAs(tools, job, jobId, { type: 'QueueJob', holdId: jobId, amount: effect.amount })
    case 'enqueueJob': {
      const { deviceId, user } = effect
      return changeAs(tools, deviceQueue, deviceId, { type: 'EnqueueJob', deviceId, jobId, user })
    }
    case 'submitRun':
      return submitRun(jobId, tools)
    case 'findRun':
      return findRun(jobId, tools)
    case 'recordDispatch': {
      const { attempt, providerJobId } = effect
      return changeAs(tools, job, jobId, {
        type: 'RecordDispatch',
        attempt,
        clientToken: jobId,
        providerJobId,
      })
    }
    case 'watchRun':
      return watchRun(jobId, tools)
    case 'cancelRun':
      return cancelRun(jobId, tools)
    case 'completeJob':
      return completeJob(jobId, effect.usage, tools)
    case 'failJob':
      return changeAs(tools, job, jobId, {
        type: 'FailJob',
        failure: effect.failure,
        usage: effect.usage,
      })
    case 'confirmCancellation':
      return changeAs(tools, job, jobId, {
        type: 'ConfirmCancellation',
        by: effect.by,
        usage: effect.usage,
      })
    case 'releaseSlot': {
      const { deviceId, usedSeconds } = effect
      return changeAs(tools, deviceQueue, deviceId, {
        type: 'ReleaseJob',
        deviceId,
        jobId,
        usedSeconds,
      })
    }
    case 'captureHold': {
      const {
        organisation,
        providerOrganisation,
        commissionBasisPoints,
        amount: { amount, asset },
      } = effect
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
    }
    case 'releaseHold': {
      const { organisation, asset, reason } = effect
      return changeAs(tools, wallet, walletIdOf(organisation, asset), {
        type: 'ReleaseHold',
        organisation,
        asset,
        holdId: jobId,
        reason,
      })
    }
    case 'settleCharge': {
      const { charged, providerShare, commission } = effect
      return changeAs(tools, job, jobId, {
        type: 'SettleCharge',
        charged,
        providerShare,
        commission,
      })
    }
    case 'releaseCharge':
      return changeAs(tools, job, jobId, { type: 'ReleaseCharge', reason: effect.reason })
    default:
      return exhausted(effect)
  }
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

import { rootOf } from '../../../commands/tokens/rewards/distribution.ts'
import { currentTerms } from '../../../commands/tokens/rewards/current-terms.ts'
import { load } from '../../../commands/shared/load.ts'
import { divide } from '../../../domain/tokens/rewards/divide.ts'
import { rewardEpochs } from '../../../domain/tokens/rewards/epochs.ts'
import { bytes32OfId } from '../../../domain/tokens/staking/computer-id.ts'
import { computerKeyOf, quantumComputer } from '../../../domain/tokens/staking/computer.ts'
import { penaltyFor, slashingPolicy } from '../../../domain/tokens/staking/slashing-policy.ts'
import { slashing } from '../../../domain/tokens/staking/slashing.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeAs, succeeded, type EffectTools, type Performers } from '../../runtime/effects.ts'
import { requestTransactionAs } from '../transactions/request-transaction.ts'
import type { RewardEffect } from './effects.ts'
import { workOfLog } from './work-of-log.ts'

type Of<Kind extends RewardEffect['kind']> = Extract<RewardEffect, { readonly kind: Kind }>

/** Does what rewards asked for. Safe to do again: each step of an epoch is decided once. */
export const performRewardEffects: Performers<RewardEffect> = {
  beginEpoch: async ({ chain }, tools) => {
    const toPosition = await tools.services.eventStore.head()
    const terms = await currentTerms(tools.services)
    return changeAs(tools, rewardEpochs, chain, { type: 'BeginEpoch', chain, toPosition, terms })
  },
  divideEpoch: (effect, tools) => divideEpoch(effect, tools),
  postEpoch: ({ chain, epoch }, tools) =>
    changeAs(tools, rewardEpochs, chain, { type: 'PostEpoch', chain, epoch }),
  publishEpoch: ({ chain, epoch, transactionId, root, total }, tools) =>
    requestTransactionAs(tools, {
      ...{ transactionId, chain, signer: 'TREASURY', contract: 'REWARDS', method: 'publish' },
      arguments: [epoch.toString(), root, total],
      purpose: { kind: 'REWARD_EPOCH', id: chain },
    }),
  recordPosted: ({ kind: _, ...posted }, tools) =>
    changeAs(tools, rewardEpochs, posted.chain, { type: 'RecordPosted', ...posted }),
  failPosting: ({ chain, transactionId, code }, tools) =>
    changeAs(tools, rewardEpochs, chain, { type: 'FailPosting', chain, transactionId, code }),
  proposeSlashing: (effect, tools) => proposeSlashing(effect, tools),
}

const divideEpoch = async (effect: Of<'divideEpoch'>, tools: EffectTools) => {
  const { chain, epoch, pool, perSecond } = effect
  const span = {
    fromPosition: BigInt(effect.fromPosition),
    toPosition: BigInt(effect.toPosition),
  }
  const work = await workOfLog(tools.services, chain, span, tools.signal)
  const named = work.map((each) => ({ ...each, computerId: bytes32OfId(each.deviceId) }))
  const terms = { pool: BigInt(pool), perSecond: BigInt(perSecond) }
  const shares = divide(terms, named).map(({ item, amount }) => ({
    deviceId: item.deviceId,
    computerId: item.computerId,
    account: item.registered.operator,
    microseconds: item.microseconds.toString(),
    amount: amount.toString(),
  }))
  const service = work.flatMap(({ deviceId, reservations, failed }) =>
    reservations === 0 ? [] : [{ deviceId, reservations, failed }],
  )
  const root = rootOf(shares)
  return changeAs(tools, rewardEpochs, chain, {
    ...{ type: 'DivideEpoch', chain, epoch, shares, service },
    ...(root === undefined ? {} : { root }),
  })
}

const proposeSlashing = async (effect: Of<'proposeSlashing'>, tools: EffectTools) => {
  const { chain, epoch, deviceId, reservations, failed } = effect
  const { eventStore, foldCache } = tools.services
  const key = computerKeyOf(chain, deviceId)
  const { state } = await load(eventStore, foldCache, quantumComputer, key)
  const amount = penaltyFor({ reservations, failed })
  // Whom the chain has without the hub's doing has nobody here who could contest.
  if (amount === undefined || state.registered === undefined || state.organisation === undefined)
    return succeeded()
  const slashingId = derivedId('slashing', chain, epoch.toString(), deviceId)
  return changeAs(tools, slashing, slashingId, {
    ...{ type: 'ProposeSlashing', slashingId, slashId: bytes32OfId(slashingId) },
    ...{ chain, epoch, deviceId, computerId: bytes32OfId(deviceId), reservations, failed, amount },
    organisation: state.organisation,
    operator: state.registered.operator,
    policyVersion: slashingPolicy.version,
  })
}

import { z } from 'zod'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { ChainKey } from '../../../domain/tokens/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { ownDevice } from '../../devices/own-device.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { requestTransaction } from '../transactions/request-transaction.ts'
import { proofOf } from './distribution.ts'
import { postedShares } from './epoch-of-log.ts'

/**
 * Has the hub claim a computer's share of an epoch, and pay for the gas. It goes to the operator's address, whoever asks;
 * asked for again, it is the same transaction. Anybody may claim it at the contract instead.
 */
export const claimReward = defineCommand({
  name: 'tokens.claim-reward',
  input: z.strictObject({ chain: ChainKey, epoch: z.int().min(1), deviceId: Id }),
  scope: 'devices:write',
  run: async ({ chain, epoch, deviceId }, tools) => {
    const owned = await ownDevice(tools, deviceId)
    if (isRejection(owned)) return owned
    if (!tools.services.chains.has(chain))
      return reject('CHAIN_UNKNOWN', `The hub is not on the chain ${chain}.`)
    const shares = await postedShares(tools.services.eventStore, chain, epoch)
    const share = shares?.find((each) => each.deviceId === deviceId)
    const proof = share && proofOf(shares ?? [], share.computerId)
    if (share === undefined || proof === undefined) return notFound('reward')
    const { computerId, account, amount } = share
    const transactionId = derivedId('reward claim', chain, epoch.toString(), deviceId)
    const changed = await requestTransaction(tools, {
      ...{ transactionId, chain, signer: 'OPERATOR', contract: 'REWARDS', method: 'claim' },
      arguments: [epoch.toString(), computerId, account, amount, JSON.stringify(proof)],
      purpose: { kind: 'REWARD_CLAIM', id: transactionId },
    })
    const answer = { chain, epoch, deviceId, transactionId, amount, account }
    return 'stream' in changed ? { answer, changed } : changed
  },
})

import { z } from 'zod'
import { reject } from '../../../domain/shared/rejection.ts'
import { MinorUnits } from '../../../domain/shared/money.ts'
import { ChainKey } from '../../../domain/tokens/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { requestTransaction } from '../transactions/request-transaction.ts'

/** What all stakers together earn in a second, for as long as the pool has it. */
export const setStakingRate = defineCommand({
  name: 'tokens.set-staking-rate',
  input: z.strictObject({ chain: ChainKey, perSecond: MinorUnits }),
  scope: 'billing:admin',
  run: async ({ chain, perSecond }, tools) => {
    if (!tools.services.chains.has(chain))
      return reject('CHAIN_UNKNOWN', `The hub is not on the chain ${chain}.`)
    const transactionId = derivedId(tools.context.commandId, 'rate')
    const changed = await requestTransaction(tools, {
      ...{ transactionId, chain, signer: 'OPERATOR', contract: 'STAKING' },
      ...{ method: 'setRewardRate', arguments: [perSecond] },
      purpose: { kind: 'STAKING_RATE', id: transactionId },
    })
    return 'stream' in changed ? { answer: { chain, perSecond, transactionId }, changed } : changed
  },
})

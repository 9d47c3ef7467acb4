import { z } from 'zod'
import { reject } from '../../../domain/shared/rejection.ts'
import { MinorUnits } from '../../../domain/shared/money.ts'
import { ChainKey } from '../../../domain/tokens/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { requestTransaction } from '../transactions/request-transaction.ts'

/** Gives QVT of the treasury to the pool that stakers are paid from. Principal is never touched for it. */
export const fundStakingPool = defineCommand({
  name: 'tokens.fund-staking-pool',
  input: z.strictObject({ chain: ChainKey, amount: MinorUnits.refine((text) => text !== '0') }),
  scope: 'billing:admin',
  run: async ({ chain, amount }, tools) => {
    if (!tools.services.chains.has(chain))
      return reject('CHAIN_UNKNOWN', `The hub is not on the chain ${chain}.`)
    const transactionId = derivedId(tools.context.commandId, 'funding')
    const changed = await requestTransaction(tools, {
      ...{ transactionId, chain, signer: 'TREASURY', contract: 'STAKING', method: 'fund' },
      arguments: [amount],
      purpose: { kind: 'STAKING_POOL', id: transactionId },
    })
    return 'stream' in changed ? { answer: { chain, amount, transactionId }, changed } : changed
  },
})

import { getAddress, isAddress } from 'ethers'
import { z } from 'zod'
import { walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { getById } from '../../../domain/shared/id-map.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { ChainKey, qvt } from '../../../domain/tokens/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeAsTreasurer } from '../../billing/wallet/own-wallet.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { chainOf } from '../addresses/chain-of.ts'
import { linkedAddress } from './linked-address.ts'

export const WithdrawalAnswer = z.object({
  withdrawalId: Id,
  walletId: z.string().max(60),
  status: z.enum(['STARTED', 'SETTLED', 'RETURNED']),
})

/**
 * Sends QVT of a wallet to an address that its organisation has linked for long enough. What is sent leaves the wallet at
 * once; the chain says later whether it arrived.
 */
export const withdrawTokens = defineCommand({
  name: 'tokens.withdraw',
  input: z.strictObject({
    organisation: Id,
    chain: ChainKey,
    address: z
      .string()
      .regex(/^0x[0-9a-fA-F]{40}$/)
      .refine(isAddress, 'not an address: its capitals do not add up')
      .transform((text) => getAddress(text)),
    /** Minor units of QVT. */
    amount: z.string().regex(/^[1-9][0-9]{0,35}$/),
  }),
  scope: 'tokens:write',
  run: async ({ organisation, chain, address, amount }, tools) => {
    const { services, context } = tools
    const walletId = walletIdOf(organisation, qvt)
    const withdrawalId = derivedId(context.commandId, 'withdrawal')
    const changed = await changeAsTreasurer(tools, walletId, async () => {
      const port = chainOf(services, chain)
      if (isRejection(port)) return port
      const link = await linkedAddress(services, chain, address)
      if (link?.organisation !== organisation) return notFound('linked address')
      const { coolingSeconds, withdrawalMinimum, ...limits } = services.policy.tokens
      const warm = msOf(link.since) + coolingSeconds * 1_000
      if (services.clock.now().getTime() < warm)
        return reject('ADDRESS_COOLING', `Withdrawals to this address begin at ${instantOf(warm)}.`)
      return {
        type: 'WithdrawToChain',
        ...{ withdrawalId, chain, address },
        amount: BigInt(amount),
        limits: {
          least: withdrawalMinimum,
          perWithdrawal: limits.withdrawalMaximum,
          perDay: limits.withdrawalsPerDay,
        },
      }
    })
    if (!('stream' in changed)) return changed
    const status = getById(changed.state.chainWithdrawals, withdrawalId)?.status ?? 'STARTED'
    return { answer: { withdrawalId, walletId, status }, changed }
  },
})

import { z } from 'zod'
import { chain as chainAggregate } from '../../../domain/tokens/chain/chain.ts'
import type { ReadOutcome } from '../../shared/read.ts'
import { readAggregate } from '../../shared/read.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'
import { treasuryOf } from '../treasury.ts'

const amount = z.string().max(36).describe('Of QVT, in its smallest unit')

export const TreasuryView = z.object({
  chain: z.string().max(32),
  chainId: z.int(),
  address: z.string().max(42).describe('Where to send them'),
  token: z.string().max(42).describe('The contract of QVT; tokens of others are lost'),
  minimum: amount.describe('What is less waits until it is claimed'),
})
export type TreasuryView = z.output<typeof TreasuryView>

/** Of a chain that the hub follows. */
export const readTreasury = (
  services: Services,
  context: CommandContext,
  chain: string,
): Promise<ReadOutcome<TreasuryView>> =>
  readAggregate(services, context, 'billing:read', chainAggregate, chain, () => {
    const settings = services.chains.get(chain)?.settings
    const address = treasuryOf(services, chain)
    if (settings === undefined || address === undefined) return notFound('chain')
    const { chainId, contracts } = settings
    const minimum = services.policy.tokens.depositMinimum.toString()
    return { chain, chainId, address, token: contracts.qvt, minimum }
  })

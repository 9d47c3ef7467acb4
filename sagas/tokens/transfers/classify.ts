import { ZeroAddress } from 'ethers'
import { treasuryOf } from '../../../commands/tokens/treasury.ts'
import type { Services } from '../../../commands/shared/services.ts'

/** What a transfer of QVT is to the treasury. */
export type TransferKind =
  /** From somebody: a deposit. */
  | 'DEPOSIT'
  /** The hub's own tokens come, or go: minted, or from and to its contracts. */
  | 'OWN_IN'
  | 'OWN_OUT'
  /** Booked by whoever sent it, or not the treasury's. */
  | 'NONE'

export type Transfer = {
  readonly chain: string
  readonly from: string
  readonly to: string
  readonly amount: string
}

/** Throws when the hub is not on the chain, or has no treasury there: then nobody can say. */
export const classify = (
  { chain, from, to, amount }: Transfer,
  services: Pick<Services, 'chains' | 'chainKeys'>,
): TransferKind => {
  const contracts = services.chains.get(chain)?.settings.contracts
  const treasury = treasuryOf(services, chain)
  if (contracts === undefined || treasury === undefined)
    throw new Error(`the hub has no treasury on the chain ${chain}`)
  if (BigInt(amount) === 0n || from === to) return 'NONE'
  const { staking, rewards, timelock, governor, payments } = contracts
  const own: ReadonlySet<string> = new Set([ZeroAddress, staking, rewards, timelock, governor])
  // What payments bring and give back is booked with them.
  if (from === payments || to === payments) return 'NONE'
  if (to === treasury) return own.has(from) ? 'OWN_IN' : 'DEPOSIT'
  return from === treasury && own.has(to) ? 'OWN_OUT' : 'NONE'
}

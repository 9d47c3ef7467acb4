import { parseUnits } from 'ethers'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import { until } from '../until.ts'
import type { Cast } from './cast.ts'

type Balances = {
  readonly ledgerTrialBalance: readonly {
    readonly asset: string
    readonly accounts: readonly {
      readonly account: string
      readonly balance: { readonly decimal: string }
    }[]
  }[]
}
const query = '{ ledgerTrialBalance { asset accounts { account balance { decimal } } } }'

/** What the ledger says is on the chain, once it is what the treasury holds there at the final block. */
export const ledgerIsChain = async (cast: Cast): Promise<bigint> => {
  const { stage, operator, port } = cast
  const treasury = stage.hub.connections.chainKeys.address('TREASURY') ?? ''
  return until('the ledger as the chain has it', async () => {
    const { ledgerTrialBalance } = await stage.graphql<Balances>(query, {}, operator.token)
    const qvt = ledgerTrialBalance.find(({ asset }) => asset === 'QVT/18')
    const booked = (qvt?.accounts ?? [])
      .filter(({ account }) => account === 'chain_clearing')
      .reduce((sum, { balance }) => sum + parseUnits(balance.decimal, 18), 0n)
    const held = await readContract(port, 'QVT', 'balanceOf', [treasury], 'finalized')
    return held.kind === 'found' && held.value[0] === String(booked) ? booked : undefined
  })
}

import { hold } from '../expect.ts'
import { until } from '../until.ts'
import { availableOnce, numberOf, qvt } from './asking.ts'
import type { Cast } from './cast.ts'

const millions = 50_000_000n * qvt

/** Dollars become QVT in the wallet: at a quoted price, each asset balanced by itself. */
export const exchange = async (cast: Cast): Promise<bigint> => {
  const { stage, operator, nora } = cast
  const dollars = { amount: '300000000', asset: 'USD/2' }
  await stage.http.send(
    'POST',
    `/v1/wallets/${nora.organisationId}/credits`,
    { amount: dollars, reason: 'By bank transfer' },
    { token: operator.token },
  )
  const path = `/v1/wallets/${nora.organisationId}/exchanges`
  const { token } = nora
  const quoted = await stage.http.send('POST', path, { sold: dollars, asset: 'QVT/18' }, { token })
  const id = String(quoted.body['exchangeId'])
  await stage.http.send('POST', `/v1/exchanges/${id}/acceptance`, undefined, { token })
  return availableOnce(cast, nora, 'the exchange', (available) => available > 0n)
}

/** From the hub's treasury to the address that was linked. */
export const withdraw = async (cast: Cast): Promise<bigint> => {
  const { stage, nora } = cast
  const { address } = nora.wallet
  const path = `/v1/wallets/${nora.organisationId}/withdrawals`
  const wish = { chain: 'local', address, amount: String(millions) }
  await stage.http.send('POST', path, wish, { token: nora.token })
  return until('the withdrawal on the chain', async () => {
    const balance = await numberOf(cast, 'QVT', 'balanceOf', [address])
    return balance === 0n ? undefined : balance
  })
}

const query =
  'query($hash: String!) { tokenTransfers(first: 1, transactionHash: $hash) { edges { node { status } } } }'
type Transfers = {
  readonly tokenTransfers: {
    readonly edges: readonly { readonly node: { readonly status: string } }[]
  }
}

/** QVT sent from the address to the hub: pending from the block that has them, credit when it is final. */
export const deposit = async (cast: Cast, amount: bigint): Promise<readonly string[]> => {
  const { stage, nora, chain } = cast
  const { token } = nora
  const target = (await stage.http.get('/v1/chains/local/deposit-address', { token })).body
  const texts = [String(target['address']), String(amount)]
  const hash = await chain.send(nora.wallet, 'QVT', 'transfer', texts)
  const seen: string[] = []
  await until('the deposit', async () => {
    const { tokenTransfers } = await stage.graphql<Transfers>(query, { hash }, token)
    const status = tokenTransfers.edges[0]?.node.status
    if (status !== undefined && seen.at(-1) !== status) seen.push(status)
    return status === 'CREDITED' ? status : undefined
  })
  hold(seen.at(-1) === 'CREDITED', 'the deposit was not credited')
  return seen
}

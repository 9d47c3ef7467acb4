import { MaxUint256 } from 'ethers'
import { hold } from '../expect.ts'
import { until } from '../until.ts'
import { numberOf, qvt } from './asking.ts'
import type { Cast } from './cast.ts'

const stake = 10_000n * qvt
const perSecond = qvt / 100n
const hours = 10n

/** The computer is registered, QVT are staked on it, and ten hours of the chain's time pass. What they brought. */
export const stakeForHours = async (cast: Cast): Promise<bigint> => {
  const { stage, operator, priya, nora, deviceId, chain, port } = cast
  const { http } = stage
  const registered = await http.send(
    'PUT',
    `/v1/devices/${deviceId}/chains/local`,
    { operator: priya.wallet.address, capacity: 43_200 },
    { token: priya.token },
  )
  const computer = String(registered.body['computerId'])
  const asOperator = { token: operator.token }
  const pool = { amount: String(1_000n * qvt) }
  await http.send('POST', '/v1/chains/local/staking/fundings', pool, asOperator)
  const rate = { perSecond: String(perSecond) }
  await http.send('PUT', '/v1/chains/local/staking/rate', rate, asOperator)
  await until('the registration, the pool and the rate on the chain', async () => {
    const numbers = [
      await numberOf(cast, 'REGISTRY', 'isActive', [computer]),
      await numberOf(cast, 'STAKING', 'pool'),
      await numberOf(cast, 'STAKING', 'rewardPerSecond'),
    ]
    return numbers.every((number) => number > 0n) ? true : undefined
  })
  const { staking } = port.settings.contracts
  await chain.send(nora.wallet, 'QVT', 'approve', [staking, String(MaxUint256)])
  await chain.send(nora.wallet, 'STAKING', 'stake', [computer, String(stake)])
  await chain.passTime(Number(hours) * 3_600)
  const { address } = nora.wallet
  const before = await numberOf(cast, 'QVT', 'balanceOf', [address])
  await chain.send(nora.wallet, 'STAKING', 'claim', [])
  const reward = (await numberOf(cast, 'QVT', 'balanceOf', [address])) - before
  hold(reward >= hours * 3_600n * perSecond, `ten hours brought ${reward}`)
  hold((await numberOf(cast, 'STAKING', 'principal')) === stake, 'the stake is not what it was')
  return reward
}

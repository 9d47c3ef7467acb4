import { until } from '../until.ts'
import { numberOf } from './asking.ts'
import type { Cast } from './cast.ts'

type Epochs = {
  readonly rewardEpochs: {
    readonly edges: readonly {
      readonly node: { readonly epoch: number; readonly stage: string }
    }[]
  }
}
const query = '{ rewardEpochs(first: 1) { edges { node { epoch stage } } } }'

/** The work since the beginning is divided, posted as a tree and claimed for the computer's owner. What they were paid. */
export const rewardWork = async (cast: Cast): Promise<bigint> => {
  const { stage, operator, priya, deviceId } = cast
  const { http } = stage
  const asOperator = { token: operator.token }
  const begun = await http.send('POST', '/v1/chains/local/reward-epochs', undefined, asOperator)
  const epoch = Number(begun.body['epoch'])
  await until('the epoch on the chain', async () => {
    const { rewardEpochs } = await stage.graphql<Epochs>(query, {}, operator.token)
    const last = rewardEpochs.edges[0]?.node
    return last?.epoch === epoch && last.stage === 'POSTED' ? true : undefined
  })
  const path = `/v1/chains/local/reward-epochs/${epoch}/claims`
  await http.send('POST', path, { deviceId }, { token: priya.token })
  return until('the reward at the owner’s address', async () => {
    const balance = await numberOf(cast, 'QVT', 'balanceOf', [priya.wallet.address])
    return balance > 0n ? balance : undefined
  })
}

import { createClient } from 'graphql-ws'
import t from 'tap'
import { WebSocket } from 'ws'
import { Refused } from '../../../ops/client/http-client.ts'
import { registerDevice } from '../../../ops/client/register-device.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { until } from '../../../ops/demo/until.ts'
import { bytes32OfId } from '../../../domain/tokens/staking/computer-id.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { price } from '../../kit/jobs.ts'
import { startTestChain } from '../../servers/chain.ts'
import { startHubOnChain } from '../hub-on-chain.ts'

t.setTimeout(120_000)
const chain = await startTestChain()
t.teardown(chain.stop)
const { readApi, http, graphql, outbox, link, stop } = await startHubOnChain(chain)
t.teardown(stop)

const key = chain.settings.chain
const qvt = (amount: number): string => `${amount}${'0'.repeat(18)}`
const pia = await signUp(http, outbox, 'pia', 'provider')
const wallet = await chain.account(100n * 10n ** 18n)
const staker = wallet.address
await link(pia.organisationId, wallet)
const deviceId = await registerDevice(http, pia, {
  ...{ name: 'Row 5', technology: 'SUPERCONDUCTING', qubits: 5, shots: { min: 1, max: 20_000 } },
  ...{ priceBook: [price], execution: { provider: 'simulator' } },
})
const computerId = bytes32OfId(deviceId)

type Computers = {
  readonly quantumComputers: {
    readonly edges: readonly {
      readonly node: {
        readonly status: string
        readonly active: boolean
        readonly stakes: readonly { readonly staker: string; readonly staked: { amount: string } }[]
      }
    }[]
  }
}
const computer = async () => {
  const { quantumComputers } = await graphql<Computers>(
    `query ($deviceId: ID!) { quantumComputers(deviceId: $deviceId) {
      edges { node { status active computerId operator stakes { staker staked { amount } } } } } }`,
    { deviceId },
    pia.token,
  )
  return quantumComputers.edges[0]?.node
}

t.test('a device becomes a computer of the chain by one request', async (t) => {
  const path = `/v1/devices/${deviceId}/chains/${key}`
  const wish = { operator: staker, capacity: 43_200 }
  const strange = { ...wish, operator: chain.treasury.address }
  const refused = http.send('PUT', path, strange, { token: pia.token, key: newId() })
  const code = await refused.catch((error: unknown) => error instanceof Refused && error.code)
  t.equal(code, 'ADDRESS_NOT_LINKED')
  const { body, status } = await http.send('PUT', path, wish, { token: pia.token, key: newId() })
  t.match([status, body], [202, { deviceId, chain: key, computerId }])
  const registered = await until('it is registered', async () => {
    await chain.mine(2)
    const found = await computer()
    return found?.status === 'REGISTERED' ? found : undefined
  })
  t.match(registered, { active: true, stakes: [] })
})

t.test('a stake is seen, then final, by who follows it', async (t) => {
  const client = createClient({
    url: `${readApi.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${pia.token}` },
  })
  const query = `subscription ($staker: String!) { stakesChanged(staker: $staker) {
    deviceId staked { amount } unconfirmed { amount } } }`
  const news = client.iterate({ query, variables: { staker } })
  t.match(await news.next(), { value: { data: { stakesChanged: [] } } })
  await chain.send(wallet, 'QVT', 'approve', [chain.settings.contracts.staking, qvt(60)])
  await chain.send(wallet, 'STAKING', 'stake', [computerId, qvt(60)])
  t.match(await news.next(), {
    value: {
      data: {
        stakesChanged: [{ deviceId, staked: { amount: '0' }, unconfirmed: { amount: qvt(60) } }],
      },
    },
  })
  await chain.mine(2)
  const final = await until('it is final', async () => {
    const found = await computer()
    return found?.stakes[0]?.staked.amount === qvt(60) ? found : undefined
  })
  t.match(final.stakes, [{ staker }])
  await news.return?.()
  await client.dispose()
})

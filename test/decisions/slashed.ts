import { registerDevice } from '../../ops/client/register-device.ts'
import { circuit } from '../../ops/demo/circuits.ts'
import { failing } from '../../ops/demo/devices.ts'
import { numberOf, qvt } from '../../ops/demo/tokens/asking.ts'
import type { Cast } from '../../ops/demo/tokens/cast.ts'
import { until } from '../../ops/demo/until.ts'

const staked = String(100n * qvt)
/** One may fail without consequence. */
const failures = 3

/** A computer that loses every run, with a stake of its owner on it; the device's id. */
export const stakeOnFailing = async (cast: Cast): Promise<string> => {
  const { stage, priya, nora, chain, port } = cast
  const { http } = stage
  const { token } = priya
  const { address } = priya.wallet
  const deviceId = await registerDevice(http, priya, failing)
  const path = `/v1/devices/${deviceId}/chains/local`
  const registered = await http.send('PUT', path, { operator: address, capacity: 1 }, { token })
  const computer = String(registered.body['computerId'])
  await until('the failing computer on the chain', async () =>
    (await numberOf(cast, 'REGISTRY', 'isActive', [computer])) > 0n ? true : undefined,
  )
  await chain.send(nora.wallet, 'QVT', 'transfer', [address, staked])
  await chain.send(priya.wallet, 'QVT', 'approve', [port.settings.contracts.staking, staked])
  await chain.send(priya.wallet, 'STAKING', 'stake', [computer, staked])
  return deviceId
}

/** Jobs, paid in dollars, that end by the device's fault; how many. */
export const failThere = async (
  { stage, operator, nora }: Cast,
  deviceId: string,
): Promise<number> => {
  const { http } = stage
  const money = { amount: { amount: '5000', asset: 'USD/2' }, reason: 'For what fails' }
  const credits = `/v1/wallets/${nora.organisationId}/credits`
  await http.send('POST', credits, money, { token: operator.token })
  const { token } = nora
  for (let n = 0; n < failures; n += 1) {
    const job = { source: circuit('bell').source, deviceId, shots: 100 }
    const { body } = await http.send('POST', '/v1/jobs', job, { token })
    await until('the failure', async () => {
      const { body: now } = await http.get(`/v1/jobs/${String(body['jobId'])}`, { token })
      return now['status'] === 'FAILED' ? true : undefined
    })
  }
  return failures
}

type Slashings = {
  readonly slashings: {
    readonly edges: readonly {
      readonly node: { readonly slashingId: string; readonly status: string }
    }[]
  }
}
const query = '{ slashings(first: 1) { edges { node { slashingId status } } } }'

/** What an epoch proposed: the owner objects, an operator upholds it, the chain takes it. */
export const slash = async ({ stage, operator, priya }: Cast): Promise<void> => {
  const { http, graphql } = stage
  const reason = 'Looked into'
  const slashing = (wanted: string) =>
    until(`a slashing that is ${wanted}`, async () => {
      const { slashings } = await graphql<Slashings>(query, {}, operator.token)
      const last = slashings.edges[0]?.node
      return last?.status === wanted ? `/v1/slashings/${last.slashingId}` : undefined
    })
  const path = await slashing('PROPOSED')
  await http.send('POST', `${path}/objection`, { reason }, { token: priya.token })
  const decision = { decision: 'UPHOLD', reason }
  await http.send('POST', `${path}/decision`, decision, { token: operator.token })
  await slashing('CARRIED_OUT')
}

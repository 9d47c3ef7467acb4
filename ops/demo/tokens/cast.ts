import { Wallet, type HDNodeWallet } from 'ethers'
import { registerDevice } from '../../client/register-device.ts'
import { signUp, type Person } from '../../client/sign-up.ts'
import { takeInHand, type ChainByHand } from '../../embedded/chain/by-hand.ts'
import type { ChainPort } from '../../../platform/chain/port.ts'
import { ideal } from '../devices.ts'
import { makeOperator } from '../operator.ts'
import type { Stage } from '../stage.ts'

/** A person with an address on the chain that the hub knows to be theirs. */
export type Holder = Person & {
  readonly wallet: HDNodeWallet
  /** Of the address; what jobs are paid with. */
  readonly addressId: string
}

export type Cast = {
  readonly stage: Stage
  readonly operator: Person
  /** Owns the computer. */
  readonly priya: Holder
  /** Buys, stakes and votes. */
  readonly nora: Holder
  readonly deviceId: string
  readonly port: ChainPort
  readonly chain: ChainByHand
}

const inQvt = {
  ...ideal,
  name: 'Ideal 20, for QVT',
  priceBook: [
    {
      ...{ version: '2026-01', asset: 'QVT/18', validFrom: '2026-01-01T00:00:00.000Z' },
      ...{ perTask: '0.5', perShot: '0.002' },
    },
  ],
}

/** Signs the hub's message with the address's key, as a browser's wallet would. */
const link = async ({ http }: Stage, person: Person, wallet: HDNodeWallet): Promise<Holder> => {
  const { token } = person
  const wish = { chain: 'local', address: wallet.address }
  const challenge = (await http.send('POST', '/v1/address-challenges', wish, { token })).body
  const signature = await wallet.signMessage(String(challenge['message']))
  const path = `/v1/address-challenges/${String(challenge['challengeId'])}/link`
  const linked = (await http.send('POST', path, { signature }, { token })).body
  return { ...person, wallet, addressId: String(linked['addressId']) }
}

/** Everybody signs up; two link addresses with gas on them; a device is priced in QVT. */
export const assemble = async (stage: Stage): Promise<Cast> => {
  const { hub, http, outbox } = stage
  const port = hub.connections.chains.get('local')
  if (port === undefined) throw new Error('the hub has no local chain')
  const chain = takeInHand(port.settings)
  const [operator, priya, nora] = await Promise.all([
    makeOperator(hub, http),
    signUp(http, outbox, 'priya', 'provider'),
    signUp(http, outbox, 'nora', 'consumer'),
  ])
  const [hers, noras] = [Wallet.createRandom(), Wallet.createRandom()]
  await chain.fund([hers.address, noras.address])
  return {
    ...{ stage, operator, port, chain },
    priya: await link(stage, priya, hers),
    nora: await link(stage, nora, noras),
    deviceId: await registerDevice(http, priya, inQvt),
  }
}

import { JsonRpcProvider, type BaseWallet } from 'ethers'
import { setTimeout as pause } from 'node:timers/promises'
import { deployContracts, type Deployed } from '../../../platform/chain/contracts/deploy.ts'
import { connectEvmChain } from '../../../platform/chain/evm/connect.ts'
import { parseChains, type ChainSettings } from '../../../platform/chain/settings.ts'

export const localChainId = 31_337

/** What a local chain is to the hub; its times are short, for whoever looks on. */
export const localSettings = (url: string, { contracts, startBlock }: Deployed): ChainSettings => {
  const [settings] = parseChains([
    {
      ...{ chain: 'local', kind: 'EVM', chainId: localChainId, url },
      ...{ finality: { by: 'TAG' }, window: 128, pollMs: 200, contracts, startBlock },
    },
  ])
  if (settings === undefined) throw new Error('no chain came of its own settings')
  return settings
}

const times = {
  cooldown: 3_600,
  governance: {
    votingDelay: 60,
    votingPeriod: 3_600,
    timelockDelay: 600,
    lateQuorumExtension: 600,
    threshold: 1_000n * 10n ** 18n,
    quorumPercent: 4,
  },
}

export type LocalSigners = {
  readonly deployer: BaseWallet
  readonly treasury: BaseWallet
  readonly operator: BaseWallet
}

/** Gives an account so much of the coin that gas is no question. Local chains alone do that. */
export const fund = async (provider: JsonRpcProvider, addresses: readonly string[]) => {
  for (const address of addresses)
    await provider.send('anvil_setBalance', [address, '0x3635c9adc5dea00000'])
}

/** Puts the hub's contracts on a local chain, and gas into its signers' accounts. */
export const deployLocally = async (url: string, signers: LocalSigners): Promise<Deployed> => {
  const { deployer, treasury, operator } = signers
  const provider = new JsonRpcProvider(url, localChainId, { staticNetwork: true })
  // Nothing but its address and its chain's id is asked of the port here.
  const port = connectEvmChain(localSettings(url, { contracts: unborn, startBlock: 0 }))
  try {
    await fund(provider, [deployer.address, treasury.address, operator.address])
    const order = { deployer, treasury, operator: operator.address, sink: treasury.address }
    return await deployContracts(port, { ...order, ...times }, () => pause(10))
  } finally {
    provider.destroy()
    port.close()
  }
}

const nobody = '0x0000000000000000000000000000000000000000'
const unborn = {
  ...{ qvt: nobody, payments: nobody, staking: nobody, registry: nobody },
  ...{ rewards: nobody, parameters: nobody, governor: nobody, timelock: nobody },
}

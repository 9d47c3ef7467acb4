import { Wallet, type BaseWallet } from 'ethers'
import { takeInHand, type ChainByHand } from '../../ops/embedded/chain/by-hand.ts'
import { startAnvil, type AnvilOptions } from '../../ops/embedded/chain/anvil.ts'
import { deployLocally, localChainId, localSettings } from '../../ops/embedded/chain/deploy.ts'
import { connectEvmChain } from '../../platform/chain/evm/connect.ts'
import { createLocalKeys } from '../../platform/chain/keys/local.ts'
import type { ChainKeys } from '../../platform/chain/keys/port.ts'
import type { ChainPort } from '../../platform/chain/port.ts'
import type { ChainSettings } from '../../platform/chain/settings.ts'

/** A chain of this test file alone, with the hub's contracts on it; stop it in `t.teardown`. */
export type TestChain = Omit<ChainByHand, 'fund' | 'close'> & {
  readonly url: string
  readonly settings: ChainSettings
  readonly port: ChainPort
  readonly keys: ChainKeys
  readonly treasury: BaseWallet
  readonly operator: BaseWallet
  /** An account with a key nobody else has, with gas, and with so much QVT. */
  readonly account: (qvt?: bigint) => Promise<Wallet>
  /** Takes out the newest blocks and puts as many empty ones in their place. */
  readonly reorganise: (depth: number) => Promise<void>
  readonly stop: () => Promise<void>
}

/** Where a key is not what is tested. The same every time, so that addresses are. */
const walletNamed = (name: string): Wallet =>
  new Wallet(`0x${Buffer.from(name.padEnd(32, '.')).toString('hex')}`)

export type TestChainOptions = Pick<AnvilOptions, 'stateFile'> & {
  /** Changed from those of a local chain. */
  readonly settings?: Partial<Pick<ChainSettings, 'chain' | 'finality' | 'window' | 'pollMs'>>
}

export const startTestChain = async (options: TestChainOptions = {}): Promise<TestChain> => {
  const { settings: changed, ...kept } = options
  const anvil = await startAnvil({ chainId: localChainId, ...kept })
  const { url } = anvil
  const [deployer, treasury, operator] = ['deployer', 'treasury', 'operator'].map(walletNamed)
  if (deployer === undefined || treasury === undefined || operator === undefined)
    throw new Error('three wallets are named')
  const deployed = await deployLocally(url, { deployer, treasury, operator })
  const settings: ChainSettings = { ...localSettings(url, deployed), pollMs: 20, ...changed }
  const port = connectEvmChain(settings)
  const { fund, close, ...byHand } = takeInHand(settings)
  const { ask, send } = byHand
  return {
    ...{ url, settings, port, treasury, operator, ...byHand },
    keys: createLocalKeys(
      new Map([
        ['TREASURY', treasury],
        ['OPERATOR', operator],
      ]),
    ),
    account: async (qvt = 0n) => {
      const { privateKey } = Wallet.createRandom()
      const wallet = new Wallet(privateKey)
      await fund([wallet.address])
      if (qvt > 0n) await send(treasury, 'QVT', 'transfer', [wallet.address, String(qvt)])
      return wallet
    },
    reorganise: async (depth) => {
      await ask('anvil_reorg', [depth, []])
    },
    stop: async () => {
      port.close()
      close()
      await anvil.stop()
    },
  }
}

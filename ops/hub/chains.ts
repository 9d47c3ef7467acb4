import { getAddress } from 'ethers'
import { connectEvmChain } from '../../platform/chain/evm/connect.ts'
import { openKeystore } from '../../platform/chain/keys/keystore.ts'
import { createLocalKeys, noKeys } from '../../platform/chain/keys/local.ts'
import type { ChainKeys } from '../../platform/chain/keys/port.ts'
import { createRemoteKeys } from '../../platform/chain/keys/remote.ts'
import type { ChainPorts } from '../../platform/chain/port.ts'
import { readChainsFile, type ChainSettings } from '../../platform/chain/settings.ts'
import { roles, type Config } from '../../platform/config/schema.ts'
import { deriveKey } from '../../platform/keys/derive-key.ts'
import { runningChain, startChain } from '../embedded/chain/start.ts'

type ChainConfig = Pick<
  Config,
  | 'chains'
  | 'chainKeys'
  | 'chainKeyPassword'
  | 'chainSignerUrl'
  | 'chainSigners'
  | 'chainCallSeconds'
  | 'dataDir'
  | 'masterKey'
  | 'roles'
>

/** Which chains there are, and what opens the keys of the hub's signers on them. */
export type OpenChains = {
  readonly settings: readonly ChainSettings[]
  readonly keys: ChainKeys
  readonly stop: () => Promise<void>
}

/** Why the chains cannot be used as the configuration has them. */
export const chainsProblem = (config: ChainConfig): string | undefined => {
  const { chains, chainKeys, chainKeyPassword, chainSignerUrl, chainSigners } = config
  if (chains === 'none') return undefined
  if (chains === 'embedded')
    return roles.every((role) => config.roles.includes(role))
      ? undefined
      : 'QHUB_ROLES leaves roles to other processes, which must share the chain with this one: set QHUB_CHAINS to none or to a file of chains'
  if (chainSignerUrl !== undefined)
    return chainSigners === undefined
      ? 'QHUB_CHAIN_SIGNER_URL needs QHUB_CHAIN_SIGNERS: whose addresses its keys are'
      : undefined
  return chainKeys === undefined || chainKeyPassword === undefined
    ? 'QHUB_CHAINS needs keys to sign with: set QHUB_CHAIN_KEYS and QHUB_CHAIN_KEY_PASSWORD, or QHUB_CHAIN_SIGNER_URL and QHUB_CHAIN_SIGNERS'
    : undefined
}

const givenKeys = async (config: ChainConfig): Promise<ChainKeys> => {
  const { chainSignerUrl, chainSigners, chainKeys, chainKeyPassword, chainCallSeconds } = config
  if (chainSignerUrl !== undefined)
    return createRemoteKeys({
      url: chainSignerUrl,
      addresses: new Map(
        Object.entries(chainSigners ?? {}).map(([name, text]) => [name, getAddress(text)]),
      ),
      timeoutMs: chainCallSeconds * 1000,
    })
  return createLocalKeys(await openKeystore(chainKeys ?? '', chainKeyPassword ?? ''))
}

/** Reads the chains of the configuration, or starts the embedded one. Rejects with a plain sentence. */
export const openChains = async (
  config: ChainConfig,
  onProgress: (text: string) => void,
): Promise<OpenChains> => {
  switch (config.chains) {
    case 'none':
      return { settings: [], keys: noKeys, stop: () => Promise.resolve() }
    case 'embedded': {
      const password = deriveKey(config.masterKey, 'chain-keys').toString('base64')
      const { settings, keys, stop } = await startChain({ dataDir: config.dataDir, password })
      onProgress(`the local chain listens at ${settings.url}`)
      return { settings: [settings], keys, stop }
    }
    default:
      return {
        settings: readChainsFile(config.chains),
        keys: await givenKeys(config),
        stop: () => Promise.resolve(),
      }
  }
}

/** The chains of a hub that runs on the data directory, or would. */
export const runningChains = (chains: string, dataDir: string): readonly ChainSettings[] => {
  if (chains === 'none') return []
  if (chains !== 'embedded') return readChainsFile(chains)
  const running = runningChain(dataDir)
  return running === undefined ? [] : [running]
}

/** EVM is the one kind so far: a second has its adapter chosen here, by `kind`. */
export const connectChains = (
  settings: readonly ChainSettings[],
  { chainCallSeconds }: Pick<ChainConfig, 'chainCallSeconds'>,
): ChainPorts =>
  new Map(settings.map((chain) => [chain.chain, connectEvmChain(chain, chainCallSeconds * 1000)]))

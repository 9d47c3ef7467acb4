import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { connectEvmChain } from '../../../platform/chain/evm/connect.ts'
import { createKeystore, openKeystore } from '../../../platform/chain/keys/keystore.ts'
import { createLocalKeys } from '../../../platform/chain/keys/local.ts'
import type { ChainKeys } from '../../../platform/chain/keys/port.ts'
import type { Deployed } from '../../../platform/chain/contracts/deploy.ts'
import { contractKeys, type ChainSettings } from '../../../platform/chain/settings.ts'
import { replaceFile } from '../replace-file.ts'
import { startAnvil } from './anvil.ts'
import { deployLocally, localSettings } from './deploy.ts'
import { startMiner } from './miner.ts'

export type EmbeddedChain = {
  readonly settings: ChainSettings
  /** Of the hub's signers. */
  readonly keys: ChainKeys
  readonly stop: () => Promise<void>
}

export type StartChainOptions = {
  /** The hub's data directory; the chain lives in `chain/` below it. */
  readonly dataDir: string
  /** Opens its signers' keys: random bytes, which need no stretching. */
  readonly password: string
}

const deployedSchema = z.object({
  /** Where its node listened last. */
  url: z.string(),
  contracts: z.record(z.enum(contractKeys), z.string()),
  startBlock: z.int(),
})

type Record = z.output<typeof deployedSchema>

const folderOf = (dataDir: string): string => join(resolve(dataDir), 'chain')
const recordOf = (dataDir: string): string => join(folderOf(dataDir), 'deployed.json')

const readRecord = (dataDir: string): Record | undefined => {
  const file = recordOf(dataDir)
  if (!existsSync(file)) return undefined
  try {
    return deployedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    // To begin anew would leave what stands on the chain without an owner.
    throw new Error(`${file} is damaged: nobody knows where the contracts of the local chain are`, {
      cause: error,
    })
  }
}

/** The chain that runs on the data directory, or ran last. */
export const runningChain = (dataDir: string): ChainSettings | undefined => {
  const record = readRecord(dataDir)
  if (record === undefined) return undefined
  const { url, ...deployed } = record
  return localSettings(url, deployed)
}

const stands = async (url: string, deployed: Deployed): Promise<boolean> => {
  const port = connectEvmChain(localSettings(url, deployed))
  const code = await port.code(deployed.contracts.timelock)
  port.close()
  return code.kind === 'found' && code.value !== '0x'
}

/**
 * Starts the data directory's own chain. The first start puts the contracts on it; so does one that finds the chain's state
 * gone, at the same addresses, because the same keys begin anew.
 */
export const startChain = async (options: StartChainOptions): Promise<EmbeddedChain> => {
  const folder = folderOf(options.dataDir)
  const keyFolder = join(folder, 'keys')
  mkdirSync(folder, { recursive: true })
  await createKeystore(keyFolder, options.password, ['DEPLOYER', 'TREASURY', 'OPERATOR'], 2)
  const keys = await openKeystore(keyFolder, options.password)
  const [deployer, treasury, operator] = ['DEPLOYER', 'TREASURY', 'OPERATOR'].map((signer) =>
    keys.get(signer),
  )
  if (deployer === undefined || treasury === undefined || operator === undefined)
    throw new Error(`keys are missing in ${keyFolder}`)
  const anvil = await startAnvil({ stateFile: join(folder, 'state.json') })
  try {
    const { url } = anvil
    const known = readRecord(options.dataDir)
    const { contracts, startBlock } =
      known !== undefined && (await stands(url, known))
        ? known
        : await deployLocally(url, { deployer, treasury, operator })
    const deployed = { contracts, startBlock }
    const record = JSON.stringify({ url, ...deployed }, undefined, 2)
    replaceFile(recordOf(options.dataDir), `${record}\n`)
    const settings = localSettings(url, deployed)
    const miner = startMiner(url, settings.chainId)
    return {
      settings,
      keys: createLocalKeys(keys),
      stop: async () => {
        await miner.stop()
        await anvil.stop()
      },
    }
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

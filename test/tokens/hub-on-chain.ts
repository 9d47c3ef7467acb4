import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encryptKeystoreJson, type BaseWallet, type Wallet } from 'ethers'
import { change } from '../../commands/shared/change.ts'
import { addressIdOf } from '../../commands/tokens/addresses/address-id.ts'
import { addressKeyOf, chainAddress } from '../../domain/tokens/addresses/address.ts'
import { setStage } from '../../ops/demo/stage.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { newId } from '../../platform/ids/ids.ts'
import { contextOf } from '../kit/services.ts'
import type { TestChain } from '../servers/chain.ts'

const password = 'of a test'

/** A hub, all of it, on a chain of the test's own, whose blocks are made when the test says so. */
export const startHubOnChain = async (
  chain: TestChain,
  settings: Readonly<Record<string, string>> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'qhub-chain-'))
  const file = join(folder, 'chains.json')
  await writeFile(file, JSON.stringify([chain.settings]))
  const keys = await mkdtemp(join(folder, 'keys-'))
  for (const [name, wallet] of Object.entries({
    TREASURY: chain.treasury,
    OPERATOR: chain.operator,
  }))
    await writeFile(join(keys, `${name}.json`), await sealed(wallet))
  const stage = await setStage(() => undefined, {
    QHUB_CHAINS: file,
    QHUB_CHAIN_KEYS: keys,
    QHUB_CHAIN_KEY_PASSWORD: password,
    ...settings,
  })
  const { services } = stage.hub
  return {
    ...stage,
    /** As if the organisation had shown to hold it so long ago (now, when nothing is said). */
    link: async (organisation: string, { address }: Pick<Wallet, 'address'>, at = new Date()) => {
      const key = { chain: chain.settings.chain, address }
      const linked = await change(
        { ...services, clock: manualClock(at.toISOString()) },
        contextOf(newId()),
        'test',
        chainAddress,
        addressKeyOf(key.chain, address),
        {
          type: 'LinkAddress',
          ...key,
          ...{ organisation, challengeId: newId(), user: newId() },
          addressId: addressIdOf(organisation, key.chain, address),
        },
      )
      if (!('stream' in linked)) throw new Error(JSON.stringify(linked))
    },
    stop: async () => {
      await stage.clear()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const sealed = ({ address, privateKey }: BaseWallet): Promise<string> =>
  encryptKeystoreJson({ address, privateKey }, password, { scrypt: { N: 2 } })

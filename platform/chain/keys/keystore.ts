import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Wallet, encryptKeystoreJson, type BaseWallet } from 'ethers'

const suffix = '.json'

/**
 * Opens a folder of encrypted keystore files (Web3 Secret Storage, as geth and ethers write them), each named after its
 * signer: `TREASURY.json`. Throws a plain sentence, without the password, when one does not open.
 */
export const openKeystore = async (
  folder: string,
  password: string,
): Promise<ReadonlyMap<string, BaseWallet>> => {
  const wallets = new Map<string, BaseWallet>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith(suffix))) {
    const text = readFileSync(join(folder, file), 'utf8')
    try {
      wallets.set(basename(file, suffix), await Wallet.fromEncryptedJson(text, password))
    } catch (error) {
      throw new Error(
        `${join(folder, file)} does not open: it is no keystore file, or QHUB_CHAIN_KEY_PASSWORD is another's`,
        { cause: error },
      )
    }
  }
  return wallets
}

/**
 * Makes the files that are missing. `rounds` is scrypt's N: 2^17 slows down who guesses a person's password; a password of
 * 32 random bytes needs no such help.
 */
export const createKeystore = async (
  folder: string,
  password: string,
  signers: readonly string[],
  rounds = 131_072,
): Promise<void> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const there = new Set(readdirSync(folder))
  for (const signer of signers) {
    if (there.has(`${signer}${suffix}`)) continue
    const { address, privateKey } = Wallet.createRandom()
    const text = await encryptKeystoreJson({ address, privateKey }, password, {
      scrypt: { N: rounds },
    })
    writeFileSync(join(folder, `${signer}${suffix}`), text, {
      mode: 0o600,
      flush: true,
      flag: 'wx',
    })
  }
}

import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { fromBase62, toBase62 } from './base62.ts'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

/**
 * `<prefix><id and secret>_<checksum>` in base62: 16 bytes of id and 24 of secret, then their CRC-32. The prefix says what
 * kind of key it is and lets leak scanners find keys, the checksum refuses typing errors and garbage without a look-up.
 */
const apiPrefix = 'qhub_'
/** Of a subscription's key, which runs an app. */
const subscriptionPrefix = 'qhubrun_'
const idBytes = 16
const secretBytes = 24
const bodyLength = 54
const checksumLength = 6
const form = new RegExp(`^([0-9A-Za-z]{${bodyLength}})_([0-9A-Za-z]{${checksumLength}})$`)

const checksumOf = (prefix: string, body: string): string =>
  toBase62(BigInt(crc32(prefix + body)), checksumLength)

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

export type WrittenApiKey = {
  /** The key itself, shown once. */
  readonly key: string
  /** SHA-256, hex. The secret has 192 bits, so there is nothing to guess and no need of a slow hash. */
  readonly hash: string
  /** What an owner recognises the key by. */
  readonly prefix: string
  readonly last4: string
}

/** `secret` gives the key its 24 bytes of secret. */
const writeKey =
  (prefix: string) =>
  (keyId: string, secret: Buffer): WrittenApiKey => {
    const bytes = Buffer.concat([bytesOfId(keyId), secret.subarray(0, secretBytes)])
    const body = toBase62(BigInt(`0x${bytes.toString('hex')}`), bodyLength)
    const key = `${prefix}${body}_${checksumOf(prefix, body)}`
    return {
      key,
      hash: hashOf(key),
      prefix: key.slice(0, prefix.length + 6),
      last4: body.slice(-4),
    }
  }

export type ReadKey = { readonly keyId: string; readonly hash: string }

/** The id that a key names and the hash to hold against the stored one; nothing for what was never a key of the kind. */
const readKey =
  (prefix: string) =>
  (key: string): ReadKey | undefined => {
    if (!key.startsWith(prefix)) return undefined
    const [, body, checksum] = form.exec(key.slice(prefix.length)) ?? []
    if (body === undefined || checksum !== checksumOf(prefix, body)) return undefined
    const bytes = fromBase62(body, idBytes + secretBytes)
    const keyId = bytes === undefined ? undefined : idOfBytes(bytes.subarray(0, idBytes))
    return keyId === undefined ? undefined : { keyId, hash: hashOf(key) }
  }

export const writeApiKey = writeKey(apiPrefix)
export const readApiKey = readKey(apiPrefix)
export const writeSubscriptionKey = writeKey(subscriptionPrefix)
export const readSubscriptionKey = readKey(subscriptionPrefix)

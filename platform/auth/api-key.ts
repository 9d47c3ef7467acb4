import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { fromBase62, toBase62 } from './base62.ts'
import { bytesOfId, idOfBytes } from './id-bytes.ts'

/**
 * `qhub_<id and secret>_<checksum>` in base62: 16 bytes of id and 24 of secret, then their CRC-32. The prefix lets leak
 * scanners find keys, the checksum refuses typing errors and garbage without a look-up.
 */
const prefix = 'qhub_'
const idBytes = 16
const secretBytes = 24
const bodyLength = 54
const checksumLength = 6
const form = new RegExp(`^${prefix}([0-9A-Za-z]{${bodyLength}})_([0-9A-Za-z]{${checksumLength}})$`)

const checksumOf = (body: string): string => toBase62(BigInt(crc32(prefix + body)), checksumLength)

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
export const writeApiKey = (keyId: string, secret: Buffer): WrittenApiKey => {
  const bytes = Buffer.concat([bytesOfId(keyId), secret.subarray(0, secretBytes)])
  const body = toBase62(BigInt(`0x${bytes.toString('hex')}`), bodyLength)
  const key = `${prefix}${body}_${checksumOf(body)}`
  return { key, hash: hashOf(key), prefix: key.slice(0, prefix.length + 6), last4: body.slice(-4) }
}

/** The id that a key names and the hash to hold against the stored one; nothing for what was never a key. */
export const readApiKey = (
  key: string,
): { readonly keyId: string; readonly hash: string } | undefined => {
  const [, body, checksum] = form.exec(key) ?? []
  if (body === undefined || checksum !== checksumOf(body)) return undefined
  const bytes = fromBase62(body, idBytes + secretBytes)
  const keyId = bytes === undefined ? undefined : idOfBytes(bytes.subarray(0, idBytes))
  return keyId === undefined ? undefined : { keyId, hash: hashOf(key) }
}

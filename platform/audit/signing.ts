import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { sha256 } from './sha256.ts'

/** DER of an Ed25519 key before its 32 bytes (RFC 8410). */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')
/** How signed notes call Ed25519: https://c2sp.org/signed-note */
const algorithm = Uint8Array.of(1)

/** A public key under its name, as signed notes write it: `<name>+<key id>+<base 64>`. */
export type Verifier = {
  /** Eight hexadecimal digits. */
  readonly keyId: string
  /** The whole line: what is handed to who verifies. */
  readonly key: string
  /** Whether a signature (base 64) is this key's over the text. Never throws. */
  readonly verifies: (text: string | Uint8Array, signature: string) => boolean
}

export type Signer = Verifier & { readonly sign: (text: string | Uint8Array) => string }

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? Buffer.from(text) : text

const verifierOf = (name: string, raw: Uint8Array, publicKey: KeyObject): Verifier => {
  const marked = Buffer.concat([algorithm, raw])
  const keyId = Buffer.from(sha256(Buffer.from(`${name}\n`), marked)).toString('hex', 0, 4)
  return {
    keyId,
    key: `${name}+${keyId}+${marked.toString('base64')}`,
    verifies: (text, signature) => {
      const bytes = Buffer.from(signature, 'base64')
      // One signature has one text: nothing can be changed in it unseen.
      if (bytes.length !== 64 || bytes.toString('base64') !== signature) return false
      return verify(null, bytesOf(text), publicKey, bytes)
    },
  }
}

/** A verifier of the line of a key; undefined when it is none, or its id is not of its bytes. */
export const readVerifier = (line: string): Verifier | undefined => {
  const [key, name, , base64] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(line.trim()) ?? []
  const marked = Buffer.from(base64 ?? '', 'base64')
  if (name === undefined || marked.length !== 33 || marked[0] !== algorithm[0]) return undefined
  const raw = marked.subarray(1)
  const der = Buffer.concat([publicPrefix, raw])
  const verifier = verifierOf(name, raw, createPublicKey({ key: der, format: 'der', type: 'spki' }))
  return verifier.key === key ? verifier : undefined
}

/** Signs under a name with the Ed25519 key that 32 secret bytes are the seed of. */
export const createSigner = (name: string, seed: Uint8Array): Signer => {
  const der = Buffer.concat([privatePrefix, seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(publicPrefix.length)
  return {
    ...verifierOf(name, raw, publicKey),
    sign: (text) => sign(null, bytesOf(text), privateKey).toString('base64'),
  }
}

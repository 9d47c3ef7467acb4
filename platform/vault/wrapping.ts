import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { deriveKey } from '../keys/derive-key.ts'

const algorithm = 'aes-256-gcm'
const ivLength = 12
const tagLength = 16

/** AES-256-GCM with a fresh nonce, bound to the subject: `iv`, `text`, `tag`. */
export type Encrypted = { readonly iv: Buffer; readonly text: Buffer; readonly tag: Buffer }

export const encrypt = (key: Buffer, subjectId: string, clear: Buffer): Encrypted => {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagLength })
  cipher.setAAD(Buffer.from(subjectId))
  const text = Buffer.concat([cipher.update(clear), cipher.final()])
  return { iv, text, tag: cipher.getAuthTag() }
}

/** Throws when key, subject or any bit is not what it was. */
export const decrypt = (key: Buffer, subjectId: string, { iv, text, tag }: Encrypted): Buffer => {
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagLength })
  decipher.setAAD(Buffer.from(subjectId))
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(text), decipher.final()])
}

/** What subjects' keys are wrapped under: of the hub's one secret, for this alone. */
export const wrappingKeyOf = (masterSecret: Uint8Array): Buffer =>
  deriveKey(masterSecret, 'vault-wrapping')

/** A subject's key as it is stored: nonce, text and tag in one. */
export const wrap = (masterKey: Buffer, subjectId: string, key: Buffer): Buffer => {
  const { iv, text, tag } = encrypt(masterKey, subjectId, key)
  return Buffer.concat([iv, text, tag])
}

export const unwrap = (masterKey: Buffer, subjectId: string, wrapped: Buffer): Buffer =>
  decrypt(masterKey, subjectId, {
    iv: wrapped.subarray(0, ivLength),
    text: wrapped.subarray(ivLength, -tagLength),
    tag: wrapped.subarray(-tagLength),
  })

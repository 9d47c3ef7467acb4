import { createHmac, hkdfSync } from 'node:crypto'

/** A key of 32 bytes for one purpose: knowing one tells nothing of the secret or of its other keys (RFC 5869). */
export const deriveKey = (secret: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `quantum-hub:v1:${purpose}`, 32))

/** HMAC-SHA256 over the parts, each kept apart from the next: 32 bytes. */
export const macOf = (key: Uint8Array, ...parts: readonly string[]): Buffer =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest()

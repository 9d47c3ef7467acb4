/** SHA-256 over the parts, one after the other: 32 bytes. Handed in, for the domain opens no library. */
export type Sha256 = (...parts: readonly Uint8Array[]) => Uint8Array

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

/** RFC 6962, 2.1: a leaf can never pass for a node, nor a node for a leaf. */
export const leafHash = (sha256: Sha256, leaf: Uint8Array): Uint8Array => sha256(leafPrefix, leaf)

export const nodeHash = (sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array =>
  sha256(nodePrefix, left, right)

export const sameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

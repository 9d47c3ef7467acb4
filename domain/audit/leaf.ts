/** An event as the log stores it, its bytes as they are. What differs between stores (position, time of arrival) is not of it. */
export type StoredEvent = {
  readonly stream: string
  readonly revision: bigint
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

/**
 * Which events are leaves: all of the streams that are no server's own. What a server writes into them by itself
 * (tombstones, links, what an import fills holes with) has a type that begins with `$`.
 */
export const isAudited = ({ stream, type }: Pick<StoredEvent, 'stream' | 'type'>): boolean =>
  !stream.startsWith('$') && !type.startsWith('$')

const form = 'quantum-hub/leaf/1'
const utf8 = new TextEncoder()

/**
 * The bytes that a leaf's hash is made of: the name of this form, then each part behind its length (8 bytes, big-endian), so
 * that no byte can move from one part to the next.
 */
export const leafOf = (event: StoredEvent): Uint8Array => {
  const { stream, revision, id, type, contentType, data, metadata } = event
  const texts = [form, stream, revision.toString(), id, type, contentType]
  const parts = [...texts.map((text) => utf8.encode(text)), data, metadata]
  const leaf = new Uint8Array(parts.reduce((size, part) => size + 8 + part.length, 0))
  const view = new DataView(leaf.buffer)
  let at = 0
  for (const part of parts) {
    view.setBigUint64(at, BigInt(part.length))
    leaf.set(part, at + 8)
    at += 8 + part.length
  }
  return leaf
}

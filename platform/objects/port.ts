import type { Readable } from 'node:stream'

/** What was kept: its key follows from its content, so that the same content is kept once. Size in bytes. */
export type StoredObject = {
  readonly key: string
  /** Hex. */
  readonly sha256: string
  readonly size: number
}

/** Content that was received and hashed, in a file of its own that nobody else knows of. */
export type Received = Omit<StoredObject, 'key'> & { readonly path: string }

/** Where large content is kept for good. Both methods throw when the storage does not answer. */
export type ObjectStore = {
  /** Keeps what was received, whole or not at all; for content that is kept already nothing changes. */
  readonly keep: (received: Received) => Promise<StoredObject>
  /** Nothing for a key that is not kept. */
  readonly open: (key: string) => Promise<Readable | undefined>
}

/** The storage does not answer, or not in a way that it should. */
export class ObjectStoreUnavailable extends Error {
  override readonly name = 'ObjectStoreUnavailable'
}

import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ObjectStore, StoredObject } from './port.ts'
import type { Spool } from './spool.ts'

/** Content that fits into memory, kept whole under its hash. Both throw when the storage does not answer. */
export type ContentStore = {
  readonly keepContent: (content: string) => Promise<StoredObject>
  /** Nothing for a key that is not kept. */
  readonly readContent: (key: string) => Promise<string | undefined>
}

export const createContentStore = (objects: ObjectStore, spool: Spool): ContentStore => ({
  keepContent: async (content) => {
    const bytes = Buffer.from(content)
    const outcome = await spool.receive(Readable.from([bytes]), { maxBytes: bytes.byteLength })
    if (outcome.kind === 'too-large') throw new Error('content grew while it was written')
    try {
      return await objects.keep(outcome.received)
    } finally {
      await spool.discard(outcome.received)
    }
  },
  readContent: async (key) => {
    const kept = await objects.open(key)
    return kept === undefined ? undefined : (await buffer(kept)).toString()
  },
})

import { LRUCache } from 'lru-cache'

/** Which book an aggregate is at, as far as is known here, and what closed books know. Discardable at any time. */
export type BookCache = {
  /** Of the aggregate of this stream: there is a book of this number, maybe later ones too. */
  readonly reached: (stream: string) => number | undefined
  readonly reach: (stream: string, book: number) => void
  /** The digest of a closed book, by its stream. It never changes. */
  readonly digest: (stream: string) => Uint32Array | undefined
  readonly keep: (stream: string, digest: Uint32Array) => void
  readonly clear: () => void
}

const maxBytes = 64 * 1024 * 1024

export const createBookCache = (): BookCache => {
  const numbers = new LRUCache<string, number>({ max: 50_000 })
  const digests = new LRUCache<string, Uint32Array>({
    maxSize: maxBytes,
    sizeCalculation: (digest, stream) => digest.byteLength + stream.length,
  })
  return {
    reached: (stream) => numbers.get(stream),
    reach: (stream, book) => {
      if ((numbers.get(stream) ?? -1) < book) numbers.set(stream, book)
    },
    digest: (stream) => digests.get(stream),
    keep: (stream, digest) => {
      digests.set(stream, digest)
    },
    clear: () => {
      numbers.clear()
      digests.clear()
    },
  }
}

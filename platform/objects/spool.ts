import { createHash, randomUUID, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Received } from './port.ts'

export type ReceiveOptions = {
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

export type ReceiveOutcome =
  | { readonly kind: 'received'; readonly received: Received }
  | { readonly kind: 'too-large' }

/** A place for content on its way in. */
export type Spool = {
  /**
   * Writes a stream to a file and hashes it on the way, never holding more of it than a chunk. Throws what the stream
   * throws; whatever goes wrong, no file is left.
   */
  readonly receive: (
    content: AsyncIterable<Uint8Array>,
    options: ReceiveOptions,
  ) => Promise<ReceiveOutcome>
  /** For what is not kept, or has been. */
  readonly discard: (received: Received) => Promise<void>
}

class TooLarge extends Error {}

const measured = (hash: Hash, maxBytes: number, seen: { size: number }) =>
  async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      seen.size += chunk.byteLength
      if (seen.size > maxBytes) throw new TooLarge()
      hash.update(chunk)
      yield chunk
    }
  }

const leftBehindMs = 24 * 60 * 60 * 1000

/** What a killed process was receiving; another process may be receiving still, but for no day. */
const sweep = async (directory: string, now: number): Promise<void> => {
  for (const name of await readdir(directory)) {
    const path = join(directory, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }))
    if (now - mtimeMs > leftBehindMs) await rm(path, { force: true })
  }
}

/** A spool in a directory that several processes may share. It is made when it is first needed. */
export const createSpool = (directory: string, now = Date.now): Spool => {
  let ready: Promise<void> | undefined
  const prepare = async (): Promise<void> => {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await sweep(directory, now())
  }
  return {
    receive: async (content, { maxBytes, signal }) => {
      await (ready ??= prepare())
      const path = join(directory, randomUUID())
      const hash = createHash('sha256')
      const seen = { size: 0 }
      try {
        await pipeline(
          Readable.from(content, { objectMode: false }),
          measured(hash, maxBytes, seen),
          createWriteStream(path, { mode: 0o600, flush: true }),
          ...(signal === undefined ? [] : [{ signal }]),
        )
      } catch (error) {
        await rm(path, { force: true })
        if (error instanceof TooLarge) return { kind: 'too-large' }
        throw error
      }
      return { kind: 'received', received: { path, sha256: hash.digest('hex'), size: seen.size } }
    },
    discard: ({ path }) => rm(path, { force: true }),
  }
}

import { fdatasync, ftruncateSync, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Mutex } from 'async-mutex'
import { chunkFileName, chunkHeaderSize, createChunk, type Chunk } from './chunk.ts'
import { sealRecord } from './record.ts'
import type { Entry } from './scan.ts'

const writeTo = promisify(write)
const sync = promisify(fdatasync)

/** A chunk that has grown to this is complete, and the log goes on in a new one. */
export const chunkSize = 64 * 1024 * 1024

export type Appender = {
  /** Resolves when the appends are on disk, from position `end` on; `stored` is called before anything else is done. */
  readonly write: (
    appends: readonly (readonly Entry[])[],
    end: number,
    stored: () => void,
  ) => Promise<void>
  /** Completes the chunk that is being written, unless it is empty. */
  readonly rotate: (end: () => number) => Promise<void>
  /** Resolves when nothing is being written. */
  readonly idle: () => Promise<void>
}

const writeAll = async (fd: number, bytes: Buffer, offset: number): Promise<void> => {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await writeTo(
      fd,
      bytes,
      written,
      bytes.length - written,
      offset + written,
    )
    written += bytesWritten
  }
}

/** Writes at the end of the newest chunk. A failed sync is final: nobody can say what the disk holds after it. */
export const createAppender = (
  directory: string,
  {
    chunks,
    begun,
  }: { readonly chunks: () => readonly Chunk[]; readonly begun: (chunk: Chunk) => void },
): Appender => {
  const lock = new Mutex()
  let broken: Error | undefined

  const newest = (): Chunk => {
    const chunk = chunks().at(-1)
    if (chunk === undefined) throw new Error('The log has no file to write to')
    return chunk
  }
  const begin = (end: number): Chunk => {
    const last = newest()
    // What a failed write left behind the end is not to be found behind a complete chunk.
    ftruncateSync(last.fd, chunkHeaderSize + end - last.base)
    const chunk = createChunk(join(directory, chunkFileName(end, 0)), end)
    begun(chunk)
    return chunk
  }

  return {
    write: (appends, end, stored) =>
      lock.runExclusive(async () => {
        if (broken !== undefined) throw broken
        const bytes = Buffer.concat(
          appends.flatMap((append) =>
            append.map((entry, i) => sealRecord(entry.bytes, i === append.length - 1)),
          ),
        )
        const last = newest()
        const isFull = end > last.base && end - last.base + bytes.length > chunkSize
        const chunk = isFull ? begin(end) : last
        await writeAll(chunk.fd, bytes, chunkHeaderSize + end - chunk.base)
        try {
          await sync(chunk.fd)
        } catch (error) {
          broken = new Error('The log could not be synced', { cause: error })
          throw broken
        }
        stored()
      }),
    rotate: (end) =>
      lock.runExclusive(() => {
        if (end() > newest().base) begin(end())
      }),
    idle: () => lock.runExclusive(() => undefined),
  }
}

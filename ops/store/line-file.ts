import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

const block = 1024 * 1024

export type WrittenFile = { readonly bytes: number; readonly sha256: string }

/**
 * Writes a new file line by line, in large pieces; `add` says whether one was written just now. `end` makes the file durable,
 * closes it and says what it holds; `close` leaves it as it is, and does nothing after `end`.
 */
export const createLineFile = async (path: string) => {
  const file = await open(path, 'wx')
  const hash = createHash('sha256')
  let waiting: string[] = []
  let [size, bytes] = [0, 0]
  const flush = async (): Promise<void> => {
    const text = Buffer.from(waiting.join(''))
    waiting = []
    size = 0
    hash.update(text)
    bytes += text.length
    await file.writeFile(text)
  }
  return {
    add: async (line: string): Promise<boolean> => {
      waiting.push(line, '\n')
      size += line.length
      if (size < block) return false
      await flush()
      return true
    },
    end: async (): Promise<WrittenFile> => {
      await flush()
      await file.sync()
      await file.close()
      return { bytes, sha256: hash.digest('hex') }
    },
    close: (): Promise<void> => file.close(),
  }
}

/**
 * The lines of a file as bytes, without their ends, and what the file holds when all are read. A last line without an end is
 * a line too.
 */
export const readLines = (path: string) => {
  const hash = createHash('sha256')
  let bytes = 0
  async function* lines(): AsyncGenerator<Buffer, void, undefined> {
    let rest: Buffer = Buffer.alloc(0)
    const pieces: AsyncIterable<unknown> = createReadStream(path, { highWaterMark: block })
    for await (const piece of pieces) {
      if (!(piece instanceof Uint8Array)) continue
      const some = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
      hash.update(some)
      bytes += some.length
      const text: Buffer = rest.length === 0 ? some : Buffer.concat([rest, some])
      let from = 0
      for (let to = text.indexOf(10); to >= 0; to = text.indexOf(10, from)) {
        yield text.subarray(from, to)
        from = to + 1
      }
      rest = text.subarray(from)
    }
    if (rest.length > 0) yield rest
  }
  return {
    lines: lines(),
    read: (): number => bytes,
    /** To be asked once, after the last line. */
    end: (): WrittenFile => ({ bytes, sha256: hash.digest('hex') }),
  }
}

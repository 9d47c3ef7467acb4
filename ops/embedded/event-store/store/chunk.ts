import { closeSync, fstatSync, fsync, fsyncSync, openSync, rmSync } from 'node:fs'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { StoreDamaged } from './damage.ts'
import { putInPlace, readAt, writeAt } from './files.ts'

/**
 * A file that holds the log from position `base` on. In a plain chunk a record stands at its position; in a scavenged
 * one the records that are left stand one behind the other, and it says what there is to find: `end`, `count`, `digest`.
 */
export type Chunk = {
  readonly file: string
  readonly version: number
  readonly base: number
  readonly fd: number
  readonly scavenged?: Scavenged
}

/** `end` is the position behind the range; `digest` is over the checksums of the records, in order. */
export type Scavenged = {
  readonly end: number
  readonly size: number
  readonly count: number
  readonly digest: number
}

const sync = promisify(fsync)

/** 0 8 bytes mark   8 base   16 scavenged   24 end   32 bytes of records   40 count   48 digest   60 checksum */
export const chunkHeaderSize = 64
const mark = 'QHUBLOG2'

const encodeHeader = (base: number, scavenged?: Scavenged): Buffer => {
  const bytes = Buffer.alloc(chunkHeaderSize)
  bytes.write(mark, 0, 'latin1')
  bytes.writeDoubleLE(base, 8)
  if (scavenged !== undefined) {
    bytes[16] = 1
    bytes.writeDoubleLE(scavenged.end, 24)
    bytes.writeDoubleLE(scavenged.size, 32)
    bytes.writeDoubleLE(scavenged.count, 40)
    bytes.writeUInt32LE(scavenged.digest, 48)
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 60)), 60)
  return bytes
}

const pattern = /^chunk-(\d{16})\.(\d{4})$/

export const chunkFileName = (base: number, version: number): string =>
  `chunk-${String(base).padStart(16, '0')}.${String(version).padStart(4, '0')}`

export const isChunkFile = (name: string): boolean => pattern.test(name)

/** Opens a chunk. Throws StoreDamaged when its header is not what was written. */
export const openChunk = (file: string, writable: boolean): Chunk => {
  const fd = openSync(file, writable ? 'r+' : 'r')
  const name = file.slice(file.lastIndexOf('/') + 1)
  const header = readAt(fd, 0, chunkHeaderSize)
  const base = header.length === chunkHeaderSize ? header.readDoubleLE(8) : Number.NaN
  const [, named, version] = pattern.exec(name) ?? []
  const sound =
    header.length === chunkHeaderSize &&
    header.toString('latin1', 0, 8) === mark &&
    header.readUInt32LE(60) === crc32(header.subarray(0, 60)) &&
    Number(named) === base
  if (!sound) {
    closeSync(fd)
    throw new StoreDamaged({
      file,
      what: 'the head of a file can’t be read',
      position: Number(named),
    })
  }
  const chunk = { file, version: Number(version), base, fd }
  if (header[16] !== 1) return chunk
  const scavenged = {
    end: header.readDoubleLE(24),
    size: header.readDoubleLE(32),
    count: header.readDoubleLE(40),
    digest: header.readUInt32LE(48),
  }
  return { ...chunk, scavenged }
}

/** Bytes of records in the file, whole or not. */
export const bytesIn = ({ fd }: Chunk): number => Math.max(0, fstatSync(fd).size - chunkHeaderSize)

/** Begins a plain chunk. */
export const createChunk = (file: string, base: number): Chunk => {
  const draft = `${file}.draft`
  const fd = openSync(draft, 'w')
  writeAt(fd, encodeHeader(base), 0)
  fsyncSync(fd)
  closeSync(fd)
  putInPlace(draft, file)
  return openChunk(file, true)
}

/** Writes a scavenged chunk into a draft, a piece at a time; `finish` puts it in its place. */
export const draftScavenged = (
  file: string,
  base: number,
): {
  readonly add: (bytes: Buffer) => void
  readonly finish: (scavenged: Scavenged) => Promise<void>
  readonly abandon: () => void
} => {
  const draft = `${file}.draft`
  const fd = openSync(draft, 'w')
  let at = chunkHeaderSize
  return {
    add: (bytes) => {
      writeAt(fd, bytes, at)
      at += bytes.length
    },
    finish: async (scavenged) => {
      writeAt(fd, encodeHeader(base, scavenged), 0)
      await sync(fd)
      closeSync(fd)
      putInPlace(draft, file)
    },
    abandon: () => {
      closeSync(fd)
      rmSync(draft, { force: true })
    },
  }
}

export const closeChunk = ({ fd }: Chunk): void => closeSync(fd)

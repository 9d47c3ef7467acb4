import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { StoreDamaged } from './damage.ts'
import { putInPlace, readAt, writeAt } from './files.ts'

/** How far the log was written, told before anybody learns that it was. */
export type WriterState = {
  /** Behind the last byte that was acknowledged. */
  readonly end: number
  /** The index file as a clean stop left it; without it the last run did not stop cleanly. */
  readonly cleanIndex?: { readonly size: number; readonly checksum: number }
}

/** The writer's checkpoint: two slots, written in turn, so that one is whole whatever happens. */
export type Checkpoint = {
  readonly state: () => WriterState
  /** `durable` waits for the disk; without it the state survives the process, not the machine. */
  readonly write: (state: WriterState, durable: boolean) => void
  readonly close: () => void
}

export const checkpointFile = 'writer.chk'

/** Slots lie in different sectors. 0 mark, 4 checksum, 8 sequence, 16 end, 24 clean, 32 index size, 40 its checksum */
const slotSize = 512
const used = 48
const mark = Buffer.from('QHc2', 'latin1').readUInt32LE()

type Slot = { readonly sequence: number; readonly state: WriterState }

const encodeSlot = ({ sequence, state: { end, cleanIndex } }: Slot): Buffer => {
  const bytes = Buffer.alloc(used)
  bytes.writeUInt32LE(mark, 0)
  bytes.writeDoubleLE(sequence, 8)
  bytes.writeDoubleLE(end, 16)
  bytes[24] = cleanIndex === undefined ? 0 : 1
  bytes.writeDoubleLE(cleanIndex?.size ?? 0, 32)
  bytes.writeUInt32LE(cleanIndex?.checksum ?? 0, 40)
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4)
  return bytes
}

const decodeSlot = (bytes: Buffer): Slot | undefined => {
  if (bytes.length < used || bytes.readUInt32LE(0) !== mark) return undefined
  if (bytes.readUInt32LE(4) !== crc32(bytes.subarray(8, used))) return undefined
  const cleanIndex = { size: bytes.readDoubleLE(32), checksum: bytes.readUInt32LE(40) }
  const end = bytes.readDoubleLE(16)
  return {
    sequence: bytes.readDoubleLE(8),
    state: bytes[24] === 1 ? { end, cleanIndex } : { end },
  }
}

const latestOf = (fd: number): Slot | undefined =>
  [0, slotSize]
    .map((offset) => decodeSlot(readAt(fd, offset, used)))
    .filter((slot) => slot !== undefined)
    .sort((a, b) => b.sequence - a.sequence)[0]

/** What the checkpoint of a directory says, read from outside, while a node may be writing it. */
export const readCheckpoint = (directory: string): WriterState | undefined => {
  const file = join(directory, checkpointFile)
  if (!existsSync(file)) return undefined
  const fd = openSync(file, 'r')
  try {
    return latestOf(fd)?.state
  } finally {
    closeSync(fd)
  }
}

/** Makes a checkpoint of its own, for a log that is put together elsewhere. */
export const createCheckpoint = (directory: string, state: WriterState): void => {
  const draft = join(directory, `${checkpointFile}.draft`)
  const fd = openSync(draft, 'w')
  writeAt(fd, encodeSlot({ sequence: 1, state }), slotSize)
  fsyncSync(fd)
  closeSync(fd)
  putInPlace(draft, join(directory, checkpointFile))
}

/** Throws StoreDamaged when neither slot can be read. */
export const openCheckpoint = (directory: string): Checkpoint => {
  const file = join(directory, checkpointFile)
  const fd = openSync(file, 'r+')
  const found = latestOf(fd)
  if (found === undefined) {
    closeSync(fd)
    throw new StoreDamaged({ file, what: 'the writer’s checkpoint can’t be read' })
  }
  let latest = found
  return {
    state: () => latest.state,
    write: (state, durable) => {
      latest = { sequence: latest.sequence + 1, state }
      writeAt(fd, encodeSlot(latest), (latest.sequence % 2) * slotSize)
      if (durable) fsyncSync(fd)
    },
    close: () => closeSync(fd),
  }
}

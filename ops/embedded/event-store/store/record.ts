import { crc32 } from 'node:zlib'
import {
  createWriter,
  varintSize,
  writeBytes,
  writeMessage,
  writeString,
  writeUint64,
  writeVarint,
} from '../../../../platform/event-store/wire/writer.ts'

/** The number of the event that ends a stream for ever: the greatest int64, as the protocol has it. */
export const tombstoneRevision = 2 ** 63
const tombstoneOnWire = 0x7fff_ffff_ffff_ffffn

/** An event with its place, about to be stored. `id` is a lower-case UUID, `createdMs` counts since 1970. */
export type NewRecord = {
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly position: number
  readonly type: string
  readonly contentType: string
  readonly createdMs: number
  readonly metadata: Uint8Array
  readonly data: Uint8Array
}

/**
 * A stored record is a fixed header, the ready `ReadResp` of the protocol, encoded once when it is appended (reads send
 * the bytes as they are), and its length again, so that the log can be read backwards. The header says where in the reply
 * stand what the server itself looks at.
 *
 *  0 4 bytes mark   4 u32 checksum of everything behind it   8 u32 length of it all   12 u8 1 on the last of an append
 * 16 f64 position   24 u32 RecordedEvent at, length   32 u32 stream at, length   40 u32 type at, length
 * 48 u32 data at, length   56 f64 revision   64 f64 created (ms)   72 36 bytes id
 */
export const headerSize = 108
export const trailerSize = 4
const mark = Buffer.from('QHr2', 'latin1').readUInt32LE()
const checksumFrom = 8

/** Longer than any append that is taken, and short enough that a damaged length is noticed. */
export const longestRecord = 32 * 1024 * 1024

const writer = createWriter(64 * 1024)

const writeEntry = (key: string, value: string): number => {
  const keySize = Buffer.byteLength(key)
  const valueSize = Buffer.byteLength(value)
  writeVarint(writer, 0x32)
  writeVarint(writer, 2 + keySize + 1 + varintSize(valueSize) + valueSize)
  writeString(writer, 0x0a, key)
  writeString(writer, 0x12, value)
  return valueSize
}

const writeRevision = (revision: number): void => {
  writeVarint(writer, 0x18)
  if (revision === tombstoneRevision) writeUint64(writer, tombstoneOnWire)
  else writeVarint(writer, revision)
}

/** The bytes to store for a record. */
export const encodeRecord = (record: NewRecord): Buffer => {
  writer.at = headerSize
  let recordAt = 0
  let streamAt = 0
  let streamLength = 0
  let typeAt = 0
  let typeLength = 0
  let dataAt = 0
  let recordEnd = 0
  writeMessage(writer, 0x0a, () => {
    writeMessage(writer, 0x0a, () => {
      recordAt = writer.at
      writeVarint(writer, 0x0a)
      writeVarint(writer, 38)
      writeString(writer, 0x12, record.id)
      streamLength = Buffer.byteLength(record.stream)
      writeVarint(writer, 0x12)
      writeVarint(writer, 1 + varintSize(streamLength) + streamLength)
      writeString(writer, 0x1a, record.stream)
      streamAt = writer.at - streamLength
      writeRevision(record.revision)
      writeVarint(writer, 0x20)
      writeVarint(writer, record.position)
      writeVarint(writer, 0x28)
      writeVarint(writer, record.position)
      typeLength = writeEntry('type', record.type)
      typeAt = writer.at - typeLength
      writeEntry('content-type', record.contentType)
      writeEntry('created', `${record.createdMs}0000`)
      writeBytes(writer, 0x3a, record.metadata)
      writeBytes(writer, 0x42, record.data)
      dataAt = writer.at - record.data.length
      recordEnd = writer.at
    })
    // RecordedEvent is field 1 of ReadEvent, whose field 3 is the position again.
    writeVarint(writer, 0x18)
    writeVarint(writer, record.position)
  })
  const bytes = Buffer.allocUnsafe(writer.at + trailerSize)
  writer.bytes.copy(bytes, 0, 0, writer.at)
  bytes.fill(0, 0, 24)
  bytes.writeUInt32LE(mark, 0)
  bytes.writeUInt32LE(bytes.length, 8)
  bytes.writeUInt32LE(bytes.length, bytes.length - trailerSize)
  bytes.writeDoubleLE(record.position, 16)
  const lengths = [
    recordAt,
    recordEnd - recordAt,
    streamAt,
    streamLength,
    typeAt,
    typeLength,
    dataAt,
    record.data.length,
  ]
  lengths.forEach((value, i) => bytes.writeUInt32LE(value, 24 + 4 * i))
  bytes.writeDoubleLE(record.revision, 56)
  bytes.writeDoubleLE(record.createdMs, 64)
  bytes.write(record.id, 72, 36, 'latin1')
  return bytes
}

/** Says whether an append ends with the record, and gives it its checksum: now it can be stored. */
export const sealRecord = (bytes: Buffer, isLast: boolean): Buffer => {
  bytes[12] = isLast ? 1 : 0
  bytes.writeUInt32LE(crc32(bytes.subarray(checksumFrom)), 4)
  return bytes
}

const part = (bytes: Buffer, header: number): Buffer => {
  const at = bytes.readUInt32LE(header)
  return bytes.subarray(at, at + bytes.readUInt32LE(header + 4))
}
const text = (bytes: Buffer, header: number): string => {
  const at = bytes.readUInt32LE(header)
  return bytes.toString('utf8', at, at + bytes.readUInt32LE(header + 4))
}

/** The whole `ReadResp`, ready to be sent. */
export const replyOf = (bytes: Buffer): Buffer =>
  bytes.subarray(headerSize, bytes.length - trailerSize)
/** The `RecordedEvent` inside, for replies that are put together anew (links). */
export const recordedEventOf = (bytes: Buffer): Buffer => part(bytes, 24)
export const streamOf = (bytes: Buffer): string => text(bytes, 32)
export const typeOf = (bytes: Buffer): string => text(bytes, 40)
export const dataOf = (bytes: Buffer): Buffer => part(bytes, 48)
export const positionOf = (bytes: Buffer): number => bytes.readDoubleLE(16)
export const revisionOf = (bytes: Buffer): number => bytes.readDoubleLE(56)
export const createdMsOf = (bytes: Buffer): number => bytes.readDoubleLE(64)
export const idOf = (bytes: Buffer): string => bytes.toString('latin1', 72, 108)
export const isLastOfAppend = (bytes: Buffer): boolean => bytes[12] === 1
export const checksumOf = (bytes: Buffer): number => bytes.readUInt32LE(4)

/** Length of the record that begins at `at`, when the first bytes are a record's; what is behind them is not looked at. */
export const lengthAt = (bytes: Buffer, at = 0): number | undefined => {
  if (at < 0 || bytes.length - at < headerSize || bytes.readUInt32LE(at) !== mark) return undefined
  const length = bytes.readUInt32LE(at + 8)
  return length < headerSize + trailerSize || length > longestRecord ? undefined : length
}

/** Whether the bytes are those that were stored, and at this position. */
export const isIntact = (bytes: Buffer, position: number): boolean =>
  lengthAt(bytes) === bytes.length &&
  checksumOf(bytes) === crc32(bytes.subarray(checksumFrom)) &&
  positionOf(bytes) === position

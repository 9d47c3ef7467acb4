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
 * A stored record is a fixed header and the ready `ReadResp` of the protocol, encoded once when it is appended:
 * reads send the bytes as they are. The header says where in it stand what the server itself looks at.
 *
 *  0 u8  format   4 u32 checksum of everything behind it
 *  8 u32 RecordedEvent at, length   16 u32 stream at, length   24 u32 type at, length   32 u32 data at, length
 * 40 f64 revision   48 f64 created (ms)   56 36 bytes id
 */
const headerSize = 92
const format = 1

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
  const bytes = Buffer.from(writer.bytes.subarray(0, writer.at))
  bytes.fill(0, 0, 8)
  bytes[0] = format
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
  lengths.forEach((value, i) => bytes.writeUInt32LE(value, 8 + 4 * i))
  bytes.writeDoubleLE(record.revision, 40)
  bytes.writeDoubleLE(record.createdMs, 48)
  bytes.write(record.id, 56, 36, 'latin1')
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4)
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
export const replyOf = (bytes: Buffer): Buffer => bytes.subarray(headerSize)
/** The `RecordedEvent` inside, for replies that are put together anew (links). */
export const recordedEventOf = (bytes: Buffer): Buffer => part(bytes, 8)
export const streamOf = (bytes: Buffer): string => text(bytes, 16)
export const typeOf = (bytes: Buffer): string => text(bytes, 24)
export const dataOf = (bytes: Buffer): Buffer => part(bytes, 32)
export const revisionOf = (bytes: Buffer): number => bytes.readDoubleLE(40)
export const createdMsOf = (bytes: Buffer): number => bytes.readDoubleLE(48)
export const idOf = (bytes: Buffer): string => bytes.toString('latin1', 56, 92)

/** Whether the bytes are those that were stored. */
export const isIntact = (bytes: Buffer): boolean =>
  bytes.length > headerSize &&
  bytes[0] === format &&
  bytes.readUInt32LE(4) === crc32(bytes.subarray(8))

import { Unreadable } from './unreadable.ts'

/** A place in a protobuf message. The wire format: https://protobuf.dev/programming-guides/encoding/ */
export type Cursor = { readonly bytes: Buffer; at: number; end: number }

export const cursorOf = (bytes: Buffer): Cursor => ({ bytes, at: 0, end: bytes.length })

/** An unsigned varint as a number; exact up to 2^53. */
export const readNumber = (cursor: Cursor): number => {
  let value = 0
  let factor = 1
  for (;;) {
    const byte = cursor.bytes[cursor.at++]
    if (byte === undefined || cursor.at > cursor.end) throw new Unreadable('Truncated message')
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return value
    factor *= 128
  }
}

/** An unsigned varint of up to 64 bits. */
export const readUint64 = (cursor: Cursor): bigint => {
  const start = cursor.at
  const rounded = readNumber(cursor)
  if (Number.isSafeInteger(rounded)) return BigInt(rounded)
  let value = 0n
  for (let at = cursor.at - 1; at >= start; at--) {
    value = (value << 7n) | BigInt((cursor.bytes[at] ?? 0) & 0x7f)
  }
  return BigInt.asUintN(64, value)
}

/** The number and wire type of the next field, as `number << 3 | wireType`; 0 at the end of the message. */
export const readTag = (cursor: Cursor): number =>
  cursor.at >= cursor.end ? 0 : readNumber(cursor)

/** Where the next length-delimited field ends; the cursor then stands at its first byte. */
export const readLength = (cursor: Cursor): number => {
  const length = readNumber(cursor)
  const end = cursor.at + length
  if (end > cursor.end) throw new Unreadable('Truncated message')
  return end
}

/** A length-delimited field as a view of the message's own bytes. */
export const readBytes = (cursor: Cursor): Buffer => {
  const end = readLength(cursor)
  const view = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return view
}

export const readString = (cursor: Cursor): string => {
  const end = readLength(cursor)
  const text = cursor.bytes.toString('utf8', cursor.at, end)
  cursor.at = end
  return text
}

/** Reads a nested message with `fields`, which is given every tag and must consume the field. */
export const readMessage = (cursor: Cursor, field: (tag: number) => void): void => {
  const outer = cursor.end
  cursor.end = readLength(cursor)
  for (let tag = readTag(cursor); tag !== 0; tag = readTag(cursor)) field(tag)
  cursor.end = outer
}

/** Reads one entry of a map of texts; what is absent is empty, as the wire format has it. */
export const readEntry = (cursor: Cursor): { readonly key: string; readonly value: string } => {
  let key = ''
  let value = ''
  readMessage(cursor, (tag) => {
    if (tag === 0x0a) key = readString(cursor)
    else if (tag === 0x12) value = readString(cursor)
    else skipField(cursor, tag)
  })
  return { key, value }
}

/** Steps over a field that is not known or not wanted. */
export const skipField = (cursor: Cursor, tag: number): void => {
  switch (tag & 7) {
    case 0:
      readNumber(cursor)
      return
    case 1:
      cursor.at += 8
      return
    case 2:
      cursor.at = readLength(cursor)
      return
    case 5:
      cursor.at += 4
      return
    default:
      throw new Unreadable(`Unknown wire type in tag ${tag}`)
  }
}

/** Grows as it is written to; `at` is the length written so far. Reuse one per thread: encoding never awaits. */
export type Writer = { bytes: Buffer; at: number }

export const createWriter = (size = 4096): Writer => ({ bytes: Buffer.allocUnsafe(size), at: 0 })

const reserve = (writer: Writer, more: number): void => {
  if (writer.at + more <= writer.bytes.length) return
  const grown = Buffer.allocUnsafe(Math.max(writer.bytes.length * 2, writer.at + more))
  writer.bytes.copy(grown, 0, 0, writer.at)
  writer.bytes = grown
}

/** Bytes that the varint of a non-negative safe integer takes. */
export const varintSize = (value: number): number => {
  let size = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++
  return size
}

/** Writes a non-negative safe integer. */
export const writeVarint = (writer: Writer, value: number): void => {
  reserve(writer, 10)
  let rest = value
  while (rest >= 128) {
    writer.bytes[writer.at++] = (rest % 128) | 0x80
    rest = Math.floor(rest / 128)
  }
  writer.bytes[writer.at++] = rest
}

/** Writes any unsigned 64-bit integer. */
export const writeUint64 = (writer: Writer, value: bigint): void => {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) {
    writeVarint(writer, Number(value))
    return
  }
  reserve(writer, 10)
  let rest = BigInt.asUintN(64, value)
  while (rest >= 128n) {
    writer.bytes[writer.at++] = Number(rest & 0x7fn) | 0x80
    rest >>= 7n
  }
  writer.bytes[writer.at++] = Number(rest)
}

export const writeBytes = (writer: Writer, tag: number, bytes: Uint8Array): void => {
  writeVarint(writer, tag)
  writeVarint(writer, bytes.length)
  reserve(writer, bytes.length)
  writer.bytes.set(bytes, writer.at)
  writer.at += bytes.length
}

export const writeString = (writer: Writer, tag: number, text: string): void => {
  const size = Buffer.byteLength(text)
  writeVarint(writer, tag)
  writeVarint(writer, size)
  reserve(writer, size)
  writer.at += writer.bytes.write(text, writer.at, size, 'utf8')
}

/**
 * Writes a nested message by `content`. Its length is written in five bytes, padded as the wire format allows, so that
 * nothing has to be measured or moved.
 */
export const writeMessage = (writer: Writer, tag: number, content: () => void): void => {
  writeVarint(writer, tag)
  reserve(writer, 5)
  const lengthAt = writer.at
  writer.at += 5
  content()
  let rest = writer.at - lengthAt - 5
  for (let i = 0; i < 4; i++) {
    writer.bytes[lengthAt + i] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  writer.bytes[lengthAt + 4] = rest
}

/** A position of the log as a nested message: both of its numbers, commit and prepare, are the same here. */
export const writePosition = (writer: Writer, tag: number, position: number): void =>
  writeMessage(writer, tag, () => {
    writeVarint(writer, 0x08)
    writeVarint(writer, position)
    writeVarint(writer, 0x10)
    writeVarint(writer, position)
  })

/** A copy of what was written; the writer starts over. */
export const takeBytes = (writer: Writer): Buffer => {
  const taken = Buffer.from(writer.bytes.subarray(0, writer.at))
  writer.at = 0
  return taken
}

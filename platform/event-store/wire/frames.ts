import { gunzipSync, inflateSync } from 'node:zlib'
import { Unreadable } from './unreadable.ts'

/** Events have up to 16 MiB; what claims more is no message. */
const mostBytes = 17 * 1024 * 1024
const headerBytes = 5

/**
 * By what a message is compressed, as its own first bytes tell: the call keeps to itself what its headers said.
 * https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1, https://www.rfc-editor.org/rfc/rfc1950#section-2.2
 */
const unpackerOf = (bytes: Buffer): typeof gunzipSync => {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0)
  if (mark === 0x1f8b) return gunzipSync
  if ((mark & 0x0f00) === 0x0800 && mark % 31 === 0) return inflateSync
  throw new Unreadable('a message is compressed by nothing that is known')
}

const unpack = (bytes: Buffer): Buffer => {
  const unpacker = unpackerOf(bytes)
  try {
    return unpacker(bytes, { maxOutputLength: mostBytes })
  } catch (cause) {
    throw new Unreadable('a message cannot be unpacked', { cause })
  }
}

/**
 * Cuts what a call receives into its messages: a flag, the length in four bytes, the message. Messages that came whole
 * are views of the bytes given. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export const createUnframer = (): ((chunk: Buffer) => readonly Buffer[]) => {
  let kept: Buffer[] = []
  let keptBytes = 0
  /** How many bytes there must be before a look at them is worth it. */
  let wanted = headerBytes
  return (chunk) => {
    kept.push(chunk)
    keptBytes += chunk.length
    if (keptBytes < wanted) return []
    const bytes = kept.length === 1 ? chunk : Buffer.concat(kept, keptBytes)
    const messages: Buffer[] = []
    let at = 0
    wanted = headerBytes
    while (bytes.length - at >= headerBytes) {
      const length = bytes.readUInt32BE(at + 1)
      if (length > mostBytes) throw new Unreadable(`a message claims ${length} bytes`)
      const end = at + headerBytes + length
      if (end > bytes.length) {
        wanted = headerBytes + length
        break
      }
      const message = bytes.subarray(at + headerBytes, end)
      messages.push(bytes[at] === 0 ? message : unpack(message))
      at = end
    }
    kept = at === bytes.length ? [] : [bytes.subarray(at)]
    keptBytes = bytes.length - at
    return messages
  }
}

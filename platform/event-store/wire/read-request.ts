import type { AllFilter, ReadDirection } from '../types.ts'
import {
  createWriter,
  takeBytes,
  writeMessage,
  writeString,
  writeUint64,
  writeVarint,
} from './writer.ts'

export type ReadFrom = bigint | 'start' | 'end'

/** A read of a stream or of `$all`; with `subscribe` instead of `count` it goes on for ever. */
export type ReadRequest = {
  readonly source: { readonly stream: string } | 'all'
  readonly from: ReadFrom
  readonly direction: ReadDirection
  readonly limit: { readonly count: number } | 'subscribe'
  readonly filter?: AllFilter
}

/** Events considered between two checkpoints of a filtered subscription. */
const checkpointWindow = 512

const writer = createWriter()
const empty = () => {}

const writeEnd = (from: 'start' | 'end', startTag: number): void =>
  writeMessage(writer, from === 'start' ? startTag : startTag + 8, empty)

const writeStream = (stream: string, from: ReadFrom): void =>
  writeMessage(writer, 0x0a, () => {
    writeMessage(writer, 0x0a, () => writeString(writer, 0x1a, stream))
    if (typeof from !== 'bigint') writeEnd(from, 0x1a)
    else {
      writeVarint(writer, 0x10)
      writeUint64(writer, from)
    }
  })

const writeAll = (from: ReadFrom): void =>
  writeMessage(writer, 0x12, () => {
    if (typeof from !== 'bigint') writeEnd(from, 0x12)
    else {
      writeMessage(writer, 0x0a, () => {
        writeVarint(writer, 0x08)
        writeUint64(writer, from)
        writeVarint(writer, 0x10)
        writeUint64(writer, from)
      })
    }
  })

const writeFilter = (filter: AllFilter): void =>
  writeMessage(writer, 0x3a, () => {
    writeMessage(writer, filter.on === 'stream' ? 0x0a : 0x12, () => {
      if ('regex' in filter) writeString(writer, 0x0a, filter.regex)
      else for (const prefix of filter.prefixes) writeString(writer, 0x12, prefix)
    })
    writeVarint(writer, 0x18)
    writeVarint(writer, checkpointWindow)
    writeVarint(writer, 0x28)
    writeVarint(writer, 1)
  })

/** `event_store.client.streams.ReadReq`, links unresolved, ids as text. */
export const encodeReadRequest = (request: ReadRequest): Buffer => {
  writer.at = 0
  writeMessage(writer, 0x0a, () => {
    if (request.source === 'all') writeAll(request.from)
    else writeStream(request.source.stream, request.from)
    writeVarint(writer, 0x18)
    writeVarint(writer, request.direction === 'forwards' ? 0 : 1)
    if (request.limit === 'subscribe') writeMessage(writer, 0x32, empty)
    else {
      writeVarint(writer, 0x28)
      writeVarint(writer, request.limit.count)
    }
    if (request.filter === undefined) writeMessage(writer, 0x42, empty)
    else writeFilter(request.filter)
    writeMessage(writer, 0x4a, () => writeMessage(writer, 0x12, empty))
  })
  return takeBytes(writer)
}

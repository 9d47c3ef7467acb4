import {
  cursorOf,
  readMessage,
  readString,
  readTag,
  readUint64,
  skipField,
  type Cursor,
} from './reader.ts'
import { readUuid } from './uuid.ts'
import {
  createWriter,
  takeBytes,
  writeBytes,
  writeMessage,
  writeString,
  writeUint64,
  writeVarint,
} from './writer.ts'

/** What an append is made of on the wire. `data` and `metadata` are JSON texts, or bytes of `contentType`. */
export type EncodedEvent = {
  readonly id: string
  readonly type: string
  readonly contentType?: string
  readonly data: string | Uint8Array
  readonly metadata: string | Uint8Array
}

export type ExpectedRevision = bigint | 'no-stream' | 'any'

export type BatchAppend = {
  readonly correlationId: string
  readonly stream: string
  readonly expected: ExpectedRevision
  readonly deadline: Date
  readonly events: readonly EncodedEvent[]
}

const writer = createWriter()
const empty = () => {}

const writeEntry = (key: string, value: string): void => {
  writeMessage(writer, 0x12, () => {
    writeString(writer, 0x0a, key)
    writeString(writer, 0x12, value)
  })
}

const writeContent = (tag: number, content: string | Uint8Array): void => {
  if (typeof content === 'string') writeString(writer, tag, content)
  else writeBytes(writer, tag, content)
}

const writeExpected = (expected: ExpectedRevision): void => {
  if (expected === 'no-stream') writeMessage(writer, 0x1a, empty)
  else if (expected === 'any') writeMessage(writer, 0x22, empty)
  else {
    writeVarint(writer, 0x10)
    writeUint64(writer, expected)
  }
}

/** `event_store.client.streams.BatchAppendReq`, the whole append in one message. */
export const encodeBatchAppend = (append: BatchAppend): Buffer => {
  writer.at = 0
  writeMessage(writer, 0x0a, () => writeString(writer, 0x12, append.correlationId))
  writeMessage(writer, 0x12, () => {
    writeMessage(writer, 0x0a, () => writeString(writer, 0x1a, append.stream))
    writeExpected(append.expected)
    writeMessage(writer, 0x32, () => {
      const milliseconds = append.deadline.getTime()
      writeVarint(writer, 0x08)
      writeVarint(writer, Math.floor(milliseconds / 1000))
      writeVarint(writer, 0x10)
      writeVarint(writer, (milliseconds % 1000) * 1_000_000)
    })
  })
  for (const event of append.events) {
    writeMessage(writer, 0x1a, () => {
      writeMessage(writer, 0x0a, () => writeString(writer, 0x12, event.id))
      writeEntry('type', event.type)
      writeEntry('content-type', event.contentType ?? 'application/json')
      writeContent(0x1a, event.metadata)
      writeContent(0x22, event.data)
    })
  }
  writeVarint(writer, 0x20)
  writeVarint(writer, 1)
  return takeBytes(writer)
}

/** A reply of the batch append stream. `error.type` is the message name behind `event_store.client.`. */
export type BatchAppendReply = {
  readonly correlationId: string
  readonly revision?: bigint
  readonly position?: bigint
  readonly error?: { readonly type: string; readonly message: string; readonly actual?: bigint }
}

const readFirstUint64 = (cursor: Cursor): bigint | undefined => {
  let value: bigint | undefined
  readMessage(cursor, (tag) => {
    if (tag === 0x08) value = readUint64(cursor)
    else skipField(cursor, tag)
  })
  return value
}

const readError = (cursor: Cursor): NonNullable<BatchAppendReply['error']> => {
  let type = 'Unknown'
  let message = ''
  let actual: bigint | undefined
  readMessage(cursor, (tag) => {
    if (tag === 0x12) message = readString(cursor)
    else if (tag === 0x1a) {
      readMessage(cursor, (inner) => {
        if (inner === 0x0a) type = readString(cursor).replace(/^.*event_store\.client\./, '')
        else if (inner === 0x12 && type === 'WrongExpectedVersion') actual = readFirstUint64(cursor)
        else skipField(cursor, inner)
      })
    } else skipField(cursor, tag)
  })
  return { type, message, ...(actual === undefined ? {} : { actual }) }
}

/** `event_store.client.streams.BatchAppendResp`. */
export const decodeBatchAppendReply = (bytes: Buffer): BatchAppendReply => {
  const cursor = cursorOf(bytes)
  let reply: BatchAppendReply = { correlationId: '' }
  for (let tag = readTag(cursor); tag !== 0; tag = readTag(cursor)) {
    if (tag === 0x0a) reply = { ...reply, correlationId: readUuid(cursor) }
    else if (tag === 0x12) reply = { ...reply, error: readError(cursor) }
    else if (tag === 0x1a) reply = { ...reply, ...readSuccess(cursor) }
    else skipField(cursor, tag)
  }
  return reply
}

const readSuccess = (cursor: Cursor): Pick<BatchAppendReply, 'revision' | 'position'> => {
  let success: Pick<BatchAppendReply, 'revision' | 'position'> = {}
  readMessage(cursor, (tag) => {
    if (tag === 0x08) success = { ...success, revision: readUint64(cursor) }
    // A position of zero is not written.
    else if (tag === 0x1a) success = { ...success, position: readFirstUint64(cursor) ?? 0n }
    else skipField(cursor, tag)
  })
  return success
}

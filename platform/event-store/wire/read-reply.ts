import {
  cursorOf,
  readBytes,
  readEntry,
  readLength,
  readMessage,
  readString,
  readTag,
  readUint64,
  skipField,
  type Cursor,
} from './reader.ts'

/** An event as it stands on the wire; `created` counts 100 ns ticks since 1970. */
export type WireEvent = {
  id: string
  stream: string
  revision: bigint
  position: bigint
  type: string
  contentType: string
  created: string
  metadata: Buffer
  data: Buffer
}

/** A message of a read or a subscription. */
export type ReadReply =
  | { readonly kind: 'event'; readonly event: WireEvent }
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caught-up' }
  | { readonly kind: 'stream-not-found' }
  | { readonly kind: 'other' }

const none = Buffer.alloc(0)

const readMetadataEntry = (cursor: Cursor, event: WireEvent): void => {
  const { key, value } = readEntry(cursor)
  if (key === 'type') event.type = value
  else if (key === 'content-type') event.contentType = value
  else if (key === 'created') event.created = value
}

/** The text field `tag` of a nested message, which has only this one that matters. */
const readNestedText = (cursor: Cursor, wanted: number): string => {
  const end = readLength(cursor)
  let text = ''
  while (cursor.at < end) {
    const tag = readTag(cursor)
    if (tag === wanted) text = readString(cursor)
    else skipField(cursor, tag)
  }
  return text
}

const readRecordedEvent = (cursor: Cursor): WireEvent => {
  const event: WireEvent = {
    id: '',
    stream: '',
    revision: 0n,
    position: 0n,
    type: '',
    contentType: '',
    created: '0',
    metadata: none,
    data: none,
  }
  readMessage(cursor, (tag) => {
    if (tag === 0x0a) event.id = readNestedText(cursor, 0x12)
    else if (tag === 0x12) event.stream = readNestedText(cursor, 0x1a)
    else if (tag === 0x18) event.revision = readUint64(cursor)
    else if (tag === 0x28) event.position = readUint64(cursor)
    else if (tag === 0x32) readMetadataEntry(cursor, event)
    else if (tag === 0x3a) event.metadata = readBytes(cursor)
    else if (tag === 0x42) event.data = readBytes(cursor)
    else skipField(cursor, tag)
  })
  return event
}

const readEvent = (cursor: Cursor): ReadReply => {
  let event: WireEvent | undefined
  let position: bigint | undefined
  readMessage(cursor, (tag) => {
    if (tag === 0x0a) event = readRecordedEvent(cursor)
    else if (tag === 0x18) position = readUint64(cursor)
    else skipField(cursor, tag)
  })
  if (event === undefined) return { kind: 'other' }
  if (position !== undefined) event.position = position
  return { kind: 'event', event }
}

const readCheckpoint = (cursor: Cursor): ReadReply => {
  let position = 0n
  readMessage(cursor, (tag) => {
    if (tag === 0x08) position = readUint64(cursor)
    else skipField(cursor, tag)
  })
  return { kind: 'checkpoint', position }
}

/** `event_store.client.streams.ReadResp`. The event's bytes are views of the message. */
export const decodeReadReply = (bytes: Buffer): ReadReply => {
  const cursor = cursorOf(bytes)
  switch (readTag(cursor)) {
    case 0x0a:
      return readEvent(cursor)
    case 0x1a:
      return readCheckpoint(cursor)
    case 0x22:
      return { kind: 'stream-not-found' }
    case 0x42:
      return { kind: 'caught-up' }
    default:
      return { kind: 'other' }
  }
}

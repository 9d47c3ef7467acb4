import {
  cursorOf,
  readBytes,
  readEntry,
  readMessage,
  readNumber,
  readString,
  readTag,
  skipField,
  type Cursor,
} from '../../../../platform/event-store/wire/reader.ts'
import { readUuid } from '../../../../platform/event-store/wire/uuid.ts'
import type { Expected } from '../core/check.ts'
import type { ProposedEvent } from '../core/outcome.ts'
import { invalidArgument, requiredMetadataMissing } from './errors.ts'

/** Where to append and what is expected there. `deadlineMs` counts since 1970. */
export type AppendTarget = {
  readonly stream: string
  readonly expected: Expected
  readonly deadlineMs?: number
}

const nothing: Buffer = Buffer.alloc(0)
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const emptyUuid = '00000000-0000-0000-0000-000000000000'

const readStreamIdentifier = (cursor: Cursor): string => {
  let name = ''
  readMessage(cursor, (tag) => {
    if (tag === 0x1a) name = readString(cursor)
    else skipField(cursor, tag)
  })
  return name
}

/** `Timestamp` since 1970 and `Duration` have one shape. */
const readTimeMs = (cursor: Cursor): number => {
  let seconds = 0
  let nanos = 0
  readMessage(cursor, (tag) => {
    if (tag === 0x08) seconds = readNumber(cursor)
    else if (tag === 0x10) nanos = readNumber(cursor)
    else skipField(cursor, tag)
  })
  return seconds * 1000 + nanos / 1_000_000
}

/** `Options` of AppendReq and of BatchAppendReq, which agree but for the deadline. */
const readTarget = (cursor: Cursor): AppendTarget => {
  let stream = ''
  let expected: Expected = { kind: 'any' }
  let deadlineMs: number | undefined
  readMessage(cursor, (tag) => {
    if (tag === 0x0a) stream = readStreamIdentifier(cursor)
    else if (tag === 0x10) expected = { kind: 'revision', revision: readNumber(cursor) }
    else if (tag === 0x32) deadlineMs = readTimeMs(cursor)
    else if (tag === 0x3a) deadlineMs = Date.now() + readTimeMs(cursor)
    else {
      if (tag === 0x1a) expected = { kind: 'no-stream' }
      else if (tag === 0x2a) expected = { kind: 'stream-exists' }
      skipField(cursor, tag)
    }
  })
  if (stream === '') throw invalidArgument('A stream name is required.')
  return { stream, expected, ...(deadlineMs === undefined ? {} : { deadlineMs }) }
}

const readProposed = (cursor: Cursor): ProposedEvent => {
  let id = ''
  let metadata: Buffer = nothing
  let data: Buffer = nothing
  const properties = new Map<string, string>()
  readMessage(cursor, (tag) => {
    if (tag === 0x0a) id = readUuid(cursor)
    else if (tag === 0x12) readProperty(cursor, properties)
    else if (tag === 0x1a) metadata = readBytes(cursor)
    else if (tag === 0x22) data = readBytes(cursor)
    else skipField(cursor, tag)
  })
  if (!uuid.test(id) || id === emptyUuid) throw invalidArgument(`'${id}' is not an event id.`)
  const type = properties.get('type')
  const contentType = properties.get('content-type')
  const missing = [
    ...(type === undefined || type === '' ? ['type'] : []),
    ...(contentType === undefined || contentType === '' ? ['content-type'] : []),
  ]
  if (type === undefined || contentType === undefined || missing.length > 0) {
    throw requiredMetadataMissing(missing)
  }
  return { id, type, contentType, metadata, data }
}

const readProperty = (cursor: Cursor, properties: Map<string, string>): void => {
  const { key, value } = readEntry(cursor)
  properties.set(key, value)
}

/** A message of a client-streamed append: first the target, then an event each. */
export type AppendMessage =
  | { readonly kind: 'target'; readonly target: AppendTarget }
  | { readonly kind: 'event'; readonly event: ProposedEvent }

/** Decodes AppendReq; throws a CallError on what can't be appended. */
export const decodeAppendMessage = (bytes: Buffer): AppendMessage => {
  const cursor = cursorOf(bytes)
  for (let tag = readTag(cursor); tag !== 0; tag = readTag(cursor)) {
    if (tag === 0x0a) return { kind: 'target', target: readTarget(cursor) }
    if (tag === 0x12) return { kind: 'event', event: readProposed(cursor) }
    skipField(cursor, tag)
  }
  throw invalidArgument('An append message must hold options or a proposed message.')
}

/**
 * A fragment of a batch append: those of one correlation id belong together, up to the final one. What is wrong with
 * its content is told in `problem`, for it concerns this append only and not the others on the call.
 */
export type BatchFragment = {
  readonly correlationId: string
  readonly target?: AppendTarget
  readonly events: readonly ProposedEvent[]
  readonly isFinal: boolean
  readonly problem?: unknown
}

/** Decodes BatchAppendReq. */
export const decodeBatchFragment = (bytes: Buffer): BatchFragment => {
  const cursor = cursorOf(bytes)
  let correlationId = ''
  let target: AppendTarget | undefined
  let isFinal = false
  let problem: unknown
  const events: ProposedEvent[] = []
  // What is refused has been read to its end by then, so that the next field follows.
  const attempt = (read: () => void): void => {
    try {
      read()
    } catch (error) {
      if (error instanceof RangeError) throw error
      problem ??= error
    }
  }
  for (let tag = readTag(cursor); tag !== 0; tag = readTag(cursor)) {
    if (tag === 0x0a) correlationId = readUuid(cursor)
    else if (tag === 0x12) attempt(() => (target = readTarget(cursor)))
    else if (tag === 0x1a) attempt(() => events.push(readProposed(cursor)))
    else if (tag === 0x20) isFinal = readNumber(cursor) !== 0
    else skipField(cursor, tag)
  }
  return {
    correlationId,
    events,
    isFinal,
    ...(target === undefined ? {} : { target }),
    ...(problem === undefined ? {} : { problem }),
  }
}

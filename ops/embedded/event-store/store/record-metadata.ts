import {
  cursorOf,
  readBytes,
  readTag,
  skipField,
} from '../../../../platform/event-store/wire/reader.ts'
import { recordedEventOf } from './record.ts'

const none = Buffer.alloc(0)

/** The metadata that an event was appended with. */
export const metadataOf = (bytes: Buffer): Buffer => {
  const cursor = cursorOf(recordedEventOf(bytes))
  for (let tag = readTag(cursor); tag !== 0; tag = readTag(cursor)) {
    if (tag === 0x3a) return readBytes(cursor)
    skipField(cursor, tag)
  }
  return none
}

/** What an event says it belongs together with. */
export const correlationIdOf = (bytes: Buffer): string | undefined => {
  const metadata = metadataOf(bytes)
  if (metadata.length === 0) return undefined
  try {
    const json: unknown = JSON.parse(metadata.toString('utf8'))
    if (typeof json !== 'object' || json === null || !('$correlationId' in json)) return undefined
    const { $correlationId: id } = json
    return typeof id === 'string' && id !== '' ? id : undefined
  } catch {
    return undefined
  }
}

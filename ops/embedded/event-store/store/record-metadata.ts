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

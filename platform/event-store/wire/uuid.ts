import { readMessage, readString, readUint64, skipField, type Cursor } from './reader.ts'

/** `event_store.client.UUID`, as text or as two halves; the text is lower-case. */
export const readUuid = (cursor: Cursor): string => {
  let text = ''
  readMessage(cursor, (tag) => {
    if (tag === 0x12) text = readString(cursor).toLowerCase()
    else if (tag === 0x0a) text = readStructuredUuid(cursor)
    else skipField(cursor, tag)
  })
  return text
}

const readStructuredUuid = (cursor: Cursor): string => {
  let most = 0n
  let least = 0n
  readMessage(cursor, (tag) => {
    if (tag === 0x08) most = readUint64(cursor)
    else if (tag === 0x10) least = readUint64(cursor)
    else skipField(cursor, tag)
  })
  const hex = most.toString(16).padStart(16, '0') + least.toString(16).padStart(16, '0')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

import {
  createWriter,
  takeBytes,
  writeBytes,
  writeMessage,
  writePosition,
  writeString,
  writeUint64,
  writeVarint,
} from '../../../../platform/event-store/wire/writer.ts'
import { idOf, recordedEventOf, replyOf } from '../store/record.ts'

const writer = createWriter()
const empty = () => {}

/** ReadResp messages that are not events; the first is the same for a subscription and for a group. */
export const encodeConfirmation = (subscriptionId: string): Buffer => {
  writeMessage(writer, 0x12, () => writeString(writer, 0x0a, subscriptionId))
  return takeBytes(writer)
}
export const encodeCheckpoint = (position: number): Buffer => {
  writePosition(writer, 0x1a, position)
  return takeBytes(writer)
}
export const encodeStreamNotFound = (stream: string): Buffer => {
  writeMessage(writer, 0x22, () =>
    writeMessage(writer, 0x0a, () => writeString(writer, 0x1a, stream)),
  )
  return takeBytes(writer)
}
export const encodeCaughtUp = (): Buffer => {
  writeMessage(writer, 0x42, empty)
  return takeBytes(writer)
}

/** The id is the first field of a stored RecordedEvent, as text of fixed size. */
const idFieldSize = 40

const writeStructuredId = (id: string): void => {
  const hex = id.replaceAll('-', '')
  writeMessage(writer, 0x0a, () =>
    writeMessage(writer, 0x0a, () => {
      writeVarint(writer, 0x08)
      writeUint64(writer, BigInt(`0x${hex.slice(0, 16)}`))
      writeVarint(writer, 0x10)
      writeUint64(writer, BigInt(`0x${hex.slice(16)}`))
    }),
  )
}

const structuredEventOf = (bytes: Buffer): Buffer => {
  writeStructuredId(idOf(bytes))
  const id = takeBytes(writer)
  return Buffer.concat([id, recordedEventOf(bytes).subarray(idFieldSize)])
}

/** How a reader wants ids. */
export type IdForm = 'text' | 'structured'

/** An event as it was stored, or, when it is asked for otherwise, put together anew. */
export const encodeEvent = (bytes: Buffer, position: number, ids: IdForm): Buffer =>
  ids === 'text' ? replyOf(bytes) : encodeParts(structuredEventOf(bytes), undefined, position)

/** A link with what it points at, if that can be read. The position is the link's. */
export const encodeLink = (
  target: Buffer | undefined,
  link: Buffer,
  position: number,
  ids: IdForm,
): Buffer => {
  const form = ids === 'text' ? recordedEventOf : structuredEventOf
  return encodeParts(target === undefined ? undefined : form(target), form(link), position)
}

/** An event for a consumer of a group: as above, with how often it was sent before. */
export const encodeRetried = (
  target: Buffer | null | undefined,
  bytes: Buffer,
  position: number,
  ids: IdForm,
  retries: number,
): Buffer => {
  const form = ids === 'text' ? recordedEventOf : structuredEventOf
  if (target === undefined) return encodeParts(form(bytes), undefined, position, retries)
  return encodeParts(target === null ? undefined : form(target), form(bytes), position, retries)
}

const encodeParts = (
  event: Buffer | undefined,
  link: Buffer | undefined,
  position: number,
  retries?: number,
): Buffer => {
  writeMessage(writer, 0x0a, () => {
    if (event !== undefined) writeBytes(writer, 0x0a, event)
    if (link !== undefined) writeBytes(writer, 0x12, link)
    writeVarint(writer, 0x18)
    writeVarint(writer, position)
    if (retries !== undefined) {
      writeVarint(writer, 0x28)
      writeVarint(writer, retries)
    }
  })
  return takeBytes(writer)
}

import {
  createWriter,
  takeBytes,
  writeMessage,
  writePosition,
  writeString,
  writeVarint,
} from '../../../../platform/event-store/wire/writer.ts'
import type { Expected } from '../core/check.ts'
import type { Outcome } from '../core/outcome.ts'

type Appended = Outcome & { readonly kind: 'appended' }

const writer = createWriter()
const empty = () => {}

/** `Success` of both appends: revision or no stream, position or none. */
const writeSuccess = (tag: number, { revision, position }: Appended): void =>
  writeMessage(writer, tag, () => {
    if (revision < 0) writeMessage(writer, 0x12, empty)
    else {
      writeVarint(writer, 0x08)
      writeVarint(writer, revision)
    }
    if (position === undefined) writeMessage(writer, 0x22, empty)
    else writePosition(writer, 0x1a, position)
  })

const writeRevision = (tag: number, revision: number): void => {
  writeVarint(writer, tag)
  writeVarint(writer, revision)
}

/** AppendResp on success. */
export const encodeAppended = (outcome: Appended): Buffer => {
  writeSuccess(0x0a, outcome)
  return takeBytes(writer)
}

/** AppendResp that tells the wrong revision; the classic append answers so instead of failing. */
export const encodeWrongRevision = (expected: Expected, actual: number): Buffer => {
  writeMessage(writer, 0x12, () => {
    if (actual < 0) writeMessage(writer, 0x3a, empty)
    else writeRevision(0x30, actual)
    switch (expected.kind) {
      case 'revision':
        writeRevision(0x40, expected.revision)
        return
      case 'any':
        writeMessage(writer, 0x4a, empty)
        return
      case 'stream-exists':
        writeMessage(writer, 0x52, empty)
        return
      case 'no-stream':
        writeMessage(writer, 0x5a, empty)
        return
    }
  })
  return takeBytes(writer)
}

/** DeleteResp and TombstoneResp. */
export const encodeDeleted = ({ position }: Appended): Buffer => {
  if (position === undefined) writeMessage(writer, 0x12, empty)
  else writePosition(writer, 0x0a, position)
  return takeBytes(writer)
}

const writeCorrelation = (correlationId: string): void =>
  writeMessage(writer, 0x0a, () => writeString(writer, 0x12, correlationId))

const writeStream = (tag: number, stream: string): void =>
  writeMessage(writer, tag, () => writeString(writer, 0x1a, stream))

/** What went wrong with one append of a batch call. */
export type BatchError =
  | { readonly kind: 'wrong-revision'; readonly expected: Expected; readonly actual: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large'; readonly maximum: number }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'access-denied' }
  | { readonly kind: 'refused'; readonly message: string }

/** google.rpc.Code, the message, and the type of the details behind `event_store.client.`. */
const statusOf = (error: BatchError): readonly [code: number, message: string, type: string] => {
  switch (error.kind) {
    case 'wrong-revision':
      return [9, 'Wrong expected version', 'WrongExpectedVersion']
    case 'deleted':
      return [9, 'Stream deleted', 'StreamDeleted']
    case 'too-large':
      return [3, `Maximum append size of ${error.maximum} exceeded`, 'MaximumAppendSizeExceeded']
    case 'timeout':
      return [4, 'The deadline had passed', 'Timeout']
    case 'access-denied':
      return [7, 'Access Denied', 'AccessDenied']
    case 'refused':
      return [3, error.message, 'BadRequest']
  }
}

const writeDetails = (error: BatchError, stream: string): void => {
  switch (error.kind) {
    case 'wrong-revision':
      if (error.actual < 0) writeMessage(writer, 0x12, empty)
      else writeRevision(0x08, error.actual)
      writeExpected(error.expected)
      return
    case 'deleted':
      writeStream(0x0a, stream)
      return
    case 'too-large':
      writeRevision(0x08, error.maximum)
      return
    case 'refused':
      writeString(writer, 0x0a, error.message)
      return
    case 'timeout':
    case 'access-denied':
      return
  }
}

const writeExpected = (expected: Expected): void => {
  switch (expected.kind) {
    case 'revision':
      writeRevision(0x18, expected.revision)
      return
    case 'any':
      writeMessage(writer, 0x22, empty)
      return
    case 'stream-exists':
      writeMessage(writer, 0x2a, empty)
      return
    case 'no-stream':
      writeMessage(writer, 0x32, empty)
      return
  }
}

/** BatchAppendResp on success. */
export const encodeBatchAppended = (
  correlationId: string,
  stream: string,
  outcome: Appended,
): Buffer => {
  writeCorrelation(correlationId)
  writeSuccess(0x1a, outcome)
  writeStream(0x22, stream)
  return takeBytes(writer)
}

/** BatchAppendResp with a `google.rpc.Status`; it concerns this append alone. */
export const encodeBatchError = (
  correlationId: string,
  stream: string,
  error: BatchError,
): Buffer => {
  const [code, message, type] = statusOf(error)
  writeCorrelation(correlationId)
  writeMessage(writer, 0x12, () => {
    writeRevision(0x08, code)
    writeString(writer, 0x12, message)
    writeMessage(writer, 0x1a, () => {
      writeString(writer, 0x0a, `type.googleapis.com/event_store.client.${type}`)
      writeMessage(writer, 0x12, () => writeDetails(error, stream))
    })
  })
  writeStream(0x22, stream)
  return takeBytes(writer)
}

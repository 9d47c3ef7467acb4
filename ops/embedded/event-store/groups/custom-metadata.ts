import streams from '@eventstore/db-client/generated/streams_pb.js'
import { recordedEventOf } from '../store/record.ts'

const { RecordedEvent } = streams.ReadResp.ReadEvent

/** The metadata that came with an event, when it is a JSON object. */
export const customMetadataOf = (bytes: Buffer): Readonly<Record<string, unknown>> | undefined => {
  const recorded = RecordedEvent.deserializeBinary(recordedEventOf(bytes))
  try {
    const value: unknown = JSON.parse(
      Buffer.from(recorded.getCustomMetadata_asU8()).toString('utf8'),
    )
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

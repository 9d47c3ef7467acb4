import { isSoftDeleted, parseRetention } from '../core/retention.ts'
import { isMetastream, streamOfMetastream } from '../core/streams.ts'
import { correlationIdOf } from '../store/record-metadata.ts'
import {
  createdMsOf,
  dataOf,
  revisionOf,
  streamOf,
  tombstoneRevision,
  typeOf,
} from '../store/record.ts'

/** What a projection appends for an event: a link (`$>`), or the mention of a stream (`$@`). */
export type Emission = {
  readonly stream: string
  readonly type: '$>' | '$@'
  readonly data: string
  readonly metadata?: Readonly<Record<string, unknown>>
}

export type StandardProjection = {
  readonly name: string
  /** Which it is in the tags of what it emits. */
  readonly id: number
  readonly emit: (bytes: Buffer) => Emission | undefined
}

const link = (stream: string, data: string, metadata?: Emission['metadata']): Emission => ({
  stream,
  type: '$>',
  data,
  ...(metadata === undefined ? {} : { metadata }),
})

const revisionText = (bytes: Buffer): string => {
  const revision = revisionOf(bytes)
  return revision === tombstoneRevision ? '9223372036854775807' : String(revision)
}

/** What stands before the first hyphen; system streams have no category. */
const categoryOf = (stream: string): string | undefined => {
  const hyphen = stream.startsWith('$') ? -1 : stream.indexOf('-')
  return hyphen > 0 ? stream.slice(0, hyphen) : undefined
}

/** The stream that an event says is deleted, for good or until the next append. */
const deletedBy = (bytes: Buffer): string | undefined => {
  const stream = streamOf(bytes)
  const type = typeOf(bytes)
  if (type === '$streamDeleted') return stream
  if (type !== '$metadata' || !isMetastream(stream)) return undefined
  return isSoftDeleted(parseRetention(dataOf(bytes))) ? streamOfMetastream(stream) : undefined
}

const byCategory = (bytes: Buffer): Emission | undefined => {
  const deleted = deletedBy(bytes)
  const source = deleted ?? streamOf(bytes)
  const category = categoryOf(source)
  if (category === undefined) return undefined
  // A link in a categorised stream is passed on as what it points at.
  const target =
    typeOf(bytes) === '$>'
      ? dataOf(bytes).toString('utf8')
      : `${revisionText(bytes)}@${streamOf(bytes)}`
  return link(`$ce-${category}`, target, {
    $o: source,
    ...(deleted === undefined ? {} : { $deleted: -1 }),
  })
}

const byEventType = (bytes: Buffer): Emission | undefined => {
  const type = typeOf(bytes)
  if (type === '$>') return undefined
  const deleted = deletedBy(bytes)
  return deleted === undefined
    ? link(`$et-${type}`, `${revisionText(bytes)}@${streamOf(bytes)}`)
    : link('$et-$deleted', `${revisionText(bytes)}@${deleted}`, { $deleted: -1 })
}

const streams = (bytes: Buffer): Emission | undefined =>
  revisionOf(bytes) === 0 ? link('$streams', `0@${streamOf(bytes)}`) : undefined

const streamByCategory = (bytes: Buffer): Emission | undefined => {
  const category = revisionOf(bytes) === 0 ? categoryOf(streamOf(bytes)) : undefined
  return category === undefined
    ? undefined
    : { stream: `$category-${category}`, type: '$@', data: streamOf(bytes) }
}

const byCorrelationId = (bytes: Buffer): Emission | undefined => {
  if (typeOf(bytes) === '$>') return undefined
  const id = correlationIdOf(bytes)
  return id === undefined
    ? undefined
    : link(`$bc-${id}`, `${revisionText(bytes)}@${streamOf(bytes)}`, {
        $eventTimestamp: new Date(createdMsOf(bytes)).toISOString(),
      })
}

/** The projections that every EventStoreDB has. */
export const standardProjections: readonly StandardProjection[] = [
  { name: '$streams', id: 1, emit: streams },
  { name: '$stream_by_category', id: 2, emit: streamByCategory },
  { name: '$by_category', id: 3, emit: byCategory },
  { name: '$by_event_type', id: 4, emit: byEventType },
  { name: '$by_correlation_id', id: 5, emit: byCorrelationId },
]

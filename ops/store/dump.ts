import { z } from 'zod'
import { StoreToolError } from './problem.ts'

/** An event as it leaves one store and enters another: all that the protocol says of it, its bytes as they are. */
export type DumpedEvent = {
  readonly stream: string
  /** The tombstone's is the greatest int64. */
  readonly revision: bigint
  readonly position: bigint
  readonly id: string
  readonly type: string
  readonly contentType: string
  /** 100 ns ticks since 1970. */
  readonly created: string
  readonly data: Buffer
  readonly metadata: Buffer
}

export const tombstoneNumber = 0x7fff_ffff_ffff_ffffn
export const isTombstone = ({ revision }: Pick<DumpedEvent, 'revision'>): boolean =>
  revision === tombstoneNumber

export const eventsFile = 'events.ndjson'
export const dumpManifestFile = 'manifest.json'

export const dumpManifest = z.strictObject({
  format: z.literal('qhub-store-export/1'),
  /** ISO 8601 UTC. */
  takenAt: z.string(),
  events: z.number(),
  bytes: z.number(),
  firstPosition: z.string().optional(),
  lastPosition: z.string().optional(),
  sha256: z.string(),
})
export type DumpManifest = z.infer<typeof dumpManifest>

/** Bytes that are text stand as text, which people can read; others as base 64. */
const content = z.union([z.string(), z.strictObject({ base64: z.string() })])

const line = z.strictObject({
  stream: z.string().min(1),
  revision: z.string(),
  position: z.string(),
  id: z.string(),
  type: z.string(),
  contentType: z.string(),
  created: z.string(),
  data: content,
  metadata: content,
})

const toContent = (bytes: Buffer): z.infer<typeof content> => {
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : { base64: bytes.toString('base64') }
}

const toBytes = (value: z.infer<typeof content>): Buffer =>
  typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value.base64, 'base64')

export const lineOfEvent = (event: DumpedEvent): string =>
  JSON.stringify({
    stream: event.stream,
    revision: event.revision.toString(),
    position: event.position.toString(),
    id: event.id,
    type: event.type,
    contentType: event.contentType,
    created: event.created,
    data: toContent(event.data),
    metadata: toContent(event.metadata),
  })

/** Throws StoreToolError on a line that is no event; `number` counts from 1. */
export const eventOfLine = (text: string, number: number): DumpedEvent => {
  let parsed: z.infer<typeof line>
  try {
    parsed = line.parse(JSON.parse(text))
  } catch {
    throw new StoreToolError('DUMP_DAMAGED', `line ${number} of ${eventsFile} is not an event`)
  }
  return {
    ...parsed,
    revision: BigInt(parsed.revision),
    position: BigInt(parsed.position),
    data: toBytes(parsed.data),
    metadata: toBytes(parsed.metadata),
  }
}

/**
 * Whether a stream moves with the log: those of users, and what says how long they are kept and who may read them. A node
 * keeps its own (`$…`) by itself: users, groups, projections with what they wrote, statistics.
 */
export const isMoved = (stream: string): boolean =>
  !stream.startsWith('$') || /^\$\$[^$]/.test(stream)

import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'

/** The form of a recording; another number is another form, and is refused. */
export const format = 1

const Stored = z.strictObject({ type: z.string(), schema: z.int(), data: z.unknown() })

const Actor = z.strictObject({
  kind: z.enum(['user', 'apiKey', 'system', 'operator', 'agent']),
  id: z.string(),
})

const Header = z.strictObject({
  line: z.literal('header'),
  format: z.literal(format),
  events: z.int(),
  decisions: z.int(),
})

/** An event of the log, of which everything is kept that folds and decisions depend on. */
const EventLine = z.strictObject({
  line: z.literal('event'),
  stream: z.string(),
  revision: z.int().min(0),
  id: z.uuid(),
  type: z.string(),
  schema: z.int(),
  data: z.unknown(),
  commandId: z.string(),
  at: z.string(),
})

/** A decision: `revision` is that of the state it was taken on, -1 before the first event. */
const DecisionLine = z.strictObject({
  line: z.literal('decision'),
  stream: z.string(),
  revision: z.int().min(-1),
  /** Entries that the state had out of earlier books, besides its stream. */
  brought: z.array(Stored).exactOptional(),
  actor: Actor,
  commandId: z.string(),
  inputHash: z.string(),
  now: z.string(),
  command: z.unknown(),
  outcome: z.union([
    z.strictObject({ rejected: z.string() }),
    z.strictObject({ events: z.array(Stored) }),
  ]),
})

export type RecordedLogEvent = z.output<typeof EventLine>
export type RecordedDecision = z.output<typeof DecisionLine>
export type Recording = {
  readonly events: readonly RecordedLogEvent[]
  readonly decisions: readonly RecordedDecision[]
}

/** Of the aggregate or saga that a stream is of. */
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'))

const Line = z.discriminatedUnion('line', [Header, EventLine, DecisionLine])

/** Commands hold amounts as bigint, which JSON has no word for. */
const packed = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? { $bigint: value.toString() } : value

const unpacked = (_: string, value: unknown): unknown =>
  typeof value === 'object' &&
  value !== null &&
  '$bigint' in value &&
  typeof value.$bigint === 'string'
    ? BigInt(value.$bigint)
    : value

/** Gzipped NDJSON: a header, the log in order, the decisions in the order in which they were taken. */
export const writeRecording = ({ events, decisions }: Recording): Buffer => {
  const header = { line: 'header', format, events: events.length, decisions: decisions.length }
  const lines = [header, ...events, ...decisions].map((line) => JSON.stringify(line, packed))
  return gzipSync(`${lines.join('\n')}\n`, { level: 9 })
}

/** Throws on what is no recording, is of another form, or is cut off. */
export const readRecording = (bytes: Buffer): Recording => {
  const lines = gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line, unpacked)))
  const [header] = lines
  const events = lines.filter((line) => line.line === 'event')
  const decisions = lines.filter((line) => line.line === 'decision')
  if (header?.line !== 'header') throw new Error('a recording begins with its header')
  if (events.length !== header.events || decisions.length !== header.decisions)
    throw new Error('the recording is not whole')
  return { events, decisions }
}

import { v5 } from 'uuid'
import {
  isSoftDeleted,
  parseRetention,
  withTruncateBefore,
} from '../embedded/event-store/core/retention.ts'
import { isTombstone, type DumpedEvent } from './dump.ts'

/** One thing to do to the target, in order. An event's id and revision are those of the source. */
export type ImportStep =
  | {
      readonly kind: 'append'
      readonly stream: string
      /** Revision of the first of them. */
      readonly from: bigint
      readonly events: readonly StepEvent[]
    }
  | { readonly kind: 'tombstone'; readonly stream: string }

export type StepEvent = Pick<DumpedEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>

/** What stands for an event that a scavenge took from the source, so that those behind it keep their numbers. */
export const removedType = '$removed'

/** Names what has to have an id of its own; the same in every run. */
const namespace = '3f1f0a52-7c39-4a5e-9f8e-6f0b1f6f2f51'
const nothing = Buffer.alloc(0)
const mostEvents = 500
const mostBytes = 512 * 1024

const isMetastream = (stream: string): boolean => stream.startsWith('$$')

const deletes = ({ stream, data }: DumpedEvent): boolean =>
  isMetastream(stream) && isSoftDeleted(parseRetention(data))

const removed = (stream: string, revision: bigint): StepEvent => ({
  id: v5(`${stream} ${revision.toString()}`, namespace),
  type: removedType,
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: nothing,
})

const inPieces = function* (
  stream: string,
  from: bigint,
  to: bigint,
): Generator<ImportStep, void, undefined> {
  for (let at = from; at < to; at += BigInt(mostEvents)) {
    const count = Number(to - at < BigInt(mostEvents) ? to - at : BigInt(mostEvents))
    const events = Array.from({ length: count }, (_, i) => removed(stream, at + BigInt(i)))
    yield { kind: 'append', stream, from: at, events }
  }
}

type Gathering = {
  readonly stream: string
  readonly from: bigint
  readonly events: StepEvent[]
  bytes: number
}

/**
 * What to do to an empty store so that its streams become those of a log. Log order is kept, but for one thing: a server
 * writes events of its own when a deleted stream is appended to again, so the metadata that deletes a stream is appended
 * together with the metadata that brings it back, or at the end.
 */
export async function* stepsOf(
  log: AsyncIterable<DumpedEvent>,
): AsyncGenerator<ImportStep, void, undefined> {
  const next = new Map<string, bigint>()
  const held = new Map<string, DumpedEvent[]>()
  /** Streams that begin later than they did, by what the target must not show. */
  const begun = new Map<string, bigint>()
  const settings = new Map<string, Buffer>()
  let gathering: Gathering | undefined

  const flush = function* (): Generator<ImportStep, void, undefined> {
    if (gathering !== undefined) {
      const { stream, from, events } = gathering
      gathering = undefined
      yield { kind: 'append', stream, from, events }
    }
  }
  /** Together or not at all: after the first of them alone, the target would bring the stream back by itself. */
  const release = function* (metastream: string): Generator<ImportStep, void, undefined> {
    const events = held.get(metastream)
    const [first] = events ?? []
    if (events === undefined || first === undefined) return
    held.delete(metastream)
    yield* flush()
    yield { kind: 'append', stream: metastream, from: first.revision, events }
  }
  const add = function* (event: DumpedEvent): Generator<ImportStep, void, undefined> {
    const size = event.data.length + event.metadata.length + 2 * event.type.length
    const fits =
      gathering?.stream === event.stream &&
      gathering.from + BigInt(gathering.events.length) === event.revision &&
      gathering.events.length < mostEvents &&
      gathering.bytes + size <= mostBytes
    if (!fits) yield* flush()
    gathering ??= { stream: event.stream, from: event.revision, events: [], bytes: 0 }
    gathering.events.push(event)
    gathering.bytes += size
  }

  for await (const event of log) {
    const { stream, revision } = event
    if (isTombstone(event)) {
      yield* release(`$$${stream}`)
      yield* flush()
      yield { kind: 'tombstone', stream }
      begun.delete(stream)
      continue
    }
    if (isMetastream(stream)) settings.set(stream.slice(2), event.data)
    const expected = next.get(stream) ?? 0n
    if (revision > expected) {
      yield* release(stream)
      yield* flush()
      yield* inPieces(stream, expected, revision)
      if (expected === 0n && !isMetastream(stream)) begun.set(stream, revision)
    }
    next.set(stream, revision + 1n)
    const waiting = held.get(stream)
    if (waiting === undefined && !deletes(event)) {
      yield* add(event)
      continue
    }
    held.set(stream, [...(waiting ?? []), event])
    if (!deletes(event)) yield* release(stream)
  }
  yield* flush()
  for (const metastream of [...held.keys()]) yield* release(metastream)

  for (const [stream, first] of begun) {
    const data = settings.get(stream) ?? Buffer.from('{}')
    const { truncateBefore = 0, maxCount } = parseRetention(data)
    const last = (next.get(stream) ?? 0n) - 1n
    const shown = Math.max(truncateBefore, maxCount === undefined ? 0 : Number(last) - maxCount + 1)
    const merged = withTruncateBefore(data, Number(first))
    if (shown >= Number(first) || merged === undefined) continue
    const from = next.get(`$$${stream}`) ?? 0n
    const id = v5(`$$${stream} begins`, namespace)
    const metadata = {
      id,
      type: '$metadata',
      contentType: 'application/json',
      data: merged,
      metadata: nothing,
    }
    yield { kind: 'append', stream: `$$${stream}`, from, events: [metadata] }
  }
}

import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js'
import type { AllFrom } from '../core/read-all.ts'
import { isShown, type Filter } from '../core/filter.ts'
import type { StreamFrom } from '../core/read-stream.ts'
import { invalidArgument } from './errors.ts'
import { filterOf } from './filter-request.ts'
import type { IdForm } from './read-replies.ts'

/** A read as the node carries it out. */
export type ReadOptions = {
  readonly source:
    | { readonly kind: 'stream'; readonly stream: string; readonly from: StreamFrom }
    | {
        readonly kind: 'all'
        readonly from: AllFrom
        readonly wanted: Filter
        /** Set when the read is filtered: how many events are considered between two checkpoints. */
        readonly checkpointEvery?: number
      }
  readonly direction: 'forwards' | 'backwards'
  readonly limit: number | 'subscribe'
  readonly resolveLinks: boolean
  readonly ids: IdForm
}

/** The greatest uint64 is the protocol's other way to say "the end". */
const endOfLog = '18446744073709551615'
const defaultSearchWindow = 32

const streamFrom = (options: ReadReq.Options.StreamOptions): StreamFrom => {
  if (options.hasStart()) return 'start'
  if (options.hasEnd()) return 'end'
  return Number(options.getRevision())
}

const allFrom = (options: ReadReq.Options.AllOptions): AllFrom => {
  if (options.hasStart()) return 'start'
  const position = options.getPosition()
  if (position === undefined || position.getCommitPosition() === endOfLog) return 'end'
  const commit = Number(position.getCommitPosition())
  if (commit < Number(position.getPreparePosition())) {
    throw invalidArgument('The commit position cannot be less than the prepare position')
  }
  return commit
}

const windowOf = (options: ReadReq.Options.FilterOptions): number => {
  const window = options.hasMax() ? options.getMax() : defaultSearchWindow
  return window * Math.max(1, options.getCheckpointintervalmultiplier())
}

const sourceOf = (options: ReadReq.Options): ReadOptions['source'] => {
  const stream = options.getStream()
  if (stream !== undefined) {
    const name = stream.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()
    if (name.length === 0) throw invalidArgument('A stream name is required.')
    return { kind: 'stream', stream: Buffer.from(name).toString('utf8'), from: streamFrom(stream) }
  }
  const all = options.getAll()
  if (all === undefined) throw invalidArgument('A read must name a stream or $all.')
  const from = allFrom(all)
  const filter = options.getFilter()
  return filter === undefined
    ? { kind: 'all', from, wanted: isShown }
    : { kind: 'all', from, wanted: filterOf(filter), checkpointEvery: windowOf(filter) }
}

/** Throws a CallError on what can't be read. */
export const readOptionsOf = (request: ReadReq): ReadOptions => {
  const options = request.getOptions()
  if (options === undefined) throw invalidArgument('A read must have options.')
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS
  const subscribe = options.hasSubscription()
  if (subscribe && backwards) throw invalidArgument('A subscription can only go forwards.')
  return {
    source: sourceOf(options),
    direction: backwards ? 'backwards' : 'forwards',
    limit: subscribe ? 'subscribe' : Number(options.getCount()),
    resolveLinks: options.getResolveLinks(),
    ids: options.getUuidOption()?.hasStructured() === true ? 'structured' : 'text',
  }
}

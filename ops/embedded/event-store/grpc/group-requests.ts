import persistent from '@eventstore/db-client/generated/persistent_pb.js'
import type { CreateReq, UpdateReq } from '@eventstore/db-client/generated/persistent_pb.js'
import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js'
import {
  strategyNames,
  type GroupSettings,
  type GroupSource,
  type StartFrom,
  type StrategyName,
} from '../groups/settings.ts'
import { invalidArgument } from './errors.ts'
import { filterWishOf } from './filter-request.ts'

/** The greatest uint64 is the protocol's other way to say "the end". */
const endOnWire = '18446744073709551615'
const ticksPerMs = 10_000

type Options = CreateReq.Options | UpdateReq.Options
type Settings = CreateReq.Settings | UpdateReq.Settings
type AllOptions = CreateReq.AllOptions | UpdateReq.AllOptions

/** A stream's name; empty when there is none. */
export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8')

const placeFrom = (text: string): StartFrom => (text === endOnWire ? 'end' : Number(text))

/** Without the options of a stream, older clients say both in other fields. */
const streamOf = (options: Options): readonly [source: GroupSource, from: StartFrom] => {
  const stream = options.getStream()
  if (stream === undefined) {
    const from = options.getSettings()?.getRevision() ?? '0'
    return [{ kind: 'stream', stream: nameOf(options.getStreamIdentifier()) }, placeFrom(from)]
  }
  const source = { kind: 'stream', stream: nameOf(stream.getStreamIdentifier()) } as const
  if (stream.hasStart()) return [source, 0]
  return [source, stream.hasEnd() ? 'end' : placeFrom(stream.getRevision())]
}

const allFrom = (all: AllOptions): StartFrom => {
  if (all.hasStart()) return 0
  const position = all.getPosition()
  if (position === undefined) return 'end'
  const commit = placeFrom(position.getCommitPosition())
  const prepare = placeFrom(position.getPreparePosition())
  if (prepare > commit) {
    throw invalidArgument('The commit position cannot be less than the prepare position')
  }
  return commit
}

const isCreate = (all: AllOptions): all is CreateReq.AllOptions => 'getFilter' in all

const allOf = (all: AllOptions): readonly [source: GroupSource, from: StartFrom] => {
  const filter = isCreate(all) ? all.getFilter() : undefined
  const source =
    filter === undefined
      ? ({ kind: 'all' } as const)
      : ({ kind: 'all', filter: filterWishOf(filter) } as const)
  return [source, allFrom(all)]
}

const isStrategy = (name: string): name is StrategyName =>
  strategyNames.some((known) => known === name)

const strategyOf = (settings: Settings): StrategyName => {
  const named = 'getConsumerStrategy' in settings ? settings.getConsumerStrategy() : ''
  if (isStrategy(named)) return named
  if (named !== '') throw invalidArgument(`Consumer strategy ${named} does not exist.`)
  const { PINNED, ROUNDROBIN } = persistent.CreateReq.ConsumerStrategy
  switch (settings.getNamedConsumerStrategy()) {
    case PINNED:
      return 'Pinned'
    case ROUNDROBIN:
      return 'RoundRobin'
    default:
      return 'DispatchToSingle'
  }
}

const msFrom = (ms: number, ticks: string, inTicks: boolean): number =>
  inTicks ? Math.floor(Number(ticks) / ticksPerMs) : ms

const settingsOf = (settings: Settings, startFrom: StartFrom): GroupSettings => ({
  startFrom,
  resolveLinks: settings.getResolveLinks(),
  extraStatistics: settings.getExtraStatistics(),
  messageTimeoutMs: msFrom(
    settings.getMessageTimeoutMs(),
    settings.getMessageTimeoutTicks(),
    settings.hasMessageTimeoutTicks(),
  ),
  maxRetryCount: settings.getMaxRetryCount(),
  checkpointAfterMs: msFrom(
    settings.getCheckpointAfterMs(),
    settings.getCheckpointAfterTicks(),
    settings.hasCheckpointAfterTicks(),
  ),
  minCheckpointCount: settings.getMinCheckpointCount(),
  maxCheckpointCount: settings.getMaxCheckpointCount(),
  maxSubscriberCount: settings.getMaxSubscriberCount(),
  liveBufferSize: settings.getLiveBufferSize(),
  readBatchSize: settings.getReadBatchSize(),
  historyBufferSize: settings.getHistoryBufferSize(),
  strategy: strategyOf(settings),
})

/** What a Create or an Update asks for. Throws a CallError. */
export const wishOf = (
  options: Options | undefined,
): {
  readonly source: GroupSource
  readonly group: string
  readonly settings: GroupSettings
} => {
  const settings = options?.getSettings()
  if (options === undefined || settings === undefined) {
    throw invalidArgument('A group must have options and settings.')
  }
  const all = options.getAll()
  const [source, startFrom] = all === undefined ? streamOf(options) : allOf(all)
  return { source, group: options.getGroupName(), settings: settingsOf(settings, startFrom) }
}

/** The options by which the other calls name a group. */
export type NamingOptions = {
  readonly getGroupName: () => string
  readonly hasAll: () => boolean
  readonly getStreamIdentifier: () => StreamIdentifier | undefined
}

/** The source, `$all` for the log, and the name of a group. Throws a CallError. */
export const namedBy = (
  options: NamingOptions | undefined,
): readonly [source: string, group: string] => {
  if (options === undefined) throw invalidArgument('A group must be named.')
  const source = options.hasAll() ? '$all' : nameOf(options.getStreamIdentifier())
  return [source, options.getGroupName()]
}

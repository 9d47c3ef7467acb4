import { z } from 'zod'
import type { EventStoreNode } from '../core/node.ts'
import { findStream } from '../core/read-stream.ts'
import { dataOf } from '../store/record.ts'
import { lastOwn, retainOwn, writeOwn } from './own-streams.ts'
import {
  placeOf,
  placeText,
  sourceName,
  strategyNames,
  type GroupSettings,
  type GroupSource,
} from './settings.ts'

/** A group as it was asked for. */
export type GroupEntry = {
  readonly source: GroupSource
  readonly group: string
  readonly settings: GroupSettings
  /** What `end` meant when the group was made: the place behind which it begins. */
  readonly startBehind: number
}

/** All groups, as they are kept in `$persistentSubscriptionConfig`. */
export type GroupConfig = {
  /** Throws ConfigUnreadable. */
  readonly load: () => readonly GroupEntry[]
  /** `by` is who made the change. Rejects when it can't be written. */
  readonly save: (entries: readonly GroupEntry[], by: string) => Promise<void>
}

/** Somebody wrote to the stream what is no configuration. */
export class ConfigUnreadable extends Error {
  override readonly name = 'ConfigUnreadable'
}

const stream = '$persistentSubscriptionConfig'
const maxCount = 2

const Count = z.int().nonnegative().default(0)

/** The product's form, which leaves out what is zero or false. */
const Entry = z.object({
  stream: z.string(),
  group: z.string().default(''),
  filter: z
    .object({
      context: z.enum(['streamid', 'eventtype']),
      type: z.enum(['regex', 'prefix']),
      data: z.string(),
      /** The product joins prefixes by commas, which a prefix may hold too. */
      prefixes: z.array(z.string()).optional(),
    })
    .optional(),
  resolveLinkTos: z.boolean().default(false),
  extraStatistics: z.boolean().default(false),
  messageTimeout: Count,
  startPosition: z.string().default(''),
  startBehind: z.int().optional(),
  liveBufferSize: Count,
  historyBufferSize: Count,
  maxRetryCount: Count,
  readBatchSize: Count,
  checkPointAfter: Count,
  minCheckPointCount: Count,
  maxCheckPointCount: Count,
  maxSubscriberCount: Count,
  namedConsumerStrategy: z.enum(strategyNames),
})
type Entry = z.infer<typeof Entry>

const Config = z.object({ version: z.string(), entries: z.array(Entry).default([]) })

const filterOf = ({ filter }: Entry): Extract<GroupSource, { kind: 'all' }>['filter'] => {
  if (filter === undefined) return undefined
  const on = filter.context === 'streamid' ? 'stream' : 'type'
  return filter.type === 'regex'
    ? { on, regex: filter.data }
    : { on, prefixes: filter.prefixes ?? filter.data.split(',').filter((one) => one !== '') }
}

const sourceOf = (entry: Entry): GroupSource => {
  if (entry.stream !== '$all') return { kind: 'stream', stream: entry.stream }
  const filter = filterOf(entry)
  return filter === undefined ? { kind: 'all' } : { kind: 'all', filter }
}

const fromEntry = (entry: Entry): GroupEntry => {
  const source = sourceOf(entry)
  const startFrom = placeOf(source, entry.startPosition) ?? 'end'
  return {
    source,
    group: entry.group,
    settings: {
      startFrom,
      resolveLinks: entry.resolveLinkTos,
      extraStatistics: entry.extraStatistics,
      messageTimeoutMs: entry.messageTimeout,
      maxRetryCount: entry.maxRetryCount,
      checkpointAfterMs: entry.checkPointAfter,
      minCheckpointCount: entry.minCheckPointCount,
      maxCheckpointCount: entry.maxCheckPointCount,
      maxSubscriberCount: entry.maxSubscriberCount,
      liveBufferSize: entry.liveBufferSize,
      readBatchSize: entry.readBatchSize,
      historyBufferSize: entry.historyBufferSize,
      strategy: entry.namedConsumerStrategy,
    },
    startBehind: entry.startBehind ?? (startFrom === 'end' ? -1 : startFrom - 1),
  }
}

const filterEntry = (source: GroupSource): Entry['filter'] => {
  if (source.kind === 'stream' || source.filter === undefined) return undefined
  const { filter } = source
  const context = filter.on === 'stream' ? 'streamid' : 'eventtype'
  return 'regex' in filter
    ? { context, type: 'regex', data: filter.regex }
    : {
        context,
        type: 'prefix',
        data: filter.prefixes.join(','),
        prefixes: [...filter.prefixes],
      }
}

const toEntry = ({ source, group, settings, startBehind }: GroupEntry): Entry => {
  const end = source.kind === 'all' ? 'C:-1/P:-1' : '-1'
  const { startFrom } = settings
  return {
    stream: sourceName(source),
    group,
    filter: filterEntry(source),
    resolveLinkTos: settings.resolveLinks,
    extraStatistics: settings.extraStatistics,
    messageTimeout: settings.messageTimeoutMs,
    startPosition: startFrom === 'end' ? end : placeText(source, startFrom),
    startBehind,
    liveBufferSize: settings.liveBufferSize,
    historyBufferSize: settings.historyBufferSize,
    maxRetryCount: settings.maxRetryCount,
    readBatchSize: settings.readBatchSize,
    checkPointAfter: settings.checkpointAfterMs,
    minCheckPointCount: settings.minCheckpointCount,
    maxCheckPointCount: settings.maxCheckpointCount,
    maxSubscriberCount: settings.maxSubscriberCount,
    namedConsumerStrategy: settings.strategy,
  }
}

const parse = (data: Buffer): readonly GroupEntry[] => {
  try {
    return Config.parse(JSON.parse(data.toString('utf8'))).entries.map(fromEntry)
  } catch (error) {
    throw new ConfigUnreadable(`${stream} can't be read: ${String(error)}`)
  }
}

export const createGroupConfig = (node: EventStoreNode): GroupConfig => ({
  load: () => {
    const bytes = lastOwn(node, stream)
    return bytes === undefined ? [] : parse(dataOf(bytes))
  },
  save: async (entries, by) => {
    if (findStream(node.streams, stream).kind !== 'found') {
      await retainOwn(node, stream, { $maxCount: maxCount })
    }
    const updated = new Date(node.now()).toISOString()
    const config = { version: '2', updated, updatedBy: by, entries: entries.map(toEntry) }
    await writeOwn(node, stream, {
      type: '$PersistentConfig',
      contentType: 'application/json',
      data: JSON.stringify(config),
    })
  },
})

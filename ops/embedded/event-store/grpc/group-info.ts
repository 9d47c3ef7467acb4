import persistent from '@eventstore/db-client/generated/persistent_pb.js'
import type { SubscriptionInfo } from '@eventstore/db-client/generated/persistent_pb.js'
import type { RunningGroup } from '../groups/groups.ts'
import { placeText, sourceName, type GroupSettings } from '../groups/settings.ts'
import type { Measured } from '../groups/statistics.ts'

const { ConnectionInfo, Measurement } = persistent.SubscriptionInfo

const writeSettings = (info: SubscriptionInfo, settings: GroupSettings): void => {
  info.setResolveLinkTos(settings.resolveLinks)
  info.setExtraStatistics(settings.extraStatistics)
  info.setMessageTimeoutMilliseconds(settings.messageTimeoutMs)
  info.setMaxRetryCount(settings.maxRetryCount)
  info.setLiveBufferSize(settings.liveBufferSize)
  info.setBufferSize(settings.historyBufferSize)
  info.setReadBatchSize(settings.readBatchSize)
  info.setCheckPointAfterMilliseconds(settings.checkpointAfterMs)
  info.setMinCheckPointCount(settings.minCheckpointCount)
  info.setMaxCheckPointCount(settings.maxCheckpointCount)
  info.setNamedConsumerStrategy(settings.strategy)
  info.setMaxSubscriberCount(settings.maxSubscriberCount)
}

const connectionOf = ({ seat, latencies, ...rate }: Measured['consumers'][number]) => {
  const { consumer, inFlight } = seat
  const connection = new ConnectionInfo()
  connection.setUsername(consumer.username)
  connection.setConnectionName(consumer.connectionName)
  connection.setAverageItemsPerSecond(rate.perSecond)
  connection.setTotalItems(String(rate.total))
  connection.setCountSinceLastMeasurement(String(rate.sinceLast))
  connection.setAvailableSlots(consumer.capacity - inFlight)
  connection.setInFlightMessages(inFlight)
  for (const { key, value } of latencies) {
    const measurement = new Measurement()
    measurement.setKey(key)
    measurement.setValue(String(value))
    connection.addObservedMeasurements(measurement)
  }
  return connection
}

/** What GetInfo and List tell of a group. Rates are since one last asked. */
export const infoOf = ({ entry, group }: RunningGroup): SubscriptionInfo => {
  const { source, settings } = entry
  const counts = group.counts()
  const measured = group.meter.measure(counts.seats)
  const text = (place: number | undefined): string =>
    place === undefined ? '' : placeText(source, place)
  const end = source.kind === 'all' ? 'C:-1/P:-1' : '-1'
  const info = new persistent.SubscriptionInfo()
  info.setEventSource(sourceName(source))
  info.setGroupName(entry.group)
  info.setStatus(counts.live ? 'Live' : 'Behind')
  info.setStartFrom(settings.startFrom === 'end' ? end : text(settings.startFrom))
  writeSettings(info, settings)
  info.setConnectionsList(measured.consumers.map(connectionOf))
  info.setAveragePerSecond(measured.perSecond)
  info.setTotalItems(String(measured.total))
  info.setCountSinceLastMeasurement(String(measured.sinceLast))
  info.setLastCheckpointedEventPosition(text(counts.checkpointed))
  info.setLastKnownEventPosition(text(counts.lastKnown))
  info.setReadBufferCount(counts.waiting)
  info.setLiveBufferCount(String(counts.recent))
  info.setRetryBufferCount(counts.retries)
  info.setTotalInFlightMessages(counts.seats.reduce((sum, { inFlight }) => sum + inFlight, 0))
  info.setOutstandingMessagesCount(counts.inFlight)
  info.setParkedMessageCount(String(counts.parked))
  return info
}

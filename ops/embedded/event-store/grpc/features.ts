import features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js'

/** The version whose behaviour this node follows. */
export const serverVersion = '24.2.0'

type Method = readonly [service: string, method: string, features: readonly string[]]

const streamAndAll = ['stream', 'all']
const groups = 'event_store.client.persistent_subscriptions.persistentsubscriptions'

const operations = 'event_store.client.operations.operations'

/** Only what is served, in lower case, as clients compare it. */
const methods: readonly Method[] = [
  ['event_store.client.streams.streams', 'append', []],
  ['event_store.client.streams.streams', 'batchappend', ['deadline_duration']],
  ['event_store.client.streams.streams', 'read', ['position', 'events']],
  ['event_store.client.streams.streams', 'delete', []],
  ['event_store.client.streams.streams', 'tombstone', []],
  [groups, 'create', streamAndAll],
  [groups, 'update', streamAndAll],
  [groups, 'delete', streamAndAll],
  [groups, 'read', streamAndAll],
  [groups, 'getinfo', streamAndAll],
  [groups, 'replayparked', streamAndAll],
  [groups, 'list', streamAndAll],
  [groups, 'restartsubsystem', []],
  ['event_store.client.gossip.gossip', 'read', []],
  ['event_store.client.monitoring.monitoring', 'stats', []],
  [operations, 'startscavenge', []],
  [operations, 'stopscavenge', []],
  [operations, 'shutdown', []],
  [operations, 'mergeindexes', []],
  [operations, 'resignnode', []],
  [operations, 'setnodepriority', []],
  [operations, 'restartpersistentsubscriptions', []],
  ['event_store.client.projections.projections', 'enable', []],
  ['event_store.client.projections.projections', 'disable', []],
  ['event_store.client.projections.projections', 'reset', []],
  ['event_store.client.projections.projections', 'statistics', []],
  ['event_store.client.projections.projections', 'state', []],
  ['event_store.client.projections.projections', 'result', []],
  ['event_store.client.projections.projections', 'restartsubsystem', []],
  ['event_store.client.users.users', 'create', []],
  ['event_store.client.users.users', 'update', []],
  ['event_store.client.users.users', 'delete', []],
  ['event_store.client.users.users', 'enable', []],
  ['event_store.client.users.users', 'disable', []],
  ['event_store.client.users.users', 'details', []],
  ['event_store.client.users.users', 'changepassword', []],
  ['event_store.client.users.users', 'resetpassword', []],
  ['event_store.client.server_features.serverfeatures', 'getsupportedmethods', []],
]

/** ServerFeatures.GetSupportedMethods. */
export const supportedMethods = (): SupportedMethods => {
  const reply = new features.SupportedMethods()
  reply.setEventStoreServerVersion(serverVersion)
  for (const [service, method, names] of methods) {
    const supported = new features.SupportedMethod()
    supported.setServiceName(service)
    supported.setMethodName(method)
    supported.setFeaturesList([...names])
    reply.addMethods(supported)
  }
  return reply
}

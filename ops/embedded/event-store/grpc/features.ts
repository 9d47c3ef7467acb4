import features from '@eventstore/db-client/generated/serverfeatures_pb.js'
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js'

/** The version whose behaviour this node follows. */
export const serverVersion = '24.2.0'

type Method = readonly [service: string, method: string, features: readonly string[]]

/** Only what is served, in lower case, as clients compare it. */
const methods: readonly Method[] = [
  ['event_store.client.streams.streams', 'append', []],
  ['event_store.client.streams.streams', 'batchappend', []],
  ['event_store.client.streams.streams', 'read', ['position', 'events']],
  ['event_store.client.streams.streams', 'delete', []],
  ['event_store.client.streams.streams', 'tombstone', []],
  ['event_store.client.gossip.gossip', 'read', []],
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

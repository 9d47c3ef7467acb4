import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import monitoring from '@eventstore/db-client/generated/monitoring_grpc_pb.js'
import operations from '@eventstore/db-client/generated/operations_grpc_pb.js'
import persistent from '@eventstore/db-client/generated/persistent_grpc_pb.js'
import projections from '@eventstore/db-client/generated/projections_grpc_pb.js'
import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js'
import users from '@eventstore/db-client/generated/users_grpc_pb.js'
import type { MethodDefinition } from '@grpc/grpc-js'
import t from 'tap'
import { supportedMethods } from './features.ts'
import { requirementOf } from './policy.ts'

type Methods = Readonly<Record<string, Pick<MethodDefinition<unknown, unknown>, 'path'>>>

const services: readonly Methods[] = [
  { ...gossip.GossipService },
  { ...monitoring.MonitoringService },
  { ...operations.OperationsService },
  { ...persistent.PersistentSubscriptionsService },
  { ...projections.ProjectionsService },
  { ...features.ServerFeaturesService },
  { ...streams.StreamsService },
  { ...users.UsersService },
]
const paths = services.flatMap((methods) => Object.values(methods).map(({ path }) => path))
const named = (path: string): string => path.replace('/event_store.client.', '')

t.test('nobody in particular may call these alone', (t) => {
  t.same(
    paths
      .filter((path) => requirementOf(path) === 'anyone')
      .map(named)
      .sort(),
    [
      'gossip.Gossip/Read',
      'monitoring.Monitoring/Stats',
      'server_features.ServerFeatures/GetSupportedMethods',
      'streams.Streams/Append',
      'streams.Streams/BatchAppend',
      'streams.Streams/Delete',
      'streams.Streams/Read',
      'streams.Streams/Tombstone',
    ],
  )
  t.end()
})

t.test('what administrators alone may call', (t) => {
  t.same(
    paths
      .filter((path) => requirementOf(path) === 'admins')
      .map(named)
      .sort(),
    [
      'users.Users/Create',
      'users.Users/Delete',
      'users.Users/Disable',
      'users.Users/Enable',
      'users.Users/ResetPassword',
      'users.Users/Update',
    ],
  )
  t.end()
})

t.test('what nobody thought of is the administrators’', (t) => {
  t.equal(requirementOf('/event_store.client.redaction.Redaction/SwitchChunks'), 'admins')
  t.equal(requirementOf('/grpc.health.v1.Health/Check'), 'admins')
  t.equal(requirementOf(''), 'admins')
  t.end()
})

t.test(
  'every method of the protocol is served and told of, but those for custom projections',
  (t) => {
    const told = new Set(
      supportedMethods()
        .getMethodsList()
        .map((method) => `${method.getServiceName()}/${method.getMethodName()}`),
    )
    const untold = paths.filter((path) => !told.has(path.slice(1).toLowerCase())).map(named)
    t.same(untold.sort(), [
      'projections.Projections/Create',
      'projections.Projections/Delete',
      'projections.Projections/Update',
    ])
    t.end()
  },
)

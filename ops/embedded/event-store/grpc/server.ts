import monitoring from '@eventstore/db-client/generated/monitoring_grpc_pb.js'
import operations from '@eventstore/db-client/generated/operations_grpc_pb.js'
import projections from '@eventstore/db-client/generated/projections_grpc_pb.js'
import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import persistent from '@eventstore/db-client/generated/persistent_grpc_pb.js'
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js'
import users from '@eventstore/db-client/generated/users_grpc_pb.js'
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js'
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js'
import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js'
import type { EventStoreNode } from '../core/node.ts'
import { createGroups, type Groups } from '../groups/groups.ts'
import { appendCall } from './append-call.ts'
import { batchAppendCall } from './batch-append-call.ts'
import { deleteCall, tombstoneCall } from './delete-calls.ts'
import { supportedMethods } from './features.ts'
import { clusterOf } from './gossip.ts'
import { groupCalls } from './group-calls.ts'
import { groupReadCall } from './group-read-call.ts'
import { createFigures } from '../monitoring/figures.ts'
import { createScavenger, type Scavenger } from '../operations/scavenger.ts'
import type { Projections } from '../projections/subsystem.ts'
import { createGuard, openGuard, type Guard } from './guard.ts'
import { createOpenCalls, type OpenCalls } from './open-calls.ts'
import { operationsCalls } from './operations-calls.ts'
import { projectionsCalls } from './projections-calls.ts'
import { readCall } from './read-call.ts'
import { statsCall } from './stats-call.ts'
import { usersCalls } from './users-calls.ts'

type Answer<Reply> = handleUnaryCall<unknown, Reply>

/** Without TLS everyone who can connect is an administrator, so nobody but this machine can. */
export const loopback = '127.0.0.1'

/** PEM texts; the certificate with those that lead up to one that clients trust. */
export type Tls = { readonly certificate: Buffer; readonly key: Buffer }

export type ServeOptions = {
  /** 0 lets the system choose. */
  readonly port: number
  /** With it callers have to say who they are, and the node may listen beyond this machine. */
  readonly tls?: Tls
  /** The address to listen on; without TLS always this machine alone. */
  readonly host?: string
  /** The name by which clients reach the node, as gossip tells it; it must be in the certificate. */
  readonly advertisedHost?: string
}

/** Clients send batches of up to 3 MiB and take messages of up to 17. */
const largestMessage = 17 * 1024 * 1024

export type EventStoreServer = {
  readonly port: number
  /** Finishes the appends under way, ends open calls with CANCELLED and lets go of the port. */
  readonly close: () => Promise<void>
}

const asIs = (bytes: Buffer): Buffer => bytes
const encoded = { responseSerialize: asIs }
const raw = { requestDeserialize: asIs, responseSerialize: asIs }

const { StreamsService } = streams
/** The hot messages are coded by hand: a record is encoded once, when it is appended. */
const streamsDefinition = {
  read: { ...StreamsService.read, ...encoded },
  append: { ...StreamsService.append, ...raw },
  batchAppend: { ...StreamsService.batchAppend, ...raw },
  delete: { ...StreamsService.delete, ...encoded },
  tombstone: { ...StreamsService.tombstone, ...encoded },
}

const { PersistentSubscriptionsService } = persistent
const groupsDefinition = {
  ...PersistentSubscriptionsService,
  read: { ...PersistentSubscriptionsService.read, ...encoded },
}

/** The name or address by which clients are told to come. */
export const reachableHost = ({ tls, host, advertisedHost }: ServeOptions): string => {
  if (tls === undefined) return loopback
  if (advertisedHost !== undefined) return advertisedHost
  return host === undefined || host === '0.0.0.0' || host === '::' ? 'localhost' : host
}

/** The reason of a port that is taken, which gRPC keeps in its text alone. */
const withCode = (error: Error): Error =>
  error.message.includes('EADDRINUSE') ? Object.assign(error, { code: 'EADDRINUSE' }) : error

const credentialsFor = (tls: Tls | undefined): ServerCredentials =>
  tls === undefined
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [{ cert_chain: tls.certificate, private_key: tls.key }])

const bind = (server: Server, { port, tls, host }: ServeOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    const address = tls === undefined ? loopback : (host ?? loopback)
    const at = address.includes(':') ? `[${address}]` : address
    server.bindAsync(`${at}:${port}`, credentialsFor(tls), (error, bound) => {
      if (error === null) resolve(bound)
      else reject(withCode(error))
    })
  })

/** A node with what runs on it. */
export type Served = {
  readonly node: EventStoreNode
  readonly projections: Projections
  /** Where its files are. */
  readonly directory: string
  /** Ends it in order, when a caller asks for that. */
  readonly shutDown: () => void
}

const addServices = (
  server: Server,
  { node, projections: subsystem, directory, shutDown }: Served,
  groups: Groups,
  scavenger: Scavenger,
  open: OpenCalls,
  guard: Guard,
): void => {
  server.addService(streamsDefinition, {
    read: readCall(node, open, guard),
    append: appendCall(node, guard),
    batchAppend: batchAppendCall(node, open, guard),
    delete: deleteCall(node, guard),
    tombstone: tombstoneCall(node, guard),
  })
  server.addService(groupsDefinition, {
    ...groupCalls(groups, guard),
    read: groupReadCall(groups, open, guard),
  })
  server.addService(users.UsersService, usersCalls(node, guard))
  server.addService(projections.ProjectionsService, projectionsCalls(subsystem))
  const stats = statsCall(() => createFigures(node, directory), open)
  server.addService(monitoring.MonitoringService, { stats })
  const getSupportedMethods: Answer<SupportedMethods> = (_call, answer) =>
    answer(null, supportedMethods())
  server.addService(features.ServerFeaturesService, { getSupportedMethods })
  server.addService(
    operations.OperationsService,
    operationsCalls({ node, groups, scavenger, shutDown }),
  )
}

/** How long a client that does not take its last answers can hold up the end. */
const graceMs = 2_000

const shutDown = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), graceMs)
    server.tryShutdown(() => {
      clearTimeout(force)
      resolve()
    })
  })

/** How often it is asked whether a client that says nothing is still there, and how long its answer may take. */
const keepAlive = { 'grpc.keepalive_time_ms': 10_000, 'grpc.keepalive_timeout_ms': 10_000 }

/** Serves a node. Rejects when the port is taken. */
export const serve = async (served: Served, options: ServeOptions): Promise<EventStoreServer> => {
  const { node } = served
  const { tls } = options
  const guard = tls === undefined ? openGuard : createGuard(node)
  const server = new Server({
    'grpc.max_receive_message_length': largestMessage,
    ...keepAlive,
    interceptors: [...guard.interceptors],
  })
  const open = createOpenCalls()
  let bound = options.port
  const groups = createGroups(node)
  const scavenger = createScavenger(node)
  addServices(server, served, groups, scavenger, open, guard)
  const read: Answer<ClusterInfo> = (_call, answer) =>
    answer(null, clusterOf(reachableHost(options), bound, node.now()))
  server.addService(gossip.GossipService, { read })
  try {
    bound = await bind(server, options)
  } catch (error) {
    await groups.close()
    throw error
  }
  return {
    port: bound,
    close: async () => {
      await scavenger.close()
      await node.writer.drained()
      // The answers to what was just written go out before the calls end.
      await new Promise((resolve) => setImmediate(resolve))
      open.endAll()
      await groups.close()
      await shutDown(server)
    },
  }
}

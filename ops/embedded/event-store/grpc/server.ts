import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js'
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js'
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js'
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js'
import { Server, ServerCredentials, type handleUnaryCall } from '@grpc/grpc-js'
import type { EventStoreNode } from '../core/node.ts'
import { appendCall } from './append-call.ts'
import { batchAppendCall } from './batch-append-call.ts'
import { deleteCall, tombstoneCall } from './delete-calls.ts'
import { supportedMethods } from './features.ts'
import { clusterOf } from './gossip.ts'
import { createOpenCalls, type OpenCalls } from './open-calls.ts'
import { readCall } from './read-call.ts'
import { addUnimplemented } from './unimplemented.ts'

type Answer<Reply> = handleUnaryCall<unknown, Reply>

/** Without TLS everyone who can connect is an administrator, so nobody but this machine can. */
export const loopback = '127.0.0.1'

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

/** The reason of a port that is taken, which gRPC keeps in its text alone. */
const withCode = (error: Error): Error =>
  error.message.includes('EADDRINUSE') ? Object.assign(error, { code: 'EADDRINUSE' }) : error

const bind = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(`${loopback}:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound)
      else reject(withCode(error))
    })
  })

const addServices = (server: Server, node: EventStoreNode, open: OpenCalls): void => {
  server.addService(streamsDefinition, {
    read: readCall(node, open),
    append: appendCall(node),
    batchAppend: batchAppendCall(node, open),
    delete: deleteCall(node),
    tombstone: tombstoneCall(node),
  })
  const getSupportedMethods: Answer<SupportedMethods> = (_call, answer) =>
    answer(null, supportedMethods())
  server.addService(features.ServerFeaturesService, { getSupportedMethods })
  addUnimplemented(server)
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

/** Serves a node on a port of this machine (0 chooses one). Rejects when the port is taken. */
export const serve = async (node: EventStoreNode, port: number): Promise<EventStoreServer> => {
  const server = new Server({ 'grpc.max_receive_message_length': largestMessage })
  const open = createOpenCalls()
  let bound = port
  addServices(server, node, open)
  const read: Answer<ClusterInfo> = (_call, answer) =>
    answer(null, clusterOf(loopback, bound, node.now()))
  server.addService(gossip.GossipService, { read })
  bound = await bind(server, port)
  return {
    port: bound,
    close: async () => {
      await node.writer.drained()
      // The answers to what was just written go out before the calls end.
      await new Promise((resolve) => setImmediate(resolve))
      open.endAll()
      await shutDown(server)
    },
  }
}

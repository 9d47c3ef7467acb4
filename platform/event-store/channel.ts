import { EventStoreDBClient } from '@eventstore/db-client'
import { Client as GrpcClient } from '@grpc/grpc-js'
import type {
  CallOptions,
  ClientDuplexStream,
  ClientReadableStream,
  ClientUnaryCall,
  Metadata,
} from '@grpc/grpc-js'

/**
 * The client's own connection machinery (discovery, TLS, credentials, a new channel after a failure), without its
 * calls: its append keeps what is pending in one map for the whole process, so that one lost connection rejects the
 * appends of every other and the next reply ends the process; and its subscription tells checkpoints out of order.
 */
type CallMachinery = {
  readonly GRPCStreamCreator: <Call extends OpenCall>(
    constructor: typeof GrpcClient,
    name: string,
    open: (client: GrpcClient) => Call,
    cache?: WeakMap<GrpcClient, Call | Promise<Call>>,
  ) => () => Promise<Call>
  readonly callArguments: (options: object, call?: CallOptions) => [Metadata, CallOptions]
}

export type AppendCall = ClientDuplexStream<Buffer, Buffer>
export type ReadCall = ClientReadableStream<Buffer>
type OpenCall = AppendCall | ReadCall | ClientUnaryCall

/** An open connection to an event store, in messages still encoded. */
export type Channel = {
  readonly openAppend: () => Promise<AppendCall>
  readonly openRead: (request: Buffer) => Promise<ReadCall>
  readonly client: EventStoreDBClient
  readonly close: () => Promise<void>
}

const hasCallMachinery = (client: unknown): client is CallMachinery =>
  typeof client === 'object' &&
  client !== null &&
  'GRPCStreamCreator' in client &&
  typeof client.GRPCStreamCreator === 'function' &&
  'callArguments' in client &&
  typeof client.callArguments === 'function'

const service = '/event_store.client.streams.Streams'
const asIs = (bytes: Buffer): Buffer => bytes

/** Connects lazily: the first call opens the socket. Throws on a connection string that can't be read. */
export const openChannel = (connectionString: string): Channel => {
  const client = EventStoreDBClient.connectionString(connectionString)
  const machinery: unknown = client
  if (!hasCallMachinery(machinery)) {
    throw new TypeError('This version of @eventstore/db-client does not let its connection be used')
  }
  // No deadline: these calls stay open. Each append carries its own.
  const callArguments = () => machinery.callArguments({}, { deadline: Infinity })
  const openAppend = machinery.GRPCStreamCreator(GrpcClient, 'append', (grpc) =>
    grpc.makeBidiStreamRequest(`${service}/BatchAppend`, asIs, asIs, ...callArguments()),
  )
  const openRead = (request: Buffer) =>
    machinery.GRPCStreamCreator(GrpcClient, 'read', (grpc) =>
      grpc.makeServerStreamRequest(`${service}/Read`, asIs, asIs, request, ...callArguments()),
    )()
  return { openAppend, openRead, client, close: () => client.dispose() }
}

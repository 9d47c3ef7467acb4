import operations from '@eventstore/db-client/generated/operations_grpc_pb.js'
import type {
  sendUnaryData,
  Server,
  ServerWritableStream,
  ServiceDefinition,
  UntypedServiceImplementation,
} from '@grpc/grpc-js'
import { unimplemented } from './errors.ts'

/** What the protocol has and this node does not serve, with what to say. */
const services: readonly (readonly [ServiceDefinition, string])[] = [
  [operations.OperationsService, 'Operations'],
]

const refuse = (what: string) => {
  const error = () =>
    unimplemented(`${what} are not served by the embedded event store; use an EventStoreDB node.`)
  return {
    unary: (_call: unknown, answer: sendUnaryData<unknown>) => answer(error()),
    streaming: (call: ServerWritableStream<unknown, unknown>) => void call.emit('error', error()),
  }
}

/** Answers UNIMPLEMENTED with the name of what is missing, so that it is missed in tests and not in production. */
export const addUnimplemented = (server: Server): void => {
  for (const [definition, what] of services) {
    const { unary, streaming } = refuse(what)
    const implementation: UntypedServiceImplementation = {}
    for (const [name, method] of Object.entries(definition)) {
      implementation[name] = method.responseStream ? streaming : unary
    }
    server.addService(definition, implementation)
  }
}

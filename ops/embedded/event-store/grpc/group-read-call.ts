import { randomUUID } from 'node:crypto'
import persistent from '@eventstore/db-client/generated/persistent_pb.js'
import type { ReadReq } from '@eventstore/db-client/generated/persistent_pb.js'
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js'
import type { ServerDuplexStream } from '@grpc/grpc-js'
import type { Drop } from '../groups/consumer.ts'
import type { Group, NackAction } from '../groups/group.ts'
import type { Groups } from '../groups/groups.ts'
import { groupKey } from '../groups/settings.ts'
import {
  asCallError,
  groupDropped,
  groupFull,
  groupMissing,
  invalidArgument,
  shuttingDown,
} from './errors.ts'
import { namedBy } from './group-requests.ts'
import type { Guard } from './guard.ts'
import type { OpenCalls } from './open-calls.ts'
import { encodeConfirmation, encodeRetried } from './read-replies.ts'

type Call = ServerDuplexStream<ReadReq, Buffer>

/** A connection to a group, once it is made. */
type Connection = { readonly group: Group; readonly consumerId: string }

const idOf = (id: UUID): string => {
  const structured = id.getStructured()
  if (structured === undefined) return id.getString().toLowerCase()
  const half = (bits: string): string =>
    BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0')
  const hex = half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits())
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const { Action } = persistent.ReadReq.Nack
const actionOf = (nack: ReadReq.Nack): NackAction => {
  switch (nack.getAction()) {
    case Action.UNKNOWN:
      return 'unknown'
    case Action.PARK:
      return 'park'
    case Action.RETRY:
      return 'retry'
    case Action.SKIP:
      return 'skip'
    case Action.STOP:
      return 'stop'
  }
}

const answerTo = ({ group }: Connection, request: ReadReq): void => {
  const ack = request.getAck()
  const nack = request.getNack()
  if (ack !== undefined) group.ack(ack.getIdsList().map(idOf))
  else if (nack !== undefined) {
    group.nack(nack.getIdsList().map(idOf), actionOf(nack), nack.getReason())
  } else throw invalidArgument('A consumer that is connected can only answer.')
}

const connect = async (
  groups: Groups,
  guard: Guard,
  call: Call,
  options: ReadReq.Options,
): Promise<Connection> => {
  const [source, name] = namedBy(options)
  guard.require(call, 'read', source)
  const capacity = options.getBufferSize()
  if (capacity <= 0) throw invalidArgument('A consumer must take at least one event at a time.')
  const found = await groups.find(source, name)
  if (found === undefined) throw groupMissing(source, name)
  const { group } = found
  if (group.isFull()) throw groupFull(source, name)
  const consumerId = randomUUID()
  const ids = options.getUuidOption()?.hasString() === true ? 'text' : 'structured'
  const reasons: Readonly<Record<Drop, () => Error>> = {
    dropped: () => groupDropped(source, name),
    'shutting-down': shuttingDown,
  }
  if (call.cancelled) return { group, consumerId }
  call.write(encodeConfirmation(groupKey(source, name)))
  group.connect({
    id: consumerId,
    connectionName: call.metadata.get('connection-name')[0]?.toString() ?? '<unknown>',
    username: guard.callerOf(call).login ?? 'anonymous',
    capacity,
    send: ({ target, entry, retries }) =>
      void call.write(encodeRetried(target, entry.bytes, entry.position, ids, retries)),
    drop: (reason) => {
      group.disconnect(consumerId)
      call.emit('error', reasons[reason]())
    },
  })
  return { group, consumerId }
}

/** PersistentSubscriptions.Read: a consumer names its group, gets events and answers each. */
export const groupReadCall =
  (groups: Groups, open: OpenCalls, guard: Guard) =>
  (call: Call): void => {
    let connecting: Promise<Connection> | undefined
    let left = false
    const leave = (): void => {
      if (left) return
      left = true
      close()
      void connecting?.then(
        ({ group, consumerId }) => group.disconnect(consumerId),
        () => {},
      )
    }
    const fail = (error: unknown): void => {
      if (left) return
      leave()
      call.emit('error', asCallError(error))
    }
    const close = open.add(() => fail(shuttingDown()))
    call.on('data', (request: ReadReq) => {
      const options = request.getOptions()
      if (connecting === undefined) {
        connecting =
          options === undefined
            ? Promise.reject(invalidArgument('A consumer must name its group first.'))
            : connect(groups, guard, call, options)
        connecting.catch(fail)
        return
      }
      connecting.then((connection) => answerTo(connection, request)).catch(fail)
    })
    call.on('end', () => {
      leave()
      call.end()
    })
    call.on('cancelled', leave)
    call.on('close', leave)
    call.on('error', leave)
  }

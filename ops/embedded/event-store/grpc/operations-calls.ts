import operations from '@eventstore/db-client/generated/operations_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import type {
  ScavengeResp,
  SetNodePriorityReq,
  StartScavengeReq,
  StopScavengeReq,
} from '@eventstore/db-client/generated/operations_pb.js'
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js'
import type { handleUnaryCall } from '@grpc/grpc-js'
import type { EventStoreNode } from '../core/node.ts'
import type { Groups } from '../groups/groups.ts'
import type { Scavenger } from '../operations/scavenger.ts'
import { asCallError, invalidArgument, scavengeNotFound } from './errors.ts'

export type Operated = {
  readonly node: EventStoreNode
  readonly groups: Pick<Groups, 'restart'>
  readonly scavenger: Scavenger
  /** Ends the node in order. */
  readonly shutDown: () => void
}

type Calls = {
  readonly startScavenge: handleUnaryCall<StartScavengeReq, ScavengeResp>
  readonly stopScavenge: handleUnaryCall<StopScavengeReq, ScavengeResp>
  readonly shutdown: handleUnaryCall<Empty, Empty>
  readonly mergeIndexes: handleUnaryCall<Empty, Empty>
  readonly resignNode: handleUnaryCall<Empty, Empty>
  readonly setNodePriority: handleUnaryCall<SetNodePriorityReq, Empty>
  readonly restartPersistentSubscriptions: handleUnaryCall<Empty, Empty>
}

const { ScavengeResult } = operations.ScavengeResp

const reply = (
  id: string,
  result: (typeof ScavengeResult)[keyof typeof ScavengeResult],
): ScavengeResp => {
  const answer = new operations.ScavengeResp()
  answer.setScavengeId(id)
  answer.setScavengeResult(result)
  return answer
}

const empty = (): Empty => new shared.Empty()

const whenDone =
  <Request>(carryOut: () => Promise<unknown>): handleUnaryCall<Request, Empty> =>
  (_call, answer) => {
    carryOut().then(
      () => answer(null, empty()),
      (error: unknown) => answer(asCallError(error)),
    )
  }

/** A node alone has nobody to hand over to or to stand back for: that it would is acknowledged, and changes nothing. */
const acknowledged =
  <Request>(): handleUnaryCall<Request, Empty> =>
  (_call, answer) =>
    answer(null, empty())

/** The Operations service. */
export const operationsCalls = ({ node, groups, scavenger, shutDown }: Operated): Calls => ({
  startScavenge: (call, answer) => {
    const options = call.request.getOptions()
    const [threads, from] = [options?.getThreadCount() ?? 0, options?.getStartFromChunk() ?? 0]
    if (threads < 0) {
      answer(invalidArgument(`${threads} is not a number of threads.`))
      return
    }
    if (from < 0) {
      answer(invalidArgument(`${from} is not the number of a chunk.`))
      return
    }
    const { kind, id } = scavenger.start()
    answer(null, reply(id, kind === 'started' ? ScavengeResult.STARTED : ScavengeResult.INPROGRESS))
  },
  stopScavenge: (call, answer) => {
    const id = call.request.getOptions()?.getScavengeId() ?? ''
    if (scavenger.stop(id)) answer(null, reply(id, ScavengeResult.STOPPED))
    else answer(scavengeNotFound(id))
  },
  shutdown: (_call, answer) => {
    answer(null, empty())
    // The answer goes out first.
    setImmediate(shutDown)
  },
  // What the newest events wait for in memory is brought into the index's file.
  mergeIndexes: whenDone(() => node.log.settle()),
  resignNode: acknowledged(),
  setNodePriority: acknowledged(),
  restartPersistentSubscriptions: whenDone(() => groups.restart()),
})

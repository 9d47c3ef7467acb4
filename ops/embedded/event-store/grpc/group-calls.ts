import persistent from '@eventstore/db-client/generated/persistent_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js'
import type {
  CreateReq,
  CreateResp,
  DeleteReq,
  DeleteResp,
  GetInfoReq,
  GetInfoResp,
  ListReq,
  ListResp,
  ReplayParkedReq,
  ReplayParkedResp,
  UpdateReq,
  UpdateResp,
} from '@eventstore/db-client/generated/persistent_pb.js'
import type { handleUnaryCall, ServerUnaryCall } from '@grpc/grpc-js'
import type { GroupOutcome, Groups, RunningGroup } from '../groups/groups.ts'
import { sourceName } from '../groups/settings.ts'
import { asCallError, groupExists, groupFailed, groupMissing, invalidArgument } from './errors.ts'
import { infoOf } from './group-info.ts'
import { namedBy, nameOf, wishOf, type NamingOptions } from './group-requests.ts'
import type { Guard, GuardedCall } from './guard.ts'

const unary =
  <Request, Reply>(
    carryOut: (call: ServerUnaryCall<Request, Reply>) => Promise<Reply>,
  ): handleUnaryCall<Request, Reply> =>
  (call, answer) => {
    carryOut(call).then(
      (reply) => answer(null, reply),
      (error: unknown) => answer(asCallError(error)),
    )
  }

const confirm = (source: string, group: string, outcome: GroupOutcome): void => {
  switch (outcome.kind) {
    case 'done':
      return
    case 'exists':
      throw groupExists(source, group)
    case 'missing':
      throw groupMissing(source, group)
    case 'failed':
      throw groupFailed(source, group, outcome.reason)
  }
}

/** The source that a List asks for; undefined for all. */
const listedBy = (options: ListReq.Options | undefined): string | undefined => {
  const one = options?.getListForStream()
  if (one === undefined) return undefined
  return one.hasAll() ? '$all' : nameOf(one.getStream())
}

/** PersistentSubscriptions.* but for Read. */
export const groupCalls = (groups: Groups, guard: Guard) => {
  const by = (call: GuardedCall): string => guard.callerOf(call).login ?? 'anonymous'
  const require = async (options: NamingOptions | undefined): Promise<RunningGroup> => {
    const [source, group] = namedBy(options)
    const found = await groups.find(source, group)
    if (found === undefined) throw groupMissing(source, group)
    return found
  }
  return {
    create: unary<CreateReq, CreateResp>(async (call) => {
      const wish = wishOf(call.request.getOptions())
      const outcome = await groups.create({ ...wish, by: by(call) })
      confirm(sourceName(wish.source), wish.group, outcome)
      return new persistent.CreateResp()
    }),
    update: unary<UpdateReq, UpdateResp>(async (call) => {
      const wish = wishOf(call.request.getOptions())
      const outcome = await groups.update({ ...wish, by: by(call) })
      confirm(sourceName(wish.source), wish.group, outcome)
      return new persistent.UpdateResp()
    }),
    delete: unary<DeleteReq, DeleteResp>(async (call) => {
      const [source, group] = namedBy(call.request.getOptions())
      confirm(source, group, await groups.remove(source, group, by(call)))
      return new persistent.DeleteResp()
    }),
    getInfo: unary<GetInfoReq, GetInfoResp>(async (call) => {
      const reply = new persistent.GetInfoResp()
      reply.setSubscriptionInfo(infoOf(await require(call.request.getOptions())))
      return reply
    }),
    list: unary<ListReq, ListResp>(async (call) => {
      const source = listedBy(call.request.getOptions())
      const found = await groups.list(source)
      if (found === undefined) throw groupMissing(source ?? '', '')
      const reply = new persistent.ListResp()
      reply.setSubscriptionsList(found.map(infoOf))
      return reply
    }),
    replayParked: unary<ReplayParkedReq, ReplayParkedResp>(async (call) => {
      const options = call.request.getOptions()
      const { group } = await require(options)
      const stopAt = options?.hasStopAt() === true ? Number(options.getStopAt()) : undefined
      if (stopAt !== undefined && stopAt < 0) {
        throw invalidArgument('The revision to stop at must not be negative.')
      }
      group.replayParked(stopAt)
      return new persistent.ReplayParkedResp()
    }),
    restartSubsystem: unary<Empty, Empty>(async () => {
      await groups.restart()
      return new shared.Empty()
    }),
  }
}

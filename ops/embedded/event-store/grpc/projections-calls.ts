import shared from '@eventstore/db-client/generated/shared_pb.js'
import projections from '@eventstore/db-client/generated/projections_pb.js'
import type {
  DisableReq,
  DisableResp,
  EnableReq,
  EnableResp,
  ResetReq,
  ResetResp,
  ResultReq,
  ResultResp,
  StateReq,
  StateResp,
  StatisticsReq,
  StatisticsResp,
} from '@eventstore/db-client/generated/projections_pb.js'
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js'
import type { handleUnaryCall, sendUnaryData, ServerWritableStream } from '@grpc/grpc-js'
import type {
  ManagedProjection,
  Projections,
  ProjectionStatistics,
} from '../projections/subsystem.ts'
import { asCallError, notFound, unimplemented } from './errors.ts'

const refuseCustom = (_call: unknown, answer: sendUnaryData<unknown>): void =>
  answer(
    unimplemented(
      'Custom projections are not served by the embedded event store, which has the standard ones ($by_category, $by_event_type, $stream_by_category, $streams, $by_correlation_id); use an EventStoreDB node.',
    ),
  )

const unknown = (name: string) => notFound(`Projection '${name}' not found.`)

type Options = { readonly getName: () => string }
type Request<O extends Options> = { readonly getOptions: () => O | undefined }

const change =
  <O extends Options, Reply>(
    subsystem: Projections,
    reply: new () => Reply,
    carryOut: (projection: ManagedProjection, options: O) => Promise<void>,
  ): handleUnaryCall<Request<O>, Reply> =>
  (call, answer) => {
    const options = call.request.getOptions()
    const projection = options === undefined ? undefined : subsystem.named(options.getName())
    if (options === undefined || projection === undefined) {
      answer(unknown(options?.getName() ?? ''))
      return
    }
    carryOut(projection, options).then(
      () => answer(null, new reply()),
      (error: unknown) => answer(asCallError(error)),
    )
  }

const positionText = (position: number): string => `C:${position}/P:${position}`

const detailsOf = (of: ProjectionStatistics): StatisticsResp => {
  const details = new projections.StatisticsResp.Details()
  details.setName(of.name)
  details.setEffectivename(of.name)
  details.setMode('Continuous')
  details.setStatus(of.status)
  details.setStatereason(of.reason)
  details.setVersion(String(of.version))
  details.setEpoch(String(of.epoch))
  details.setPosition(positionText(of.position))
  details.setLastcheckpoint(positionText(of.checkpoint))
  details.setProgress(of.progress)
  details.setEventsprocessedafterrestart(String(of.processed))
  details.setCoreprocessingtime(String(Math.round(of.workMs)))
  const reply = new projections.StatisticsResp()
  reply.setDetails(details)
  return reply
}

/**
 * A standard projection keeps nothing but its links: its state and its result are an empty object. StateResp and
 * ResultResp have one shape: a `google.protobuf.Value` with an empty `Struct`.
 */
const emptyObject = Buffer.from([0x0a, 0x02, 0x2a, 0x00])

const ask =
  <O extends Options, Reply>(
    subsystem: Projections,
    decode: (bytes: Uint8Array) => Reply,
  ): handleUnaryCall<Request<O>, Reply> =>
  (call, answer) => {
    const name = call.request.getOptions()?.getName() ?? ''
    if (subsystem.named(name) === undefined) answer(unknown(name))
    else answer(null, decode(emptyObject))
  }

/** Projections.*, for the standard projections. */
export const projectionsCalls = (subsystem: Projections) => {
  const statistics = (call: ServerWritableStream<StatisticsReq, StatisticsResp>): void => {
    const options = call.request.getOptions()
    const name = options?.getName() ?? ''
    if (name !== '') {
      const projection = subsystem.named(name)
      if (projection === undefined) {
        call.emit('error', unknown(name))
        return
      }
      call.write(detailsOf(projection.statistics()))
    } else if (options?.hasTransient() !== true && options?.hasOneTime() !== true) {
      // All there are run continuously.
      for (const projection of subsystem.all()) call.write(detailsOf(projection.statistics()))
    }
    call.end()
  }
  const restartSubsystem: handleUnaryCall<Empty, Empty> = (_call, answer) => {
    Promise.all(subsystem.all().map(({ restart }) => restart())).then(
      () => answer(null, new shared.Empty()),
      (error: unknown) => answer(asCallError(error)),
    )
  }
  return {
    create: refuseCustom,
    update: refuseCustom,
    delete: refuseCustom,
    enable: change<EnableReq.Options, EnableResp>(subsystem, projections.EnableResp, ({ enable }) =>
      enable(),
    ),
    disable: change<DisableReq.Options, DisableResp>(
      subsystem,
      projections.DisableResp,
      ({ disable }, options) => disable(options.getWriteCheckpoint()),
    ),
    reset: change<ResetReq.Options, ResetResp>(subsystem, projections.ResetResp, ({ reset }) =>
      reset(),
    ),
    statistics,
    state: ask<StateReq.Options, StateResp>(subsystem, (bytes) =>
      projections.StateResp.deserializeBinary(bytes),
    ),
    result: ask<ResultReq.Options, ResultResp>(subsystem, (bytes) =>
      projections.ResultResp.deserializeBinary(bytes),
    ),
    restartSubsystem,
  }
}

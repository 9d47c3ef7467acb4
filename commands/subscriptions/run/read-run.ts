import { z } from 'zod'
import { job, type SubmittedJob } from '../../../domain/jobs/job.ts'
import { Failure } from '../../../domain/jobs/job-events.ts'
import { Money } from '../../../domain/shared/money.ts'
import { Id } from '../../../domain/shared/values.ts'
import { JobView, jobView } from '../../jobs/job-view.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

/** A run of an app as who runs it sees it. */
export const RunView = z.strictObject({
  jobId: Id,
  appId: Id,
  versionId: Id,
  deviceId: Id,
  status: JobView.shape.status,
  billing: JobView.shape.billing,
  /** Of the app, when the run completes. */
  fee: Money,
  /** Of device and app together. */
  maximumCost: Money,
  charged: Money.exactOptional(),
  failure: Failure.exactOptional(),
  /** What the app's output schema speaks of. */
  output: z
    .strictObject({
      counts: z.record(z.string().max(10_000), z.int().min(1)),
      shots: z.int().min(0),
      registers: z
        .array(z.strictObject({ name: z.string().max(200), size: z.int().min(1) }))
        .max(10_000),
    })
    .exactOptional(),
})
export type RunView = z.output<typeof RunView>

const runView = (
  state: SubmittedJob,
  app: NonNullable<SubmittedJob['submission']['app']>,
): RunView => {
  const { jobId, deviceId, status, billing, maximumCost, charged, failure, result } = jobView(state)
  const { appId, versionId, fee } = app
  return {
    ...{ jobId, appId, versionId, deviceId, status, billing, fee, maximumCost },
    ...(charged === undefined ? {} : { charged }),
    ...(failure === undefined ? {} : { failure }),
    ...(result === undefined
      ? {}
      : { output: { counts: result.counts, shots: result.shots, registers: result.registers } }),
  }
}

/** A run of one's organisation; for a key, one that it began itself. */
export const readRun = (
  services: Services,
  context: CommandContext,
  appId: string,
  jobId: string,
): Promise<ReadOutcome<RunView>> =>
  readAggregate(services, context, 'apps:run', job, jobId, (state) => {
    if (state.kind === 'absent') return notFound('run')
    const { app, organisation } = state.submission
    const { subscriptionKeyId } = context
    const isTheirs =
      actsFor(context, organisation) &&
      (subscriptionKeyId === undefined || app?.subscriptionKeyId === subscriptionKeyId)
    return app?.appId === appId && isTheirs ? runView(state, app) : notFound('run')
  })

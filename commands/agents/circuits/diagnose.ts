import {
  diagnose,
  type Diagnosis,
  type Evidence,
} from '../../../domain/agents/circuits/diagnosis.ts'
import { device } from '../../../domain/devices/device.ts'
import { job, type SubmittedJob } from '../../../domain/jobs/job.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import type { CommandContext } from '../../shared/context.ts'
import { notFound } from '../../shared/change.ts'
import { actsFor } from '../../shared/isolation.ts'
import { load } from '../../shared/load.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { calibrationOf } from './calibration-of.ts'

/** More events than these of one job tell nothing more. */
const mostEvents = 200

type Errors = Pick<Evidence, 'noisy' | 'fits' | 'unfitted'>

/** What the errors of the device that the job was for do to its circuit, by the calibration that it pinned. */
const errorsOf = async (services: Services, { submission }: SubmittedJob): Promise<Errors> => {
  const { deviceId, calibrationId, source, inputs = {} } = submission
  const { state } = await load(services.eventStore, services.foldCache, device, deviceId)
  if (state.kind === 'absent' || !state.facts.execution.noise) return { noisy: false, fits: [] }
  const unfitted = (why: string): Errors => ({ noisy: true, fits: [], unfitted: why })
  const measured =
    calibrationId === undefined ? undefined : await calibrationOf(services, state, calibrationId)
  if (measured === undefined)
    return unfitted('It pinned no calibration, so nothing is known of the errors it met.')
  const { qubits, connectivity } = state.facts
  const graph = { qubits, connectivity, calibration: measured }
  const profiled = await services.circuitDesk.profile(source, inputs, [graph])
  if (profiled.kind !== 'profiled') return unfitted('Its program could not be counted.')
  const [fits = []] = profiled.fits
  const [why] = profiled.profile.limits
  return fits.length === 0 ? unfitted(why ?? 'It does not fit the device.') : { noisy: true, fits }
}

/** How a job of the caller's organisation went, and why: from its events, its circuit and its calibration. */
export const diagnoseJob = async (
  services: Services,
  context: CommandContext,
  jobId: string,
): Promise<ReadOutcome<Diagnosis>> => {
  const outcome = await readAggregate(services, context, 'jobs:read', job, jobId, (state) =>
    state.kind === 'absent' || !actsFor(context, state.submission.organisation)
      ? notFound('job')
      : state,
  )
  if (outcome.kind === 'failed') return outcome
  const { view: state } = outcome
  const events = await services.eventStore.read(streamOf(job, jobId), { maxCount: mostEvents })
  const { failure, result, submission, status, attempt } = state
  const { calibrationId, shots } = submission
  const errors = await errorsOf(services, state)
  const view = diagnose({
    ...{ jobId, status, shots, attempts: attempt },
    timeline: events.map(({ type, metadata }) => ({ type, at: metadata.occurredAt })),
    ...(failure === undefined ? {} : { failure }),
    ...(result === undefined ? {} : { shotsSeen: result.shots }),
    ...(calibrationId === undefined ? {} : { calibrationId }),
    ...errors,
  })
  return { ...outcome, view }
}

import { loadKnown } from '../../commands/shared/load.ts'
import { device, type RegisteredDevice } from '../../domain/devices/device.ts'
import { job } from '../../domain/jobs/job.ts'
import type { Failure, JobSubmission, RunUsage } from '../../domain/jobs/job-events.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import {
  isTerminal,
  ProviderTimeout,
  type Provider,
  type RunFailure,
  type RunSnapshot,
  type Submission,
} from '../../platform/providers/port.ts'
import { packCounts } from '../../platform/results/packed-counts.ts'
import { changeAs, succeeded, type EffectOutcome, type EffectTools } from '../runtime/effects.ts'
import { latest } from './latest.ts'
import { pinnedCalibration } from './pinned-calibration.ts'

/** The job's id is its client token at every provider: one job, one run, however often it is submitted. */
type Run = {
  readonly submission: JobSubmission
  readonly device: RegisteredDevice
  readonly provider: Provider
}

/** What was ordered, on what, from whom: none of it changes after the submission. */
const runOf = async (jobId: string, { services, providers }: EffectTools): Promise<Run> => {
  const { eventStore, foldCache } = services
  const { state } = await loadKnown(
    eventStore,
    foldCache,
    job,
    jobId,
    ({ kind }) => kind === 'submitted',
  )
  if (state.kind === 'absent') throw new Error(`job ${jobId} is not in the log`)
  const of = await loadKnown(
    eventStore,
    foldCache,
    device,
    state.submission.deviceId,
    ({ kind }) => kind === 'registered',
  )
  if (of.state.kind === 'absent')
    throw new Error(`device ${state.submission.deviceId} is not in the log`)
  return {
    submission: state.submission,
    device: of.state,
    provider: providers(of.state.facts.execution.provider),
  }
}

const submissionFor = async (
  { submission, device: { facts, deviceId } }: Run,
  tools: EffectTools,
): Promise<Submission> => {
  const { jobId, source, inputs, shots, seed, timeLimit, calibrationId } = submission
  const { noise, fault } = facts.execution
  const calibration =
    noise && calibrationId !== undefined
      ? await pinnedCalibration(tools.services.eventStore, deviceId, calibrationId)
      : undefined
  return {
    clientToken: jobId,
    program: source,
    ...(inputs === undefined ? {} : { inputs }),
    shots,
    seed,
    noise,
    deadlineMs: timeLimit * 1000,
    device: { deviceId, qubits: facts.qubits, maxShots: facts.shots.max },
    ...(calibration === undefined ? {} : { calibration }),
    ...(fault === undefined ? {} : { fault }),
  }
}

/** A provider may say more than the contract of a failure holds. */
const failureOf = ({ code, message, ...rest }: RunFailure): Failure => ({
  ...rest,
  code: code.slice(0, 80),
  message: message.slice(0, 2000),
})

/** Sends the run to the provider. A call without an answer is Unknown: it may have arrived. */
export const submitRun = async (jobId: string, tools: EffectTools): Promise<EffectOutcome> => {
  const run = await runOf(jobId, tools)
  const submission = await submissionFor(run, tools)
  try {
    const outcome = await run.provider.submit(submission)
    return succeeded(
      outcome.kind === 'accepted'
        ? { ...outcome }
        : { kind: 'refused', failure: failureOf(outcome.failure) },
    )
  } catch (error) {
    if (error instanceof ProviderTimeout) return { type: 'unknown', reason: error.message }
    throw error
  }
}

export const findRun = async (jobId: string, tools: EffectTools): Promise<EffectOutcome> => {
  const { provider } = await runOf(jobId, tools)
  const run = await provider.find(jobId)
  return succeeded(
    run === undefined ? { found: false } : { found: true, providerJobId: run.providerJobId },
  )
}

export const cancelRun = async (jobId: string, tools: EffectTools): Promise<EffectOutcome> => {
  const { provider } = await runOf(jobId, tools)
  const { kind } = await provider.cancel(jobId)
  return succeeded({ kind })
}

/**
 * Follows the run to its end. Each phase that it is still in when the last one is written down is recorded on the job,
 * under an id of its own.
 */
export const watchRun = async (jobId: string, tools: EffectTools): Promise<EffectOutcome> => {
  const { provider } = await runOf(jobId, tools)
  for await (const run of latest(provider.watch(jobId, { signal: tools.signal }))) {
    if (isTerminal(run.state)) return succeeded(endOf(run))
    const phase = run.state === 'RUNNING' ? run.phase : undefined
    const commandId = derivedId(tools.context.commandId, run.state, phase ?? '')
    await changeAs({ ...tools, context: { ...tools.context, commandId } }, job, jobId, {
      type: 'RecordProgress',
      phase,
      rawState: run.rawState,
    })
  }
  if (tools.signal.aborted) throw new Error('stopped while watching')
  return succeeded({ state: 'GONE' })
}

const endOf = (run: RunSnapshot) => {
  switch (run.state) {
    case 'COMPLETED':
    case 'CANCELLED':
      return { state: run.state, usage: run.usage }
    case 'FAILED':
      return { state: run.state, usage: run.usage, failure: failureOf(run.failure) }
    default:
      throw new Error(`run is ${run.state}`)
  }
}

/**
 * Fetches the result from the provider, which keeps it under the client token, and ends the job with it. When the provider
 * has it no longer, what became of the run is Unknown.
 */
export const completeJob = async (
  jobId: string,
  usage: RunUsage,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const { provider } = await runOf(jobId, tools)
  const run = await provider.find(jobId)
  if (run?.state !== 'COMPLETED')
    return { type: 'unknown', reason: `the provider has no result of run ${jobId} any more` }
  const { counts, registers, ...rest } = run.result
  const result = {
    ...rest,
    histogram: packCounts(counts),
    registers: registers.map(({ name, size }) => ({ name, size })),
  }
  return changeAs(tools, job, jobId, { type: 'CompleteJob', result, usage })
}

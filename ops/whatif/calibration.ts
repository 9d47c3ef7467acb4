import { pinnedCalibration } from '../../sagas/jobs/pinned-calibration.ts'
import { job } from '../../domain/jobs/job.ts'
import type { JobEvent } from '../../domain/jobs/job-events.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { RunOutcome, Simulator } from '../../platform/providers/simulator/simulator.ts'
import { NoSuchChange } from './alter.ts'

/** What the same program, shots and seed measure under two calibrations, on a simulator of our own. */
export type Simulated = {
  readonly was: Readonly<Record<string, number>>
  readonly would: Readonly<Record<string, number>>
  /** Total variation distance of the two: 0 for the same counts, 1 for nothing in common. */
  readonly distance: number
}

const countsOf = (outcome: RunOutcome): Readonly<Record<string, number>> => {
  if (outcome.kind === 'completed') return outcome.result.counts
  throw new NoSuchChange(
    outcome.kind === 'failed' ? `the program does not run: ${outcome.message}` : 'it was cancelled',
  )
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

export const distanceOf = (
  was: Readonly<Record<string, number>>,
  would: Readonly<Record<string, number>>,
): number => {
  const [before, after] = [sum(Object.values(was)), sum(Object.values(would))]
  const keys = [...new Set([...Object.keys(was), ...Object.keys(would)])]
  return sum(keys.map((key) => Math.abs((was[key] ?? 0) / before - (would[key] ?? 0) / after))) / 2
}

/** Runs the job's program twice, here: under the calibration that it pinned, and under the other. No provider is asked. */
export const simulated = async (
  eventStore: EventStore,
  simulator: Pick<Simulator, 'run'>,
  jobId: string,
  calibrationId: string,
): Promise<Simulated> => {
  const [first] = await eventStore.read(streamOf(job, jobId), { maxCount: 1 })
  if (first === undefined) throw new NoSuchChange(`there is no job ${jobId}`)
  // The stream's name says whose events it holds.
  const event = decodeEvent(first) as JobEvent
  if (event.type !== 'JobSubmitted') throw new NoSuchChange(`${jobId} does not begin as a job does`)
  const { source, shots, seed, timeLimit, deviceId, calibrationId: pinned, inputs } = event.data
  const under = async (id: string | undefined): Promise<Readonly<Record<string, number>>> =>
    countsOf(
      await simulator.run({
        ...{ program: source, shots, seed, deadlineMs: timeLimit * 1000 },
        ...(inputs === undefined ? {} : { inputs }),
        ...(id === undefined
          ? {}
          : { calibration: await pinnedCalibration(eventStore, deviceId, id) }),
      }),
    )
  const [was, would] = [await under(pinned), await under(calibrationId)]
  return { was, would, distance: distanceOf(was, would) }
}

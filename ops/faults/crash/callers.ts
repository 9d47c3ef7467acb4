import { createRandom } from '../../../platform/providers/simulator/engine/random.ts'
import { chance, between } from '../draw.ts'
import { driveJob, type Driver } from '../drive.ts'
import { jobEnd } from '../job-end.ts'
import { jobOf, type Wishes } from '../plan.ts'

/** So many jobs are under way at a time. */
const callers = 8

/** One job after the other, each drawn from seed and number alone. Cancelled more often than elsewhere, while they run. */
const jobNumbered = (seed: string, number: number): Wishes => {
  const random = createRandom(`job ${number} ${seed}`)
  const job = { ...jobOf(random, number), delayMs: between(random, 0, 50) }
  const { repeatAfterMs: later, ...hasty } = job
  const timed = later === undefined ? hasty : { ...hasty, repeatAfterMs: Math.floor(later / 8) }
  return job.device === 'slow' && chance(random, 0.8)
    ? { ...timed, cancelAfterMs: between(random, 100, 1_200) }
    : timed
}

export type Callers = {
  /** No job is begun any more. Resolves with the jobs that were, when their callers have all they want or give up. */
  readonly leave: () => Promise<readonly string[]>
}

/** Callers who go on submitting jobs, each the next when its last one has ended. */
export const startCallers = (driver: Driver): Callers => {
  const { http, world, seed, signal } = driver
  const jobIds: string[] = []
  let number = 0
  let leaving = false
  const call = async (): Promise<void> => {
    while (!leaving && !signal.aborted) {
      const job = jobNumbered(seed, number++)
      const jobId = await driveJob(driver, job)
      if (jobId === undefined) continue
      jobIds.push(jobId)
      await jobEnd(http, world.operator.token, jobId, signal)
    }
  }
  const done = Promise.all(Array.from({ length: callers }, call))
  return {
    leave: async () => {
      leaving = true
      await done
      return jobIds
    },
  }
}

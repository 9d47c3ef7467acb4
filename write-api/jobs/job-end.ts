import { once } from 'node:events'
import { hasEnded, type JobView } from '../../commands/jobs/job-view.ts'
import type { ReadOutcome } from '../../commands/shared/read.ts'
import type { Plumbing } from '../plumbing.ts'

/** Notices are sent at most once: one that got lost costs this long, not the whole wait. */
const glanceMs = 1_000

/**
 * What `read` shows of the job as it is when it has ended, or when the time is over, or when the caller may not see it. Woken by the
 * projector's notices on `qhub.job.<id>`; what a notice says is looked up in the log.
 */
export const jobEnd = async <View extends Pick<JobView, 'status'>>(
  { bus, health }: Pick<Plumbing, 'bus' | 'health'>,
  jobId: string,
  seconds: number,
  read: () => Promise<ReadOutcome<View>>,
): Promise<ReadOutcome<View>> => {
  const wake = new EventTarget()
  const unsubscribe = bus.subscribe(`qhub.job.${jobId}`, () => wake.dispatchEvent(new Event('job')))
  const deadline = performance.now() + seconds * 1000
  try {
    for (;;) {
      const left = deadline - performance.now()
      const glance = AbortSignal.timeout(Math.max(1, Math.min(glanceMs, Math.ceil(left))))
      // Listening begins before the look, so that no notice falls between.
      const noticed = once(wake, 'job', { signal: glance }).catch(() => undefined)
      const outcome = await read()
      if (outcome.kind === 'failed' || hasEnded(outcome.view)) return outcome
      if (left <= 0 || health.draining()) return outcome
      await noticed
    }
  } finally {
    unsubscribe()
  }
}

import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Notice } from '../shared/notice.ts'
import type { JobRow } from './tables.ts'

/** What other systems are told: how jobs end. */
const subjectByType: Readonly<Record<string, string>> = {
  JobCompleted: 'qhub.events.job.completed',
  JobFailed: 'qhub.events.job.failed',
  JobCancelled: 'qhub.events.job.cancelled',
}

export const endings: readonly string[] = Object.keys(subjectByType)

export type EndedJob = Pick<JobRow, 'job_id' | 'organisation' | 'user_id' | 'device_id' | 'name'>

/** An integration event says what happened to whom; for the rest its reader asks the APIs. */
export const integrationEventOf = (event: RecordedEvent, job: EndedJob): Notice => {
  const subject = subjectByType[event.type]
  if (subject === undefined) throw new Error(`${event.type} ends no job`)
  return {
    subject,
    message: {
      eventId: event.id,
      type: event.type,
      jobId: job.job_id,
      organisation: job.organisation,
      user: job.user_id,
      deviceId: job.device_id,
      name: job.name,
      occurredAt: event.metadata.occurredAt,
      correlationId: event.metadata.$correlationId,
      position: event.position.toString(),
    },
  }
}

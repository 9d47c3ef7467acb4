import { builder } from '../schema/builder.ts'
import { JobTransition } from '../schema/refs.ts'
import { JobBilling, JobPhase, JobStatus } from './job-enums.ts'

builder.objectType(JobTransition, {
  description: 'One event of a job and the state that it led to.',
  fields: (t) => ({
    type: t.exposeString('type', { description: 'The event’s type.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    from: t.expose('from_status', {
      type: JobStatus,
      nullable: true,
      description: 'The status before; null for the first event.',
    }),
    to: t.expose('to_status', { type: JobStatus, description: 'The status after.' }),
    phase: t.expose('phase', { type: JobPhase, nullable: true, description: 'The phase after.' }),
    billing: t.expose('billing', { type: JobBilling, description: 'The billing state after.' }),
    detail: t.expose('detail', {
      type: 'JSONObject',
      description: 'What else the event says, without programs and results.',
    }),
    eventId: t.exposeID('event_id', { description: 'The event’s id.' }),
    causationId: t.exposeString('causation_id', { description: 'What caused it.' }),
    correlationId: t.exposeString('correlation_id', { description: 'The story it belongs to.' }),
    revision: t.field({
      type: 'String',
      description: 'Its number in the job’s stream, from 0.',
      resolve: ({ revision }) => revision.toString(),
    }),
    position: t.expose('position', { type: 'Position', description: 'Its position of the log.' }),
  }),
})

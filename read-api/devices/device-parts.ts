import type { DeviceFacts } from '../../domain/devices/device-facts.ts'
import type { ExecutionWindow as WindowValue } from '../../domain/devices/windows.ts'
import { builder } from '../schema/builder.ts'
import { DeviceQueueEntry, Job } from '../schema/refs.ts'
import { ExecutionDay, QueueState } from './device-enums.ts'
import type { QueueDepth } from './queue-depth.ts'

export const ExecutionWindow = builder.objectRef<WindowValue>('ExecutionWindow').implement({
  description:
    'A weekly window in which a device runs jobs, UTC. One that does not end after its start runs into the next day.',
  fields: (t) => ({
    executionDay: t.expose('executionDay', { type: ExecutionDay, description: 'When it opens.' }),
    windowStartHour: t.exposeString('windowStartHour', { description: 'Time of day, HH:MM:SS.' }),
    windowEndHour: t.exposeString('windowEndHour', { description: 'Time of day, HH:MM:SS.' }),
  }),
})

export const ShotRange = builder.objectRef<DeviceFacts['shots']>('ShotRange').implement({
  description: 'How many shots a device takes in one job.',
  fields: (t) => ({
    min: t.exposeInt('min', { description: 'At least.' }),
    max: t.exposeInt('max', { description: 'At most.' }),
  }),
})

/** An injected fault is the provider's own business and is not shown. */
export const DeviceExecution = builder
  .objectRef<DeviceFacts['execution']>('DeviceExecution')
  .implement({
    description: 'How a device executes jobs.',
    fields: (t) => ({
      provider: t.exposeString('provider', { description: 'The provider connection behind it.' }),
      noise: t.exposeBoolean('noise', {
        description: 'Whether results carry the errors of the pinned calibration.',
      }),
      concurrency: t.exposeInt('concurrency', { description: 'Jobs on the device at a time.' }),
      timeLimitSeconds: t.exposeInt('timeLimit', {
        description: 'Seconds that one job may run before it is stopped.',
      }),
    }),
  })

export const DeviceQueueDepth = builder.objectRef<QueueDepth>('DeviceQueueDepth').implement({
  description: 'How long the line of a device is.',
  fields: (t) => ({
    accepting: t.exposeBoolean('accepting', { description: 'Whether slots are given now.' }),
    waiting: t.exposeInt('waiting', { description: 'Jobs in line.' }),
    running: t.exposeInt('running', { description: 'Jobs on the device.' }),
  }),
})

builder.objectType(DeviceQueueEntry, {
  description:
    'A job in line for a device or on it. Whose job it is, only those see who may see the job.',
  fields: (t) => ({
    state: t.expose('state', { type: QueueState, description: 'Whether it waits or runs.' }),
    enqueuedAt: t.expose('enqueued_at', {
      type: 'DateTime',
      description: 'When it entered the line.',
    }),
    since: t.expose('since', { type: 'DateTime', description: 'Since when it is in this state.' }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job; null when it is not yours to see.',
      resolve: async ({ job_id }, _, { view }) => (await view.loaders.jobs.load(job_id)) ?? null,
    }),
  }),
})

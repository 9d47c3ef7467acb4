import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { addUsage, nextInLine, type RecentUsage, type Waiting } from './fair-share.ts'
import { ExecutionWindow, isOpen } from './windows.ts'

/** Who runs next on a device. One stream a device, so that two jobs never get the same slot. */
export const category = 'deviceQueue'

// Events: the stored contract.
const JobInQueue = z.strictObject({ deviceId: Id, jobId: Id, at: Instant })
export const definitions = [
  defineEvent(
    'DeviceQueueConfigured',
    1,
    z.strictObject({
      deviceId: Id,
      accepting: z.boolean(),
      retired: z.boolean(),
      concurrency: z.int().min(1),
      windows: z.array(ExecutionWindow),
      at: Instant,
    }),
  ),
  defineEvent('JobEnqueued', 1, JobInQueue.extend({ user: z.string().min(1) })),
  defineEvent('SlotGranted', 1, JobInQueue),
  defineEvent('SlotReleased', 1, JobInQueue.extend({ usedSeconds: z.number().min(0) })),
  defineEvent('JobLeftQueue', 1, JobInQueue),
] as const
export type DeviceQueueEvent = EventOf<(typeof definitions)[number]>

// State.
export type DeviceQueue = {
  readonly accepting: boolean
  readonly retired: boolean
  readonly concurrency: number
  readonly windows: readonly ExecutionWindow[]
  readonly waiting: readonly Waiting[]
  readonly running: readonly Waiting[]
  readonly usage: RecentUsage
}

export const initial: DeviceQueue = {
  accepting: false,
  retired: false,
  concurrency: 1,
  windows: [],
  waiting: [],
  running: [],
  usage: {},
}

const without = (jobs: readonly Waiting[], jobId: string): readonly Waiting[] =>
  jobs.filter((job) => job.jobId !== jobId)

export const evolve = (state: DeviceQueue, event: DeviceQueueEvent): DeviceQueue => {
  switch (event.type) {
    case 'DeviceQueueConfigured': {
      const { accepting, retired, concurrency, windows } = event.data
      return { ...state, accepting, retired, concurrency, windows }
    }
    case 'JobEnqueued':
      return {
        ...state,
        waiting: [...state.waiting, { jobId: event.data.jobId, user: event.data.user }],
      }
    case 'SlotGranted': {
      const job = state.waiting.find(({ jobId }) => jobId === event.data.jobId)
      if (job === undefined) return state
      return {
        ...state,
        waiting: without(state.waiting, job.jobId),
        running: [...state.running, job],
      }
    }
    case 'SlotReleased': {
      const job = state.running.find(({ jobId }) => jobId === event.data.jobId)
      if (job === undefined) return state
      const usage = addUsage(state.usage, job.user, event.data.usedSeconds, msOf(event.data.at))
      return { ...state, running: without(state.running, job.jobId), usage }
    }
    case 'JobLeftQueue':
      return { ...state, waiting: without(state.waiting, event.data.jobId) }
    default:
      return exhausted(event)
  }
}

// Commands.
export type DeviceQueueCommand = { readonly deviceId: string } & (
  | {
      readonly type: 'ConfigureQueue'
      readonly accepting: boolean
      readonly retired: boolean
      readonly concurrency: number
      readonly windows: readonly ExecutionWindow[]
    }
  | { readonly type: 'EnqueueJob'; readonly jobId: string; readonly user: string }
  /** Gives the slot back, or the place in line: whatever the job holds. */
  | { readonly type: 'ReleaseJob'; readonly jobId: string; readonly usedSeconds: number }
  /** Grants what can be granted now; sent when a window opens. */
  | { readonly type: 'AdvanceQueue' }
)

/** As many slots as are free now, in fair order, given that `events` have just happened. */
const withGrants = (
  deviceId: string,
  state: DeviceQueue,
  events: readonly DeviceQueueEvent[],
  at: string,
): readonly DeviceQueueEvent[] => {
  let queue = events.reduce(evolve, state)
  const grants: DeviceQueueEvent[] = []
  while (
    queue.accepting &&
    queue.running.length < queue.concurrency &&
    isOpen(queue.windows, msOf(at))
  ) {
    const next = nextInLine(queue.waiting, queue.running, queue.usage, msOf(at))
    if (next === undefined) break
    const grant = { type: 'SlotGranted', data: { deviceId, jobId: next.jobId, at } } as const
    grants.push(grant)
    queue = evolve(queue, grant)
  }
  return [...events, ...grants]
}

export const decide = (
  command: DeviceQueueCommand,
  state: DeviceQueue,
  meta: DecisionMeta,
): Decision<DeviceQueueEvent> => {
  const { deviceId } = command
  const at = meta.now
  const holds = (jobs: readonly Waiting[], jobId: string): boolean =>
    jobs.some((job) => job.jobId === jobId)
  switch (command.type) {
    case 'ConfigureQueue': {
      const { accepting, retired, concurrency, windows } = command
      const data = { deviceId, accepting, retired, concurrency, windows: [...windows], at }
      return withGrants(deviceId, state, [{ type: 'DeviceQueueConfigured', data }], at)
    }
    case 'EnqueueJob': {
      const { jobId, user } = command
      if (holds(state.waiting, jobId) || holds(state.running, jobId)) return []
      if (state.retired)
        return reject('DEVICE_RETIRED', 'The device was retired before the job got in line.')
      return withGrants(
        deviceId,
        state,
        [{ type: 'JobEnqueued', data: { deviceId, jobId, user, at } }],
        at,
      )
    }
    case 'ReleaseJob': {
      const { jobId, usedSeconds } = command
      if (holds(state.running, jobId))
        return withGrants(
          deviceId,
          state,
          [{ type: 'SlotReleased', data: { deviceId, jobId, usedSeconds, at } }],
          at,
        )
      if (holds(state.waiting, jobId))
        return withGrants(
          deviceId,
          state,
          [{ type: 'JobLeftQueue', data: { deviceId, jobId, at } }],
          at,
        )
      return []
    }
    case 'AdvanceQueue':
      return withGrants(deviceId, state, [], at)
    default:
      return exhausted(command)
  }
}

export const deviceQueue: Aggregate<DeviceQueue, DeviceQueueCommand, DeviceQueueEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

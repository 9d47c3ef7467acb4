import {
  device as deviceAggregate,
  evolve as evolveDevice,
  initial as noDevice,
  type Device,
  type DeviceEvent,
} from '../../domain/devices/device.ts'
import { nextStart } from '../../domain/devices/windows.ts'
import type { ExecutionWindow } from '../../domain/devices/windows.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { instantOf, msOf } from '../../domain/shared/instant.ts'
import type { Saga, SagaAction, SagaMessage, SagaRoute } from '../runtime/saga.ts'

/** What the schedule of a device asks for. The names are stored: they never change. */
export type SchedulingEffect =
  | {
      readonly kind: 'configureQueue'
      readonly deviceId: string
      readonly accepting: boolean
      readonly retired: boolean
      readonly concurrency: number
      readonly windows: readonly ExecutionWindow[]
    }
  | { readonly kind: 'advanceQueue'; readonly deviceId: string }
  /** The device is gone for good: nobody waits for it any longer. */
  | { readonly kind: 'cancelWaiting'; readonly deviceId: string }

const steering: ReadonlySet<string> = new Set([
  'DeviceRegistered',
  'DeviceWentOnline',
  'DeviceWentOffline',
  'DevicePaused',
  'DeviceRetired',
])

const route = (event: DomainEvent): SagaRoute | undefined =>
  steering.has(event.type)
    ? // Every event of a device names it; the log's contract says so.
      {
        instance: (event.data as { readonly deviceId: string }).deviceId,
        starts: event.type === 'DeviceRegistered',
      }
    : undefined

const evolve = (state: Device, message: SagaMessage): Device =>
  message.type === 'input' ? evolveDevice(state, message.input as DeviceEvent) : state

const decide = (
  message: SagaMessage,
  before: Device,
  now: string,
): readonly SagaAction<SchedulingEffect>[] => {
  const state = evolve(before, message)
  if (state.kind === 'absent') return []
  const { deviceId, facts, status } = state
  if (message.type === 'timer')
    return [
      { do: 'request', effect: { kind: 'advanceQueue', deviceId } },
      ...nextWindow(facts.executionWindows, now),
    ]
  if (message.type !== 'input') return []
  const configure: SagaAction<SchedulingEffect> = {
    do: 'request',
    effect: {
      kind: 'configureQueue',
      deviceId,
      accepting: status === 'ONLINE',
      retired: status === 'RETIRED',
      concurrency: facts.execution.concurrency,
      windows: facts.executionWindows,
    },
  }
  if (status === 'RETIRED')
    return [
      configure,
      { do: 'unschedule', name: 'window' },
      { do: 'request', effect: { kind: 'cancelWaiting', deviceId } },
      { do: 'end', outcome: 'RETIRED' },
    ]
  return message.input.type === 'DeviceRegistered'
    ? [configure, ...nextWindow(facts.executionWindows, now)]
    : [configure]
}

/** The queue looks again whenever a window opens. */
const nextWindow = (
  windows: readonly ExecutionWindow[],
  now: string,
): readonly SagaAction<SchedulingEffect>[] => {
  const start = nextStart(windows, msOf(now))
  return start === undefined ? [] : [{ do: 'schedule', name: 'window', dueAt: instantOf(start) }]
}

/** Keeps a device's queue in step with the device: open or closed, how many at a time, and when its windows begin. */
export const deviceScheduling: Saga<Device, SchedulingEffect> = {
  name: 'deviceScheduling',
  streamPrefixes: [`${deviceAggregate.category}-`],
  route,
  initial: noDevice,
  evolve,
  decide,
}

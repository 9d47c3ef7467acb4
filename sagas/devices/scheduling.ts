import {
  device as deviceAggregate,
  evolve as evolveDevice,
  initial as noDevice,
  type Device,
  type DeviceEvent,
} from '../../domain/devices/device.ts'
import { nextStart } from '../../domain/devices/windows.ts'
import type { ExecutionWindow } from '../../domain/devices/windows.ts'
import { instantOf, msOf } from '../../domain/shared/instant.ts'
import type { Saga, SagaAction, SagaMessage } from '../runtime/saga.ts'

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

/**
 * Effects are performed in no order, so the queue is told one thing at a time: what changes on the device meanwhile
 * leaves the queue BEHIND, and is told next.
 */
export type DeviceScheduling = {
  readonly device: Device
  readonly queue: 'IN_STEP' | 'BEING_TOLD' | 'BEHIND'
}

const initial: DeviceScheduling = { device: noDevice, queue: 'IN_STEP' }

type Action = SagaAction<SchedulingEffect>

const isConfigured = (message: SagaMessage): boolean =>
  message.type === 'succeeded' && message.kind === 'configureQueue'

const evolve = (state: DeviceScheduling, message: SagaMessage): DeviceScheduling => {
  if (message.type === 'input')
    return {
      // The router lets only events of devices through, out of the log, where they were checked.
      device: evolveDevice(state.device, message.input as DeviceEvent),
      queue: state.queue === 'IN_STEP' ? 'BEING_TOLD' : 'BEHIND',
    }
  return isConfigured(message)
    ? { ...state, queue: state.queue === 'BEHIND' ? 'BEING_TOLD' : 'IN_STEP' }
    : state
}

const decide = (message: SagaMessage, before: DeviceScheduling, now: string): readonly Action[] => {
  const { device, queue } = evolve(before, message)
  if (device.kind === 'absent') return []
  const { deviceId, facts, status } = device
  const tell: Action = {
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
  switch (message.type) {
    case 'input':
      return [
        ...(queue === 'BEING_TOLD' ? [tell] : []),
        ...(message.input.type === 'DeviceRegistered'
          ? nextWindow(facts.executionWindows, now)
          : []),
        ...(status === 'RETIRED' ? [{ do: 'unschedule', name: 'window' } as const] : []),
      ]
    case 'timer':
      return [
        { do: 'request', effect: { kind: 'advanceQueue', deviceId } },
        ...nextWindow(facts.executionWindows, now),
      ]
    case 'succeeded':
      if (message.kind === 'cancelWaiting') return [{ do: 'end', outcome: 'RETIRED' }]
      if (!isConfigured(message)) return []
      if (queue === 'BEING_TOLD') return [tell]
      // Only now: the queue takes nobody in any more.
      return status === 'RETIRED'
        ? [{ do: 'request', effect: { kind: 'cancelWaiting', deviceId } }]
        : []
    case 'refused':
    case 'unknown':
      return []
  }
}

/** The queue looks again whenever a window opens. */
const nextWindow = (windows: readonly ExecutionWindow[], now: string): readonly Action[] => {
  const start = nextStart(windows, msOf(now))
  return start === undefined ? [] : [{ do: 'schedule', name: 'window', dueAt: instantOf(start) }]
}

/** Keeps a device's queue in step with the device: open or closed, how many at a time, and when its windows begin. */
export const deviceScheduling: Saga<DeviceScheduling, SchedulingEffect> = {
  name: 'deviceScheduling',
  version: 1,
  streamPrefixes: [`${deviceAggregate.category}-`],
  routes: {
    DeviceRegistered: { starts: 'deviceId' },
    DeviceWentOnline: { continues: 'deviceId' },
    DeviceWentOffline: { continues: 'deviceId' },
    DevicePaused: { continues: 'deviceId' },
    DeviceRetired: { continues: 'deviceId' },
  },
  mayRest: true,
  initial,
  evolve,
  decide,
}

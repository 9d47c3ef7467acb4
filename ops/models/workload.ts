import {
  decide,
  evolve,
  initial,
  type DeviceQueueCommand,
  type DeviceQueueEvent,
} from '../../domain/devices/device-queue.ts'
import { isOpen, nextStart, type ExecutionWindow } from '../../domain/devices/windows.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { drawsOf } from './draws.ts'

/** A device of the workload: how many jobs at a time, when it is open, how busy it is, how often it goes away. */
export type WorkloadDevice = {
  readonly name: string
  readonly concurrency: number
  readonly windows: readonly ExecutionWindow[]
  readonly users: number
  /** Work that comes, as a part of what the device can do while it is open. */
  readonly load: number
  readonly outagesPerDay: number
}

export type Workload = {
  readonly seed: string
  readonly days: number
  readonly devices: readonly WorkloadDevice[]
}

const everyday = (windowStartHour: string, windowEndHour: string): readonly ExecutionWindow[] => [
  { executionDay: 'Everyday', windowStartHour, windowEndHour },
]

/** Four devices as they are on offer: one always there, one in office hours, one with several slots, one at night. */
export const standardDevices: readonly WorkloadDevice[] = [
  { name: 'always', concurrency: 1, windows: [], users: 12, load: 0.8, outagesPerDay: 0 },
  {
    ...{ name: 'office', concurrency: 2, users: 10, load: 0.75, outagesPerDay: 0.1 },
    windows: [{ executionDay: 'Weekdays', windowStartHour: '08:00:00', windowEndHour: '20:00:00' }],
  },
  { name: 'wide', concurrency: 4, windows: [], users: 25, load: 0.85, outagesPerDay: 0.3 },
  {
    ...{ name: 'night', concurrency: 1, users: 6, load: 0.6, outagesPerDay: 0.05 },
    windows: everyday('22:00:00', '06:00:00'),
  },
]

export const deviceIdOf = (name: string): string => derivedId('workload', 'device', name)

const begin = Date.UTC(2026, 0, 5)
const dayMs = 86_400_000

type Due = { readonly atMs: number; readonly command: () => DeviceQueueCommand }

/**
 * The events of the devices' lines, decided by the lines themselves under a clock that jumps from one happening to the next:
 * people come in bursts, more by day; each one's jobs are about alike, some far longer; devices close, and break.
 */
export const workloadEvents = ({
  seed,
  days,
  devices,
}: Workload): readonly { readonly deviceId: string; readonly event: DeviceQueueEvent }[] =>
  devices
    .flatMap((device) => lineOf(device, days, `${seed} ${device.name}`))
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ deviceId, event }) => ({ deviceId, event }))

const lineOf = (device: WorkloadDevice, days: number, seed: string) => {
  const random = drawsOf(seed)
  const deviceId = deviceIdOf(device.name)
  const { concurrency, windows } = device
  const endMs = begin + days * dayMs
  const due: Due[] = []
  const later = (atMs: number, command: () => DeviceQueueCommand): void => {
    if (atMs < endMs) due.push({ atMs, command })
  }
  const configure = (accepting: boolean) => (): DeviceQueueCommand => ({
    ...{ type: 'ConfigureQueue', deviceId, accepting, retired: false, concurrency, windows },
  })
  later(begin, configure(true))
  for (let opens = nextStart(windows, begin); opens !== undefined && opens < endMs; ) {
    later(opens, () => ({ type: 'AdvanceQueue', deviceId }))
    opens = nextStart(windows, opens)
  }
  for (let at = begin; device.outagesPerDay > 0 && at < endMs; ) {
    at += random.exponential(dayMs / device.outagesPerDay)
    const back = at + random.exponential(3_600_000)
    later(at, configure(false))
    later(back, configure(true))
    at = back
  }
  const lengths = new Map<string, number>()
  const openPart = windows.length === 0 ? 1 : openPartOf(windows)
  const users = Array.from({ length: device.users }, (_, index) => {
    const user = derivedId('workload', device.name, 'user', index.toString())
    return { user, meanSeconds: 90 * Math.exp(0.9 * random.normal()), burst: 1 + random.below(8) }
  })
  const usual = users.reduce((all, each) => all + each.meanSeconds * 1.2, 0) / users.length
  const jobsPerDay = (device.load * concurrency * openPart * 86_400) / usual
  for (const { user, meanSeconds, burst } of users) {
    const perDay = jobsPerDay / users.length / ((burst + 1) / 2)
    for (let at = begin; at < endMs; ) {
      at += random.exponential(dayMs / perDay / 1.6)
      // More by day than by night.
      const hour = (at % dayMs) / 3_600_000
      if (random.uniform() > 0.625 * (1 + 0.6 * Math.cos(((hour - 14) / 12) * Math.PI))) continue
      for (let n = 1 + random.below(burst); n > 0; n--) {
        const jobId = derivedId(seed, user, lengths.size.toString())
        lengths.set(jobId, meanSeconds * Math.exp(0.6 * random.normal()))
        later(at + random.exponential(2_000), () => ({ type: 'EnqueueJob', deviceId, jobId, user }))
        if (random.uniform() < 0.02) {
          const gone = at + random.exponential(600_000)
          later(gone, () => ({ type: 'ReleaseJob', deviceId, jobId, usedSeconds: 0 }))
        }
      }
    }
  }
  return decided(deviceId, due, lengths, endMs)
}

/** What the line decides, with each granted job giving its slot back when it is done. */
const decided = (
  deviceId: string,
  due: Due[],
  lengths: ReadonlyMap<string, number>,
  endMs: number,
) => {
  let state = initial
  const events: {
    readonly atMs: number
    readonly deviceId: string
    readonly event: DeviceQueueEvent
  }[] = []
  const heap = [...due].sort((a, b) => b.atMs - a.atMs)
  const insert = (entry: Due): void => {
    let low = 0
    let high = heap.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((heap[middle]?.atMs ?? 0) > entry.atMs) low = middle + 1
      else high = middle
    }
    heap.splice(low, 0, entry)
  }
  for (let next = heap.pop(); next !== undefined && next.atMs < endMs; next = heap.pop()) {
    const now = new Date(next.atMs).toISOString()
    const actor = { kind: 'system', id: 'workload' } as const
    const meta = { actor, now, commandId: deviceId, id: () => deviceId, eventId: () => deviceId }
    const decision = decide(next.command(), state, meta)
    if (isRejection(decision)) continue
    for (const event of decision) {
      events.push({ atMs: next.atMs, deviceId, event })
      if (event.type !== 'SlotGranted') continue
      const { jobId } = event.data
      const seconds = lengths.get(jobId) ?? 1
      const command = (): DeviceQueueCommand => ({
        ...{ type: 'ReleaseJob', deviceId, jobId, usedSeconds: Math.round(seconds) },
      })
      insert({ atMs: next.atMs + Math.round(seconds * 1000), command })
    }
    state = decision.reduce(evolve, state)
  }
  return events
}

const openPartOf = (windows: readonly ExecutionWindow[]): number => {
  const hours = Array.from({ length: 168 }, (_, hour) => begin + hour * 3_600_000)
  return hours.filter((at) => isOpen(windows, at)).length / hours.length
}

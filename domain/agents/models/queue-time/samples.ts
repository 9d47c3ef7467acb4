import type { DeviceQueueEvent } from '../../../devices/device-queue.ts'
import type { ExecutionWindow } from '../../../devices/windows.ts'
import { msOf } from '../../../shared/instant.ts'
import { exhausted } from '../../../shared/values.ts'
import { featuresOf } from './features.ts'
import { isFree, logTurns } from './predict.ts'
import type { QueueSituation } from './situation.ts'
import { afterRelease, afterWait, noStatistics, type QueueStatistics } from './statistics.ts'

/** What answers without a model would have been, in seconds. */
export type NaiveAnswers = {
  /** The mean of all waits at the device. */
  readonly deviceMean: number
  readonly lastWait: number
  /** As many usual jobs as there are in line, one after the other in each slot. */
  readonly lineLength: number
  /** The jobs whose turn comes before, by the device's fair share, with nothing else coming. */
  readonly turns: number
}

/** A job that had to wait: what was known when it came, and how long it took. */
export type WaitSample = {
  readonly atMs: number
  readonly grantedMs: number
  readonly features: readonly number[]
  readonly waitSeconds: number
  readonly naive: NaiveAnswers
}

type InLine = { readonly user: string; readonly sinceMs: number; readonly asked?: Asked }
type Asked = Pick<WaitSample, 'features' | 'naive'>

type Line = {
  accepting: boolean
  concurrency: number
  windows: readonly ExecutionWindow[]
  waiting: Map<string, InLine>
  running: Map<string, InLine>
  statistics: QueueStatistics
}

/**
 * Goes through the lines of all devices, in the order of the log, and collects what became of those that had to wait. A job
 * that came to a closed device, found a free slot or left the line tells nothing of waiting; nor does one that still waits.
 */
export const waitCollector = () => {
  const lines = new Map<string, Line>()
  const samples: WaitSample[] = []
  const take = (event: DeviceQueueEvent): void => {
    const { deviceId, at } = event.data
    const line = lines.get(deviceId) ?? emptyLine()
    lines.set(deviceId, line)
    const atMs = msOf(at)
    switch (event.type) {
      case 'DeviceQueueConfigured': {
        const { accepting, concurrency, windows } = event.data
        Object.assign(line, { accepting, concurrency, windows })
        return
      }
      case 'JobEnqueued': {
        const { jobId, user } = event.data
        const asked = askedAt(line, user, atMs)
        line.waiting.set(jobId, { user, sinceMs: atMs, ...(asked === undefined ? {} : { asked }) })
        return
      }
      case 'SlotGranted': {
        const { jobId } = event.data
        const place = line.waiting.get(jobId)
        if (place === undefined) return
        line.waiting.delete(jobId)
        line.running.set(jobId, { user: place.user, sinceMs: atMs })
        const waitSeconds = (atMs - place.sinceMs) / 1000
        line.statistics = afterWait(line.statistics, waitSeconds)
        if (place.asked !== undefined)
          samples.push({ ...place.asked, atMs: place.sinceMs, grantedMs: atMs, waitSeconds })
        return
      }
      case 'SlotReleased': {
        const { jobId, usedSeconds } = event.data
        const place = line.running.get(jobId)
        if (place === undefined) return
        line.running.delete(jobId)
        const held = (atMs - place.sinceMs) / 1000
        line.statistics = afterRelease(line.statistics, place.user, held, usedSeconds, atMs)
        return
      }
      case 'JobLeftQueue':
        line.waiting.delete(event.data.jobId)
        return
      default:
        exhausted(event)
    }
  }
  return {
    take,
    samples: (): readonly WaitSample[] => samples,
    /** A line as it stands after what was taken. */
    situation: (deviceId: string): QueueSituation =>
      situationOf(lines.get(deviceId) ?? emptyLine()),
  }
}

const emptyLine = (): Line => ({
  accepting: false,
  concurrency: 1,
  windows: [],
  waiting: new Map(),
  running: new Map(),
  statistics: noStatistics,
})

const situationOf = (line: Line): QueueSituation => {
  const jobs = new Map<string, number>()
  for (const place of line.waiting.values()) jobs.set(place.user, (jobs.get(place.user) ?? 0) + 1)
  const { accepting, concurrency, windows, statistics } = line
  return {
    ...{ accepting, concurrency, windows, statistics },
    waiting: [...jobs].map(([who, count]) => ({ user: who, jobs: count })),
    running: [...line.running.values()].map(({ user, sinceMs }) => ({ user, sinceMs })),
  }
}

const askedAt = (line: Line, user: string, atMs: number): Asked | undefined => {
  if (!line.accepting) return undefined
  const { concurrency, statistics } = line
  const situation = situationOf(line)
  if (isFree(situation, atMs)) return undefined
  const inLine = line.waiting.size + line.running.size
  const features = featuresOf(situation, user, atMs)
  return {
    features,
    naive: {
      deviceMean: statistics.meanWait,
      lastWait: statistics.lastWait,
      lineLength: (inLine * statistics.services.mean) / concurrency,
      turns: Math.expm1(logTurns(features)),
    },
  }
}

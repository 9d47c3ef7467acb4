import type { JobNotice } from './notices.ts'

/**
 * What is asked for most, beside the rows in the cache. A generation has its own keys. A key that is missing says
 * nothing: the row does.
 */
export const hotKeys = (generation: number) => ({
  /** The log position up to which the keys were written. */
  position: `g${generation}:projected`,
  job: (jobId: string): string => `g${generation}:job:${jobId}`,
  deviceQueue: (deviceId: string): string => `g${generation}:device-queue:${deviceId}`,
})

/** A key that nothing refreshes goes by itself, so that none outlives a repair that did not know of it. */
export const hotLifeMs = 3_600_000

export type HotJob = Omit<JobNotice, 'jobId'>

export type HotDeviceQueue = {
  readonly waiting: number
  readonly running: number
  readonly accepting: boolean
  readonly position: string
}

/** Values are JSON, written by the projector alone. */
export const parseHotJob = (value: string | undefined): HotJob | undefined =>
  value === undefined ? undefined : (JSON.parse(value) as HotJob)

export const parseHotDeviceQueue = (value: string | undefined): HotDeviceQueue | undefined =>
  value === undefined ? undefined : (JSON.parse(value) as HotDeviceQueue)

import type { Calibration, CalibrationSource } from '../../domain/devices/calibration.ts'
import type { DeviceStatus } from '../../domain/devices/device.ts'
import type { DeviceFacts } from '../../domain/devices/device-facts.ts'
import type { PriceBookEntry } from '../../domain/devices/price-book.ts'

export type DeviceRow = {
  readonly device_id: string
  readonly provider_organisation: string
  readonly name: string
  readonly description: string
  readonly technology: DeviceFacts['technology']
  readonly qubits: number
  readonly connectivity: DeviceFacts['connectivity']
  readonly gate_set: readonly string[]
  readonly shots_min: number
  readonly shots_max: number
  readonly execution_windows: DeviceFacts['executionWindows']
  readonly outside_windows: DeviceFacts['outsideWindows']
  readonly price_book: readonly PriceBookEntry[]
  readonly execution: DeviceFacts['execution']
  readonly status: DeviceStatus
  /** Why it is not online, in the provider's words. */
  readonly status_reason: string | null
  /** The newest published. */
  readonly calibration_id: string | null
  readonly registered_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** Medians are over the qubits or gates that state a value; null when none does. */
export type CalibrationRow = {
  readonly calibration_id: string
  readonly device_id: string
  readonly taken_at: Date
  readonly source: CalibrationSource
  readonly published_at: Date
  readonly qubits: number
  readonly median_t1_us: number | null
  readonly median_t2_us: number | null
  readonly median_readout_error: number | null
  readonly median_one_qubit_error: number | null
  readonly median_two_qubit_error: number | null
  readonly data: Calibration
  readonly revision: bigint
  readonly position: bigint
}

/** A job that waits for the device or is on it; gone when it left. */
export type DeviceQueueRow = {
  readonly device_id: string
  readonly job_id: string
  readonly user_id: string
  readonly state: 'WAITING' | 'RUNNING'
  readonly enqueued_at: Date
  /** Of the state. */
  readonly since: Date
  readonly created_position: bigint
  readonly position: bigint
}

/** How long the line is. */
export type DeviceQueueDepthRow = {
  readonly device_id: string
  readonly accepting: boolean
  readonly concurrency: number
  readonly waiting: number
  readonly running: number
  readonly revision: bigint
  readonly position: bigint
}

export type DevicesTables = {
  readonly devices: DeviceRow
  readonly calibrations: CalibrationRow
  readonly device_queue: DeviceQueueRow
  readonly device_queue_depth: DeviceQueueDepthRow
}

import { decodeEvent } from '../../domain/events.ts'
import type { Calibration } from '../../domain/devices/calibration.ts'
import { device, type DeviceEvent } from '../../domain/devices/device.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import type { EventStore } from '../../platform/event-store/types.ts'

/** The calibration that a job pinned: from the log, because the device may have a newer one by now. */
export const pinnedCalibration = async (
  eventStore: EventStore,
  deviceId: string,
  calibrationId: string,
): Promise<Calibration> => {
  const recorded = await eventStore.read(streamOf(device, deviceId), { direction: 'backwards' })
  for (const stored of recorded) {
    // The stream's name says whose events it holds.
    const event = decodeEvent(stored) as DeviceEvent
    if (event.type === 'DeviceCalibrationPublished' && event.data.calibrationId === calibrationId)
      return event.data.calibration
  }
  throw new Error(`device ${deviceId} has no calibration ${calibrationId}`)
}

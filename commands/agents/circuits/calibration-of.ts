import type { Calibration } from '../../../domain/devices/calibration.ts'
import { device, type DeviceEvent, type RegisteredDevice } from '../../../domain/devices/device.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import type { Services } from '../../shared/services.ts'

/** A calibration that was published for the device, be it the newest or one before. */
export const calibrationOf = async (
  { eventStore }: Pick<Services, 'eventStore'>,
  { deviceId, calibration: newest }: Pick<RegisteredDevice, 'deviceId' | 'calibration'>,
  calibrationId: string,
): Promise<Calibration | undefined> => {
  if (newest?.calibrationId === calibrationId) return newest.calibration
  for (const recorded of await eventStore.read(streamOf(device, deviceId))) {
    if (recorded.type !== 'DeviceCalibrationPublished') continue
    // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
    const event = decodeEvent(recorded) as DeviceEvent
    if (event.type === 'DeviceCalibrationPublished' && event.data.calibrationId === calibrationId)
      return event.data.calibration
  }
  return undefined
}

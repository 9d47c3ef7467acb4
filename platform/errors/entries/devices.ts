import { entry } from '../entry.ts'

/** Devices, calibrations and prices. */
export const devices = {
  DEVICE_OFFLINE: entry(
    409,
    'Device is offline',
    'Choose another device or wait until it is online.',
    true,
  ),
  DEVICE_RETIRED: entry(409, 'Device is retired', 'Choose another device.'),
  OUTSIDE_EXECUTION_WINDOW: entry(
    409,
    'Device is outside its execution window',
    'Submit inside a window; the detail names the next one.',
    true,
  ),
  CALIBRATION_MISMATCH: entry(
    422,
    'Calibration does not fit the device',
    'Name a calibration of this device, with no more qubits than it has.',
  ),
  CALIBRATION_REQUIRED: entry(409, 'Device has no calibration', 'Publish a calibration first.'),
  ILLEGAL_DEVICE_TRANSITION: entry(
    409,
    'Device cannot change to that status',
    'Look at the device’s status first.',
  ),
}

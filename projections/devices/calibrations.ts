import type { Calibration } from '../../domain/devices/calibration.ts'
import { definitions } from '../../domain/devices/device.ts'
import { projectionOf } from '../shared/projection.ts'

/** Published calibrations with the figures that devices are compared by. */
export const calibrations = projectionOf({
  name: 'calibrations',
  definitions,
  apply: ({ type, data, revision, position }) => {
    if (type !== 'DeviceCalibrationPublished') return []
    const { calibrationId, deviceId, calibration, publishedAt } = data
    return [
      {
        do: 'add',
        table: 'calibrations',
        row: {
          calibration_id: calibrationId,
          device_id: deviceId,
          taken_at: new Date(calibration.takenAt),
          source: calibration.source,
          published_at: new Date(publishedAt),
          qubits: calibration.qubits.length,
          ...figuresOf(calibration),
          data: calibration,
          revision,
          position,
        },
      },
    ]
  },
})

const figuresOf = ({ qubits, gates }: Calibration) => {
  const errorsOn = (width: number) =>
    gates.filter((gate) => gate.qubits.length === width).map(({ error }) => error)
  return {
    median_t1_us: median(qubits.map(({ t1Us }) => t1Us)),
    median_t2_us: median(qubits.map(({ t2Us }) => t2Us)),
    median_readout_error: median(qubits.map(({ readoutError }) => readoutError)),
    median_one_qubit_error: median(errorsOn(1)),
    median_two_qubit_error: median(errorsOn(2)),
  }
}

/** Of the values that are stated; null when none is. The mean of the two in the middle of an even number. */
export const median = (values: readonly (number | undefined)[]): number | null => {
  const stated = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const upper = stated[Math.floor(stated.length / 2)]
  const lower = stated[Math.ceil(stated.length / 2) - 1]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}

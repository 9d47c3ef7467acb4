import { z } from 'zod'

/**
 * The one form in which a device's calibration is stored, whoever measured it.
 * Times in microseconds (qubits) and nanoseconds (gates), errors as probabilities in [0, 1].
 * p01 is the probability to read 1 after preparing 0, p10 to read 0 after preparing 1.
 */

const probability = z.number().min(0).max(1)
const qubitIndex = z.int().min(0).max(9_999)

export const calibrationSource = z.enum(['IBM', 'BRAKET', 'QHUB'])
export type CalibrationSource = z.infer<typeof calibrationSource>

export const qubitCalibration = z
  .strictObject({
    index: qubitIndex,
    t1Us: z.number().positive().exactOptional(),
    t2Us: z.number().positive().exactOptional(),
    readoutError: probability.exactOptional(),
    p01: probability.exactOptional(),
    p10: probability.exactOptional(),
  })
  .readonly()
export type QubitCalibration = z.infer<typeof qubitCalibration>

export const gateCalibration = z
  .strictObject({
    name: z.string().min(1).max(64),
    qubits: z.array(qubitIndex).min(1).max(8).readonly(),
    error: probability.exactOptional(),
    durationNs: z.number().min(0).exactOptional(),
  })
  .readonly()
export type GateCalibration = z.infer<typeof gateCalibration>

const distinct = (values: readonly (number | string)[]): boolean =>
  new Set(values).size === values.length

export const calibration = z
  .strictObject({
    takenAt: z.iso.datetime({ offset: true }),
    source: calibrationSource,
    qubits: z
      .array(qubitCalibration)
      .min(1)
      .max(10_000)
      .refine((qubits) => distinct(qubits.map(({ index }) => index)), 'a qubit is given twice')
      .readonly(),
    gates: z
      .array(gateCalibration)
      .max(100_000)
      .refine(
        (gates) => gates.every(({ qubits }) => distinct(qubits)),
        'a gate names a qubit twice',
      )
      .refine(
        (gates) => distinct(gates.map(({ name, qubits }) => `${name} ${qubits.join(' ')}`)),
        'a gate is given twice on the same qubits',
      )
      .readonly(),
  })
  .readonly()
  .refine(({ qubits, gates }) => {
    const known = new Set(qubits.map(({ index }) => index))
    return gates.every((gate) => gate.qubits.every((qubit) => known.has(qubit)))
  }, 'a gate acts on a qubit that is not listed')
export type Calibration = z.infer<typeof calibration>

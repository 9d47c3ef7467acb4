import type {
  Calibration as CalibrationData,
  GateCalibration as GateValues,
  QubitCalibration as QubitValues,
} from '../../domain/devices/calibration.ts'
import { builder } from '../schema/builder.ts'
import { Calibration, type CalibrationSummary, Device } from '../schema/refs.ts'
import type { ReadContext } from '../view/view.ts'

/** Measurements are wide: hundreds of qubits, thousands of gates. */
const measurementCost = 50

const CalibrationSource = builder.enumType('CalibrationSource', {
  description: 'The form in which the provider published a calibration.',
  values: {
    IBM: { description: 'IBM backend configuration and properties.' },
    BRAKET: { description: 'Amazon Braket device capabilities.' },
    QHUB: { description: 'The hub’s own form.' },
  },
})

const QubitCalibration = builder.objectRef<QubitValues>('QubitCalibration').implement({
  description: 'What was measured of one qubit; null where nothing was.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'The qubit’s number on the device.' }),
    t1Us: t.exposeFloat('t1Us', {
      nullable: true,
      description: 'Relaxation time T1, microseconds.',
    }),
    t2Us: t.exposeFloat('t2Us', {
      nullable: true,
      description: 'Dephasing time T2, microseconds.',
    }),
    readoutError: t.exposeFloat('readoutError', {
      nullable: true,
      description: 'Probability of a wrong reading.',
    }),
    p01: t.exposeFloat('p01', {
      nullable: true,
      description: 'Probability to read 1 after preparing 0.',
    }),
    p10: t.exposeFloat('p10', {
      nullable: true,
      description: 'Probability to read 0 after preparing 1.',
    }),
  }),
})

const GateCalibration = builder.objectRef<GateValues>('GateCalibration').implement({
  description: 'What was measured of one gate on some qubits; null where nothing was.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The gate’s name on the device.' }),
    qubits: t.intList({
      description: 'Numbers of the qubits that it acts on, in order.',
      resolve: ({ qubits }) => [...qubits],
    }),
    error: t.exposeFloat('error', { nullable: true, description: 'Probability of an error.' }),
    durationNs: t.exposeFloat('durationNs', {
      nullable: true,
      description: 'Nanoseconds it takes.',
    }),
  }),
})

const measurementsOf = async (
  { calibration_id }: CalibrationSummary,
  { view }: ReadContext,
): Promise<CalibrationData | undefined> =>
  (await view.loaders.measurements.load(calibration_id))?.data

builder.node(Calibration, {
  description:
    'What a provider measured of a device at one time. Jobs pin the one that held for them.',
  id: { resolve: ({ calibration_id }) => calibration_id },
  loadOne: (id, { view }) => view.loaders.calibrations.load(id),
  fields: (t) => ({
    calibrationId: t.exposeID('calibration_id', {
      description: 'The hub’s id, as commands take it.',
    }),
    device: t.field({
      type: Device,
      nullable: true,
      description: 'The device that was measured.',
      resolve: async ({ device_id }, _, { view }) =>
        (await view.loaders.devices.load(device_id)) ?? null,
    }),
    takenAt: t.expose('taken_at', { type: 'DateTime', description: 'When it was measured.' }),
    publishedAt: t.expose('published_at', {
      type: 'DateTime',
      description: 'When the hub got it.',
    }),
    source: t.expose('source', { type: CalibrationSource, description: 'The form it came in.' }),
    qubitCount: t.exposeInt('qubits', { description: 'Qubits that it speaks of.' }),
    medianT1Us: t.exposeFloat('median_t1_us', {
      nullable: true,
      description: 'Median T1 of its qubits, microseconds.',
    }),
    medianT2Us: t.exposeFloat('median_t2_us', {
      nullable: true,
      description: 'Median T2 of its qubits, microseconds.',
    }),
    medianReadoutError: t.exposeFloat('median_readout_error', {
      nullable: true,
      description: 'Median readout error of its qubits.',
    }),
    medianOneQubitError: t.exposeFloat('median_one_qubit_error', {
      nullable: true,
      description: 'Median error of its one-qubit gates.',
    }),
    medianTwoQubitError: t.exposeFloat('median_two_qubit_error', {
      nullable: true,
      description: 'Median error of its two-qubit gates.',
    }),
    qubits: t.field({
      type: [QubitCalibration],
      description: 'Each qubit’s measurements.',
      complexity: measurementCost,
      resolve: async (calibration, _, context) => [
        ...((await measurementsOf(calibration, context))?.qubits ?? []),
      ],
    }),
    gates: t.field({
      type: [GateCalibration],
      description: 'Each gate’s measurements.',
      complexity: measurementCost,
      resolve: async (calibration, _, context) => [
        ...((await measurementsOf(calibration, context))?.gates ?? []),
      ],
    }),
  }),
})

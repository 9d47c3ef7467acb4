import { z } from 'zod'
import type { GateCalibration, QubitCalibration } from '../../domain/devices/calibration.ts'
import { invalid, issuesOf, toUtc, undirected, type Issue, type ReadOutcome } from './outcome.ts'

/*
 * IBM Quantum's backend configuration and properties, as `GET /backends/{name}/configuration` and `/properties` answer
 * them and qiskit-ibm-runtime publishes them. Fields the hub does not use are let through unread.
 */

const index = z.int().min(0).max(9_999)
const parameter = z.object({ name: z.string(), unit: z.string(), value: z.number() })

const Configuration = z.object({
  backend_name: z.string().min(1),
  n_qubits: z.int().min(1).max(10_000),
  basis_gates: z.array(z.string().min(1)).min(1),
  coupling_map: z.array(z.tuple([index, index])).nullish(),
  max_shots: z.int().min(1),
})

const Properties = z.object({
  backend_name: z.string().min(1),
  last_update_date: z.iso.datetime({ offset: true, local: true }),
  qubits: z.array(z.array(parameter)).min(1),
  gates: z.array(
    z.object({
      gate: z.string().min(1),
      qubits: z.array(index).min(1),
      parameters: z.array(parameter),
    }),
  ),
})

type Parameter = z.output<typeof parameter>
type Field = { readonly as: string; readonly kind: 'time-us' | 'time-ns' | 'probability' }

const qubitFields: Readonly<Record<string, Field>> = {
  T1: { as: 't1Us', kind: 'time-us' },
  T2: { as: 't2Us', kind: 'time-us' },
  readout_error: { as: 'readoutError', kind: 'probability' },
  prob_meas1_prep0: { as: 'p01', kind: 'probability' },
  prob_meas0_prep1: { as: 'p10', kind: 'probability' },
}
const gateFields: Readonly<Record<string, Field>> = {
  gate_error: { as: 'error', kind: 'probability' },
  gate_length: { as: 'durationNs', kind: 'time-ns' },
}

const nanoseconds: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 }

/** Picks the parameters the hub keeps, in its units. What is out of range is reported, not repaired. */
const pick = (
  parameters: readonly Parameter[],
  fields: Readonly<Record<string, Field>>,
  path: string,
  issues: Issue[],
): Readonly<Record<string, number>> => {
  const picked: Record<string, number> = {}
  parameters.forEach(({ name, unit, value }, position) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) return
    const where = `${path}[${position}]`
    if (field.kind === 'probability') {
      if (value < 0 || value > 1)
        issues.push({ path: `${where}.value`, message: `${name} is a probability, not ${value}` })
      picked[field.as] = value
      return
    }
    const scale = nanoseconds[unit]
    if (scale === undefined)
      issues.push({ path: `${where}.unit`, message: `${name} has the unknown unit '${unit}'` })
    if (value < 0)
      issues.push({ path: `${where}.value`, message: `${name} is a time, not ${value}` })
    const ns = value * (scale ?? 1)
    // A coherence time of zero is IBM's word for "not measured".
    if (ns > 0 || field.kind === 'time-ns')
      picked[field.as] = field.kind === 'time-us' ? ns / 1e3 : ns
  })
  return picked
}

/** Reads one backend. `configuration` and `properties` are the parsed JSON documents. */
export const readIbmDevice = (configuration: unknown, properties: unknown): ReadOutcome => {
  const conf = Configuration.safeParse(configuration)
  const props = Properties.safeParse(properties)
  if (!conf.success || !props.success) {
    return invalid(
      ...(conf.success ? [] : issuesOf(conf.error, 'configuration')),
      ...(props.success ? [] : issuesOf(props.error, 'properties')),
    )
  }
  const { backend_name: name, n_qubits: size, coupling_map: couplings } = conf.data
  const issues: Issue[] = []
  if (props.data.backend_name !== name) {
    issues.push({
      path: 'properties.backend_name',
      message: `describes '${props.data.backend_name}', not '${name}'`,
    })
  }
  if (props.data.qubits.length !== size) {
    issues.push({
      path: 'properties.qubits',
      message: `${props.data.qubits.length} qubits, the configuration says ${size}`,
    })
  }
  const outside = (qubits: readonly number[], path: string): void => {
    const bad = qubits.find((qubit) => qubit >= size)
    if (bad !== undefined) issues.push({ path, message: `qubit ${bad} does not exist` })
    if (new Set(qubits).size !== qubits.length)
      issues.push({ path, message: 'a qubit is named twice' })
  }
  couplings?.forEach((pair, position) => {
    outside(pair, `configuration.coupling_map[${position}]`)
  })
  const qubits = props.data.qubits.map(
    (parameters, qubit): QubitCalibration => ({
      index: qubit,
      ...pick(parameters, qubitFields, `properties.qubits[${qubit}]`, issues),
    }),
  )
  const gates = props.data.gates.map(
    ({ gate, qubits: on, parameters }, position): GateCalibration => {
      const path = `properties.gates[${position}]`
      outside(on, `${path}.qubits`)
      return {
        name: gate,
        qubits: on,
        ...pick(parameters, gateFields, `${path}.parameters`, issues),
      }
    },
  )
  if (issues.length > 0) return invalid(...issues)
  return {
    kind: 'ok',
    device: {
      name,
      qubits: size,
      qubitLabels: qubits.map((qubit) => String(qubit.index)),
      connectivity: undirected(couplings ?? []),
      gateSet: conf.data.basis_gates,
      shots: { min: 1, max: conf.data.max_shots },
      executionWindows: [],
    },
    calibration: { takenAt: toUtc(props.data.last_update_date), source: 'IBM', qubits, gates },
  }
}
